import type { FigureTable } from '../../../src/report/chart/figure.ts';
import type { CostAxis } from '../../../src/report/frontier/cost-axis.ts';
import type { FrontierPoints } from '../../../src/report/frontier/frontier-points.ts';
import { costText, type Noun, qualityText } from '../../../src/report/frontier/frontier-words.ts';
import type { CompleteData } from '../../charts/frame/chart-data.ts';

/** All points as a table, cheapest first. */
export function frontierTable(
  { points }: FrontierPoints,
  metric: string,
  axis: CostAxis,
  noun: Noun,
): FigureTable {
  const isMean = noun === 'configuration';
  return {
    columns: [
      { title: noun },
      { title: isMean ? `${metric}, mean ± s.e.` : metric, isNumber: true },
      { title: isMean ? `${axis.title}, mean ± s.e.` : axis.title, isNumber: true },
      ...(isMean ? [{ title: 'seeds', isNumber: true }] : []),
      { title: 'state' },
      { title: 'on the frontier' },
    ],
    rows: points
      .toSorted((a, b) => a.cost - b.cost)
      .map((point) => [
        point.name,
        qualityText(point),
        costText(point, axis),
        ...(isMean ? [String(point.spread?.n ?? 1)] : []),
        point.state,
        point.isBest ? 'yes' : '',
      ]),
  };
}

/** All points for the export, in base units. */
export function frontierData(
  { points }: FrontierPoints,
  metric: string,
  { column }: CostAxis,
  together: boolean,
): CompleteData {
  return {
    columns: [
      'id',
      'name',
      'state',
      metric,
      column,
      `${column}_low`,
      `${column}_high`,
      'group',
      'on_frontier',
      ...(together ? ['seeds', `${metric}_se`, `${column}_se`, 'runs'] : []),
    ],
    rows: () =>
      points.map(({ id, name, state, quality, cost, low, high, group, isBest, spread }) => [
        id,
        name,
        state,
        quality,
        cost,
        low,
        high,
        group,
        isBest ? 1 : 0,
        ...(together
          ? [
              spread?.n ?? 1,
              spread?.qualitySe ?? null,
              spread?.costSe ?? null,
              (spread?.runs ?? [id]).join(' '),
            ]
          : []),
      ]),
  };
}
