import { written } from '../../units/estimate.ts';
import type { CiResult } from './ci-result.ts';
import type { Judgement } from './judge.ts';
import { remarks } from './texts.ts';

/** The comparison under `--json`: energies in J, ratios as they are. */
export function ciJson(result: CiResult, exitCode: number): object {
  const { judgement, aboveIdle, fresh, chosen } = result;
  return {
    verdict: result.verdict,
    margin: result.margin,
    figure: result.figure,
    exitCode,
    ...(judgement === undefined
      ? {}
      : {
          ...judged(judgement),
          needs: judgement.needs,
        }),
    ...(aboveIdle === undefined ? {} : { aboveIdle: { verdict: aboveIdle.verdict, ...judged(aboveIdle) } }),
    runs: fresh.map(({ id, name }) => ({ id, name })),
    baseline: {
      from: result.from,
      runs: chosen.runs.map(({ run, like }) => ({ id: run.id, name: run.name, machine: like.kind })),
      leftOut: chosen.leftOut.map(([reason, count]) => ({ reason, count })),
      ...(result.updated === undefined ? {} : { updated: result.updated }),
    },
    remarks: remarks(result),
  };
}

function judged({ fresh, baseline, ratio, spread }: Judgement): object {
  return {
    energy: { new: written(fresh, 'J'), baseline: written(baseline, 'J') },
    ratio: written(ratio, ''),
    spread,
  };
}
