import { err, ok, type Result } from '../../result.ts';
import type { LivePoint } from './grid-source.ts';
import { minuteText } from './json-fields.ts';

/** A "latest" figure that is older than this is not the present's, s. */
const OLDEST_S = 3 * 3600;

/** Whether a figure can be the present's, or why not. */
export function isOfNow(
  point: LivePoint,
  nowMs: number,
  { futureS }: { readonly futureS: number },
): Result<LivePoint, string> {
  if (point.fromMs > nowMs + futureS * 1000)
    return err(`its figure is of the future (${minuteText(point.fromMs)}): one of the clocks is wrong`);
  if (point.toMs < nowMs - OLDEST_S * 1000)
    return err(`its newest figure is of ${minuteText(point.fromMs)}: too old for now`);
  return ok(point);
}
