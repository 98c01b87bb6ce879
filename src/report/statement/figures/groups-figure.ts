import { bars } from '../../chart/bars.ts';
import type { Figure } from '../../chart/figure.ts';
import { energyWithBand, missing, printEnergy } from '../../../units/format.ts';
import { saidGrams, saidTime } from '../said.ts';
import type { Group } from '../groups.ts';
import { meanText } from '../mean-text.ts';
import type { Statement } from '../statement.ts';

/** Most configurations that are drawn. */
export const MOST_GROUPS = 20;

/** Configurations beside each other: means over seeds with their intervals. */
export function groupsFigure({ groups, metric, frontier }: Statement): Figure | undefined {
  if (groups.length < 2) return undefined;
  const shown = shownGroups(groups, frontier);
  const saying = {
    title: 'Energy of each configuration',
    sentence: `Means over seeds of ${groups.length} configurations, from ${rangeText(groups)}.`,
  };
  return {
    id: 'configurations',
    ...saying,
    draw: (canvas) =>
      bars(
        shown.map((group) => ({
          name: `${group.id}  ${group.name}`,
          parts: [{ role: 'gpu', value: group.energy.value ?? 0 }],
          low: group.energy.estimate.low,
          high: group.energy.estimate.high,
          text: `${energyWithBand(group.energy.estimate)} · n = ${group.energy.n}`,
        })),
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: '' },
        { title: 'Configuration' },
        { title: 'Seeds', isNumber: true },
        ...(metric === undefined ? [] : [{ title: `${metric.name}, mean ± s.e.`, isNumber: true }]),
        { title: 'Energy, 90 % interval', isNumber: true },
        { title: 's.e. over seeds', isNumber: true },
        { title: 'Carbon', isNumber: true },
        { title: 'Time', isNumber: true },
      ],
      rows: shown.map((group) => [
        group.id,
        group.name,
        String(group.energy.n),
        ...(metric === undefined ? [] : [meanText(group.metrics[metric.name])]),
        energyWithBand(group.energy.estimate),
        group.energy.se === null ? missing() : printEnergy(group.energy.se),
        saidGrams(group.carbon.estimate),
        saidTime(group.durationS.value ?? 0),
      ]),
      ...(shown.length < groups.length
        ? { note: `${groups.length - shown.length} more configurations are in the JSON report.` }
        : {}),
    },
    note: 'A line is the 90 % interval: what is not known of the energy, and the spread of the seeds. What all share of the former cancels in a comparison.',
  };
}

/** Those on the frontier first, then the others as they come, in their own order again. */
export function shownGroups(groups: readonly Group[], frontier: readonly string[]): readonly Group[] {
  if (groups.length <= MOST_GROUPS) return groups;
  const first = groups.filter(({ id }) => frontier.includes(id));
  const rest = groups.filter(({ id }) => !frontier.includes(id));
  const chosen = new Set([...first, ...rest].slice(0, MOST_GROUPS));
  return groups.filter((group) => chosen.has(group));
}

function rangeText(groups: readonly Group[]): string {
  const values = groups.flatMap(({ energy }) => (energy.value === null ? [] : [energy.value]));
  return `${printEnergy(Math.min(...values))} to ${printEnergy(Math.max(...values))}`;
}
