import { linear } from '../../units/arithmetic.ts';
import { type Estimate, interval, written, type WrittenEstimate } from '../../units/estimate.ts';
import type { Share } from './share.ts';
import type { WasteRun } from './waste-run.ts';

/** What some parts of some runs took. */
export interface Amounts {
  /** At the wall, J. */
  readonly energy: WrittenEstimate;
  /** Operational, g CO2e; without a value where that of a run is not known, null where not even bounds are. */
  readonly carbon: WrittenEstimate | null;
  /** In the one currency of all; null where a run has none, or another one. */
  readonly cost: WrittenEstimate | null;
}

type Parts = readonly Pick<Share, 'root' | 'part' | 'lowPart' | 'highPart'>[];

/** Adds parts of root runs; errors that they share count once, and what is doubtful about a part widens the interval. */
export function amountsOf(parts: Parts): Amounts {
  const currencies = new Set(parts.map(({ root }) => root.currency));
  const [currency] = currencies;
  const isPriced = currencies.size === 1 && currency !== null && currency !== undefined;
  return {
    energy: added(parts, (run) => run.energy, 'J'),
    carbon: known(added(parts, (run) => run.carbon, 'g')),
    cost: isPriced ? added(parts, (run) => run.cost ?? NOTHING, currency) : null,
  };
}

function known(figure: WrittenEstimate): WrittenEstimate | null {
  return figure.value === null && figure.low === null && figure.high === null ? null : figure;
}

const NOTHING: Estimate = { value: 0, errors: {} };

function added(parts: Parts, figure: (run: WasteRun) => Estimate, unit: string): WrittenEstimate {
  const sum = (key: 'part' | 'lowPart' | 'highPart'): Estimate =>
    linear(parts.map((one) => [one[key], figure(one.root)] as const));
  const middle = sum('part');
  const isSure = parts.every(({ part, lowPart, highPart }) => lowPart === part && highPart === part);
  if (isSure) return written(middle, unit);
  const low = interval(sum('lowPart')).low;
  const high = interval(sum('highPart')).high;
  return { value: middle.value, low, high, unit, errors: middle.errors };
}
