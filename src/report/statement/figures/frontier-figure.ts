import { axisUnit } from '../../chart/axis-unit.ts';
import type { Figure } from '../../chart/figure.ts';
import { scatter } from '../../chart/scatter.ts';
import { printEnergy } from '../../../units/format.ts';
import { halfWidthOf } from '../mean.ts';
import { saidNumber } from '../said.ts';
import type { Statement } from '../statement.ts';
import { meanText } from '../mean-text.ts';

/** Quality against energy, and the configurations that none other beats in both. */
export function frontierFigure({ groups, metric, frontier, frontierProject }: Statement): Figure | undefined {
  if (metric === undefined) return undefined;
  const ofTask = groups.filter(
    ({ configuration }) => frontierProject === undefined || configuration.project === frontierProject,
  );
  const known = ofTask.flatMap((group) => {
    const quality = group.metrics[metric.name];
    const { value } = group.energy;
    return quality?.value === undefined || quality.value === null || value === null || value <= 0
      ? []
      : [{ group, quality, at: quality.value, joules: value }];
  });
  if (known.length < 2) return undefined;
  const unit = axisUnit('energy', Math.max(...known.map(({ joules }) => joules)));
  const best = frontier.flatMap((id) => known.filter(({ group }) => group.id === id));
  const better = metric.goal === 'maximize' ? 'more' : 'less';
  const machines = new Set(known.map(({ group }) => group.configuration.machine)).size;
  const saying = {
    title: `${metric.name} against energy`,
    sentence: [
      `${best.length} of ${known.length} configurations${ofTask.length < groups.length ? ` of ${frontierProject ?? ''}` : ''} are on the frontier (${better} ${metric.name} is better${metric.goalFrom === 'assumed' ? ', by assumption' : ''}).`,
      ...(machines > 1 ? [`They ran on ${machines} kinds of machines, whose joules are not alike.`] : []),
      ...(ofTask.length < groups.length
        ? ['Other projects are other tasks, whose qualities do not compare: report them by themselves.']
        : []),
    ].join(' '),
  };
  return {
    id: 'frontier',
    ...saying,
    draw: (canvas) =>
      scatter(
        {
          points: known.map(({ group, quality, at, joules }) => {
            const { low, high } = group.energy.estimate;
            const half = halfWidthOf(quality);
            return {
              name: group.id,
              x: joules / unit.factor,
              y: at,
              ...(low === null || high === null || low <= 0
                ? {}
                : { xRange: [low / unit.factor, high / unit.factor] as const }),
              ...(half === null ? {} : { yRange: [at - half, at + half] as const }),
              isOnFrontier: frontier.includes(group.id),
            };
          }),
          x: `energy at the wall, ${unit.symbol}`,
          y: metric.name,
        },
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: '' },
        { title: 'Configuration' },
        { title: `${metric.name}, mean ± s.e.`, isNumber: true },
        { title: 'Energy', isNumber: true },
        { title: 'More energy than the one before', isNumber: true },
        { title: `Change of ${metric.name}`, isNumber: true },
      ],
      rows: best.map(({ group, quality, at, joules }, i) => {
        const before = best[i - 1];
        return [
          group.id,
          group.name,
          meanText(quality),
          printEnergy(joules),
          before === undefined ? '' : printEnergy(joules - before.joules, { signed: true }),
          before === undefined ? '' : `${at > before.at ? '+' : ''}${saidNumber(at - before.at)}`,
        ];
      }),
      note: 'The configurations on the frontier, cheapest first.',
    },
    note: 'Lines are 90 % intervals. Errors of the energy that all points share move them together, so their order is better known than each of them.',
  };
}
