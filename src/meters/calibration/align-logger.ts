import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { alignByCrossCorrelation, type AlignmentLimits } from '../whole/align.ts';
import type { WattCsv } from '../whole/watt-csv.ts';
import { referenceOf, withMeter } from './align-meter.ts';
import type { Trace } from './trace.ts';

/** How the boot clock stands to the clocks that a logger may keep. */
export interface Clocks {
  /** Seconds since 1970 (UTC) at zero of the boot clock. */
  readonly utcAtBootS: number;
  /** Seconds by which local time is ahead of UTC. */
  readonly localAheadS: number;
}

/** A logger's clock that is told is wrong by no more than this, s. */
const MOST_WRONG_S = 120;
const DAY_S = 86_400;

/** Puts a logger's readings into a trace: its clock is brought near by what it says, then aligned by the form of the load. */
export function alignLogger(
  trace: Trace,
  logger: WattCsv,
  clocks: Clocks,
  limits: AlignmentLimits,
): Result<{ readonly trace: Trace; readonly shiftS: number }> {
  const first = (trace.ticks[0]?.atS ?? 0) - (trace.ticks[0]?.dtS ?? 0);
  const last = trace.ticks.at(-1)?.atS ?? 0;
  const start = logger.timesS[0] ?? 0;
  const end = logger.timesS.at(-1) ?? 0;
  // The logger's time at zero of the boot clock, as far as it is told.
  const nearS = nearOf(logger, clocks, first, end - last);
  const isTold = logger.clock !== 'elapsed';
  const mostS = isTold ? MOST_WRONG_S : end - start;
  const moved = { timesS: logger.timesS.map((time) => time - nearS), watts: logger.watts };
  const inTrace = moved.timesS.some((time) => time > first - mostS && time < last + mostS);
  const found = inTrace
    ? alignByCrossCorrelation(referenceOf(trace), moved, mostS, limits)
    : ({
        ok: false,
        why: 'its times are those of another hour',
        fix: 'record while joulebook calibrates',
      } as const);
  if (!found.ok) {
    return err(
      problem(
        'E_METER',
        'the logger’s table does not go with the loads of this calibration',
        found.why,
        found.fix,
      ),
    );
  }
  return ok({ trace: withMeter(trace, moved, -found.shiftS), shiftS: found.shiftS });
}

function nearOf(
  { clock }: WattCsv,
  { utcAtBootS, localAheadS }: Clocks,
  firstS: number,
  ends: number,
): number {
  if (clock === 'utc') return utcAtBootS;
  if (clock === 'local') return utcAtBootS + localAheadS;
  if (clock === 'elapsed') return ends; // it ends about when we do
  const firstLocalS = utcAtBootS + localAheadS + firstS;
  return utcAtBootS + localAheadS - Math.floor(firstLocalS / DAY_S) * DAY_S;
}
