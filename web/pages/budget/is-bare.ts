import type { KindData } from './budget-data.ts';

/** Whether there is nothing to draw of a kind: no limit, nothing used, nothing on its way or foretold. */
export function isBare({ limit, spent, inFlight, forecast }: KindData): boolean {
  return limit === null && spent.high === 0 && inFlight === 0 && (forecast?.high ?? 0) === 0;
}
