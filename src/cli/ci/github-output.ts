import { fromWritten, interval } from '../../units/estimate.ts';
import type { CiResult } from './ci-result.ts';

/**
 * The comparison as outputs of a step of GitHub Actions, for the steps after it: `name=value` lines for the file of `$GITHUB_OUTPUT`. Energies in J, of one
 * run in the mean; ratios as they are; empty where it is not known. No text of a user's is in it, which could hold a line of its own.
 *
 * @example
 * githubOutput({ verdict: 'no-baseline', fresh: [], figure: 'wall', margin: 0.1 }) // 'verdict=no-baseline\nenergy_joules=\n…margin=0.1\nrun=\n'
 */
export function githubOutput({ verdict, judgement, fresh, figure, margin }: CiResult): string {
  const [first] = fresh;
  const energy = judgement?.fresh ?? (first === undefined ? undefined : fromWritten(first.energy[figure]));
  const ends = energy === undefined ? undefined : interval(energy);
  const outputs: Readonly<Record<string, string | number | null | undefined>> = {
    verdict,
    energy_joules: energy?.value,
    energy_low_joules: ends?.low,
    energy_high_joules: ends?.high,
    ratio: judgement?.ratio.value,
    ratio_low: judgement?.interval.low,
    ratio_high: judgement?.interval.high,
    margin,
    run: fresh.at(-1)?.id,
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value ?? ''}\n`)
    .join('');
}
