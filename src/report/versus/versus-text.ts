import type { Equal } from './equivalence.ts';
import { shareText } from '../../units/format-share.ts';

/** What a run is set beside of the user's own. */
export interface OwnMeasure {
  /** Energy over that of the median of the project's good runs; undefined where these are too few. */
  readonly ofMedian: number | undefined;
  readonly project: string;
  /** Energy over the budget of the month; undefined where none is set. */
  readonly ofBudget: number | undefined;
}

/** `0.84× your median run of bert-fr · 4 % of the month's budget`; empty where neither is known. */
export function ownText({ ofMedian, project, ofBudget }: OwnMeasure, dot: string, times: string): string {
  return [
    ...(ofMedian === undefined ? [] : [`${short(ofMedian)}${times} your median run of ${project}`]),
    ...(ofBudget === undefined ? [] : [`${shareText(ofBudget)} of the month's budget`]),
  ].join(dot);
}

/** `about 5.9 km in an electric car (4.4–8.2)`. */
export function equalText({ count, low, high, what }: Equal, dash: string): string {
  return `about ${short(count)} ${what} (${short(low)}${dash}${short(high)})`;
}

/** Two digits: more would say more than is known. */
function short(value: number): string {
  if (value >= 100) return `${Number(value.toPrecision(2))}`;
  return value >= 10 ? `${Math.round(value)}` : `${Number(value.toPrecision(2))}`;
}
