import { alignByCrossCorrelation, type Alignment, type AlignmentLimits } from '../whole/align.ts';
import { energyBetween, type WattSeries } from '../whole/watt-series.ts';
import type { Tick, Trace } from './trace.ts';

/** A trace whose meter was brought onto the machine's time. */
export interface AlignedTrace {
  readonly trace: Trace;
  /** Seconds by which the meter was behind; undefined where it could not be found, and the times are as they were. */
  readonly lagS?: number;
  /** Why it could not be found. */
  readonly why?: string;
}

/** What a meter may lag at most, s: more is another clock. */
const MOST_LAG_S = 10;
/** A load counts as this many watts beside the chips: only its form matters. */
const LOAD_W = 100;

/** Power that follows the machine at once: its counted chips, else its load. */
export function referenceOf({ ticks }: Trace): WattSeries {
  const isCounted = ticks.every(({ chipsW }) => !Number.isNaN(chipsW));
  return seriesOf(ticks, isCounted ? ({ chipsW }) => chipsW : ({ load }) => load * LOAD_W);
}

/** Finds by how much the meter of a trace lags, and shifts its readings back. */
export function alignMeter(trace: Trace, limits: AlignmentLimits): AlignedTrace {
  const read = trace.ticks.filter(({ meterW }) => !Number.isNaN(meterW));
  const meter = seriesOf(read, ({ meterW }) => meterW);
  const found: Alignment = alignByCrossCorrelation(referenceOf(trace), meter, MOST_LAG_S, limits);
  if (!found.ok) return { trace, why: found.why };
  const lagS = -found.shiftS;
  return { trace: withMeter(trace, meter, lagS), lagS };
}

/**
 * A trace with the readings of a logger in the place of its meter.
 *
 * @param lagS to be added to the trace's times to have those of the logger.
 */
export function withMeter(trace: Trace, logger: WattSeries, lagS: number): Trace {
  const ticks = trace.ticks.map((tick): Tick => {
    const { atS, dtS } = tick;
    const { lowJ, missingS } = energyBetween(logger, atS - dtS + lagS, atS + lagS, 0);
    return { ...tick, meterW: missingS > dtS / 2 ? Number.NaN : lowJ / (dtS - missingS) };
  });
  return { ...trace, ticks };
}

function seriesOf(ticks: readonly Tick[], pick: (tick: Tick) => number): WattSeries {
  return {
    timesS: Float64Array.from(ticks, ({ atS, dtS }) => atS - dtS / 2),
    watts: Float64Array.from(ticks, pick),
  };
}
