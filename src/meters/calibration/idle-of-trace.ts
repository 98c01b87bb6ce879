import { IDLE_BELOW } from '../machine/floor.ts';
import type { IdleComponent } from './calibration.ts';
import { mean, settledTicks } from './points-of-trace.ts';
import type { Tick, Trace } from './trace.ts';

/** Fewer readings than this make no idle power. */
const LEAST_TICKS = 5;

/** Idle power of each counted component, from the readings of the idle steps in which the machine was idle; what was never idle or never read is left out. */
export function idleOfTrace(
  trace: Trace,
  idleSteps: readonly number[],
  settleS: number,
): Readonly<Record<string, IdleComponent>> {
  const idle: Record<string, IdleComponent> = {};
  const ticks = idleSteps
    .flatMap((step) => settledTicks(trace, step, settleS))
    .filter(({ load }) => load < IDLE_BELOW);
  for (const [c, { key, method }] of trace.components.entries()) {
    const wattsOf = ({ componentsW }: Tick): number => componentsW[c] ?? Number.NaN;
    const read = ticks.filter((tick) => !Number.isNaN(wattsOf(tick)));
    if (read.length < LEAST_TICKS) continue;
    const value = mean(read, wattsOf);
    const square = mean(read, (tick) => (wattsOf(tick) - value) ** 2);
    if (value > 0) idle[key] = { value, sd: Math.sqrt(square / (read.length - 1)), method };
  }
  return idle;
}
