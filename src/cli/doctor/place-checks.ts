import type { Problem } from '../../errors.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { fromSourced } from '../../units/sourced-estimate.ts';
import { intensityWithBand, type PrintOptions } from '../../units/format.ts';
import type { Sourced } from '../../units/sourced.ts';
import { type Check, check } from './check.ts';

const FROM: Readonly<Record<SourcedIntensity['zoneFrom'], string>> = {
  option: 'as asked for',
  config: 'from the settings',
  cloud: "the cloud's region",
  'time-zone': 'a guess',
  unknown: '',
  given: '',
};

/** Where the electricity comes from, and what the building adds. */
export function placeChecks(
  place: {
    readonly intensity: SourcedIntensity;
    readonly pue: Sourced;
    /** What is wrong with the region as it was set. */
    readonly problems: readonly Problem[];
  },
  print: PrintOptions,
): readonly Check[] {
  const wrong = place.problems.map(({ what, why, fix }) =>
    check('place.region', ['place', 'Region'], 'fail', what, { why, fix }),
  );
  const region = wrong.length > 0 ? wrong : [regionCheck(place.intensity)];
  return [...region, intensityCheck(place.intensity, print), pueCheck(place.pue, print)];
}

function regionCheck({ zone, zoneName, zoneFrom, note }: SourcedIntensity): Check {
  const about = ['place', 'Region'] as const;
  if (zoneFrom === 'given') return check('place.region', about, 'ok', 'not needed: the intensity is given');
  if (zoneFrom === 'unknown') {
    const fix = 'joulebook config set region FR (your country), or --intensity';
    return check('place.region', about, 'warn', 'not known: carbon has bounds and no value', {
      why: note,
      fix,
    });
  }
  const what = `${zoneName}, ${FROM[zoneFrom]}`;
  if (zoneFrom !== 'time-zone') return check('place.region', about, 'ok', what);
  return check('place.region', about, 'note', what, {
    why: note,
    fix: `joulebook config set region ${zone} (if that is where it is)`,
  });
}

function intensityCheck(intensity: SourcedIntensity, print: PrintOptions): Check {
  const { basis, boundary, source, year, licence, value } = intensity;
  const kind = basis === 'given' ? [] : [`${basis}, ${boundary}`];
  const from = [source, year === undefined ? '' : `${year}`, licence ?? ''].filter((text) => text !== '');
  const what = [intensityWithBand(fromSourced(intensity), print), ...kind].join(', ');
  return check('place.intensity', ['place', 'Carbon'], value === null ? 'warn' : 'ok', what, {
    details: from.length === 0 ? [] : [from.join(', ')],
  });
}

function pueCheck(pue: Sourced, print: PrintOptions): Check {
  const about = ['place', 'PUE'] as const;
  const { value, low, high, source, grade, note, year } = pue;
  const to = print.ascii === true ? '-' : '–';
  const band =
    low !== null && high !== null && low !== high ? ` (${low.toFixed(1)}${to}${high.toFixed(1)})` : '';
  const from = year === undefined ? source : `${source}, ${year}`;
  const what = `${value?.toFixed(2) ?? '?'}${band}`;
  const state = grade === 'C' ? 'note' : 'ok';
  return check('place.pue', about, state, what, { why: note, details: [from] });
}
