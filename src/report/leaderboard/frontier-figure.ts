import { printEnergy } from '../../units/format.ts';
import { axisUnit } from '../chart/axis-unit.ts';
import type { Figure } from '../chart/figure.ts';
import { scatter } from '../chart/scatter.ts';
import { meanText } from '../statement/mean-text.ts';
import { halfWidthOf } from '../statement/mean.ts';
import { saidNumber } from '../statement/said.ts';
import type { LeaderboardEntry } from './entry.ts';
import type { FrontierPlace } from './standing.ts';
import type { LeaderboardTask } from './task.ts';

/** What is drawn of a standing. */
export interface DrawnStanding {
  readonly placed: readonly {
    readonly entry: Pick<LeaderboardEntry, 'name' | 'energy' | 'metric'>;
    readonly frontier: FrontierPlace;
  }[];
}

/** Quality against energy on one hardware, with the frontier; undefined where there is nothing to draw. */
export function leaderboardFigure(
  { placed }: DrawnStanding,
  { metric, goal }: Pick<LeaderboardTask, 'metric' | 'goal'>,
  id: string,
): Figure | undefined {
  const points = placed.flatMap(({ entry, frontier }) => {
    const [joules, quality] = [entry.energy.value, entry.metric.value];
    return joules === null || quality === null || joules <= 0 ? [] : [{ entry, frontier, joules, quality }];
  });
  if (points.length < 2) return undefined;
  const unit = axisUnit('energy', Math.max(...points.map(({ joules }) => joules)));
  const best = points.filter(({ frontier }) => frontier === 'yes');
  const saying = {
    title: `${metric} against energy`,
    sentence: `${best.length} of ${points.length} entries are on the frontier: no other has a better ${metric} for less energy (${goal === 'maximize' ? 'more' : 'less'} ${metric} is better).`,
  };
  return {
    id,
    ...saying,
    draw: (canvas) =>
      scatter(
        {
          points: points.map(({ entry, frontier, joules, quality }) => {
            const { low, high } = entry.energy.estimate;
            const half = halfWidthOf(entry.metric);
            return {
              name: entry.name,
              x: joules / unit.factor,
              y: quality,
              ...(low === null || high === null || low <= 0
                ? {}
                : { xRange: [low / unit.factor, high / unit.factor] as const }),
              ...(half === null ? {} : { yRange: [quality - half, quality + half] as const }),
              isOnFrontier: frontier === 'yes',
            };
          }),
          x: `energy at the wall, ${unit.symbol}`,
          y: metric,
        },
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: 'On the frontier' },
        { title: `${metric}, mean ± s.e.`, isNumber: true },
        { title: 'Energy', isNumber: true },
        { title: 'More energy than the one before', isNumber: true },
        { title: `Change of ${metric}`, isNumber: true },
      ],
      rows: best.map(({ entry, joules, quality }, i) => {
        const before = best[i - 1];
        return [
          entry.name,
          meanText(entry.metric),
          printEnergy(joules),
          before === undefined ? '' : printEnergy(joules - before.joules, { signed: true }),
          before === undefined
            ? ''
            : `${quality > before.quality ? '+' : ''}${saidNumber(quality - before.quality)}`,
        ];
      }),
      note: 'Least energy first. Whatever energy may be spent or quality must be reached, the best entry for it stands here.',
    },
    note: 'Lines are 90 % intervals. Errors of the energy that entries of one machine share move them together, so their order is better known than each of them.',
  };
}
