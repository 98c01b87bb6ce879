import { allPlaces, matchPlace, placeIntensity } from '../../grid/places.io.ts';
import { matchAccelerator } from '../../hardware/accelerators.io.ts';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { LintFactors, LintKnowledge } from '../../report/lint-card/plausible.ts';

/** What a card is checked by: the shipped tables of places and accelerators. */
export function lintKnowledge(host: Host): LintKnowledge {
  const all = allPlaces(host).flatMap((place) => placeIntensity(place).value ?? []);
  return {
    factors: packageJson('data/report/lint_card.json') as LintFactors,
    world: { low: Math.min(...all.filter((value) => value > 0)), high: Math.max(...all) },
    placeIntensity: (text) => {
      const match = matchPlace(host, text);
      return match.kind === 'found' ? (placeIntensity(match.value).value ?? undefined) : undefined;
    },
    accelerators: (text) => {
      const match = matchAccelerator(host, text);
      if (match.kind !== 'found') return undefined;
      const { accelerator, count, countGiven } = match.value;
      const tdpW = accelerator.tdpW ?? accelerator.rangeW?.high;
      return tdpW === undefined ? undefined : { name: accelerator.name, count, isCounted: countGiven, tdpW };
    },
  };
}
