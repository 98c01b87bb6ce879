import { setView, view } from '../../state/location.ts';
import type { CostKey } from '../../../src/report/frontier/cost-axis.ts';

/** What the address says of the frontier; what it does not say is the default. */
export interface FrontierView {
  /** The metric, with `:min` or `:max` where it was chosen. */
  readonly metric: string | undefined;
  readonly cost: CostKey;
  readonly isLog: boolean;
  readonly group: string | undefined;
  /** Demands, in the metric's unit and the axis' base unit. */
  readonly quality: number | undefined;
  readonly most: number | undefined;
  readonly withUnfinished: boolean;
  /** The seeds of a configuration are one point. */
  readonly together: boolean;
}

const COSTS: readonly CostKey[] = ['energy', 'co2', 'cost', 'time'];

/** Reads the address. `x` goes before the unit `u` of the whole dashboard. */
export function frontierView(): FrontierView {
  return {
    metric: view('y'),
    cost: COSTS.find((key) => key === (view('x') ?? view('u'))) ?? 'energy',
    isLog: view('log') !== '0',
    group: view('g'),
    quality: numberOf(view('least')),
    most: numberOf(view('most')),
    withUnfinished: view('unfinished') === '1',
    together: view('seeds') === 'together',
  };
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Changes the metric: a demand on the old one means nothing for the new one. */
export function chooseMetric(y: string | undefined): void {
  setView({ y, least: undefined, z: undefined });
}

/** Changes what is on the x axis, and with it the unit of the demand. */
export function chooseCost(key: CostKey): void {
  const isDefault = key === (view('u') ?? 'energy');
  setView({ x: isDefault ? undefined : key, most: undefined, z: undefined });
}

/** Asks for a quality or a cost; undefined asks no more. A slider that is dragged makes no steps for Back. */
export function demand(key: 'least' | 'most', value: number | undefined, how: 'commit' | 'adjust'): void {
  setView({ [key]: value === undefined ? undefined : String(Number(value.toPrecision(6))) }, how);
}
