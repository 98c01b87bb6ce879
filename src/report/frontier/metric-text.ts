import { tickText } from '../chart/ticks.ts';

/** Digits that tell qualities apart: 0.9916 and 0.9889 are both read. */
const DIGITS = 4;

/** A metric's value as people read it. */
export function metricText(value: number): string {
  const short = Number(value.toPrecision(DIGITS));
  return tickText(short);
}

/** A change of a metric, with its sign. */
export function changeText(change: number): string {
  return `${change > 0 ? '+' : ''}${metricText(change)}`;
}
