import { ok, type Result } from '../../result.ts';
import { type ErrorSources, sides, Z90 } from '../../units/estimate.ts';
import { VERSION } from '../../host/version.ts';
import type { Host } from '../../host/host.ts';
import type { Calibration, CalibrationPoint, IdleComponent } from '../../meters/calibration/calibration.ts';
import { newCalibrationId } from '../../meters/calibration/calibration-file.io.ts';
import { idleOfTrace } from '../../meters/calibration/idle-of-trace.ts';
import { makeCalibration } from '../../meters/calibration/make-calibration.ts';
import { mean, pointsOfTrace, settledTicks } from '../../meters/calibration/points-of-trace.ts';
import type { Trace } from '../../meters/calibration/trace.ts';
import type { Channel } from '../../meters/source.ts';
import type { Measured } from './measure.io.ts';
import type { Rig } from './rig.io.ts';
import { BLOCK, settleS, type Step } from './steps.ts';
import type { Surroundings } from './surroundings.ts';
import type { TypedPower } from './typed-powers.ts';

/** From what the power at the wall is known. */
interface Reading {
  readonly method: Calibration['method'];
  readonly meter: string;
  readonly gain: number;
  readonly supply?: number;
  readonly lagS?: number;
}

/** The calibration of a measured trace, by the rig's meter or by a logger's table. */
export function concludeMeasured(
  host: Host,
  around: Surroundings,
  rig: Rig,
  {
    measured,
    steps,
    csv,
  }: { readonly measured: Measured; readonly steps: readonly Step[]; readonly csv: string | undefined },
): Result<Calibration> {
  const settle = settleS(steps);
  const points = pointsOfTrace(measured.trace, { settleS: settle, block: BLOCK }, rig.silence);
  if (!points.ok) return points;
  const reading =
    csv === undefined && rig.meter !== undefined
      ? readingOf(rig.meter, around, measured.lagS)
      : ({ method: 'csv', meter: csv ?? '', gain: typedGain(around) } as const);
  return make(host, around, {
    reading,
    points: points.value,
    idle: idleOf(measured.trace, steps),
    channels: rig.channels,
  });
}

/** The calibration of typed powers; where counters see the chips, beside what these read in the same loads. */
export function concludeTyped(
  host: Host,
  around: Surroundings,
  typed: readonly TypedPower[],
  beside?: { readonly trace: Trace; readonly steps: readonly Step[]; readonly rig: Rig },
): Result<Calibration> {
  const { reading: readingSd } = around.byTables.constants.typed;
  const points = typed.map(({ load, watts }, step): CalibrationPoint => {
    const point = { load, wallW: watts, sdW: watts * readingSd, step };
    if (beside === undefined) return point;
    // The steps are in the order of the loads; the last, idle again, is for the idle powers only.
    const ticks = settledTicks(beside.trace, step, settleS(beside.steps));
    const chipsW = mean(ticks, (tick) => tick.chipsW);
    const gpuW = mean(ticks, (tick) => tick.gpuW);
    return { ...point, ...(Number.isNaN(chipsW) ? {} : { chipsW }), ...(gpuW > 0 ? { gpuW } : {}) };
  });
  const reading = { method: 'typed', meter: 'a display, typed in', gain: typedGain(around) } as const;
  const idle = beside === undefined ? {} : idleOf(beside.trace, beside.steps);
  return make(host, around, { reading, points, idle, channels: beside?.rig.channels ?? [] });
}

interface Conclusion {
  readonly reading: Reading;
  readonly points: readonly CalibrationPoint[];
  readonly idle: Readonly<Record<string, IdleComponent>>;
  readonly channels: readonly Channel[];
}

function make(host: Host, around: Surroundings, { reading, ...rest }: Conclusion): Result<Calibration> {
  const made = makeCalibration(
    {
      ...reading,
      ...rest,
      id: newCalibrationId(host),
      madeAt: new Date(host.clock.wallMs()).toISOString(),
      machine: around.machine.info,
      model: around.model,
      tables: around.tables,
      trackerVersion: VERSION,
    },
    around.byTables.constants,
  );
  return made.ok ? ok(made.value) : made;
}

function readingOf(meter: Channel, { byTables }: Surroundings, lagS: number | undefined): Reading {
  const { value, low, high } = byTables.wall.efficiency;
  const supply = meter.target === 'dc' ? { supply: (high - low) / 2 / Z90 / value } : {};
  const lag = lagS === undefined ? {} : { lagS };
  return { method: 'measured', meter: meter.label, gain: sizeOf(meter.errors), ...supply, ...lag };
}

function typedGain({ byTables }: Surroundings): number {
  return byTables.constants.typed.within / Z90;
}

function sizeOf(errors: ErrorSources): number {
  return Math.hypot(...Object.values(errors).map((spread) => Math.max(...sides(spread).map(Math.abs))));
}

function idleOf(trace: Trace, steps: readonly Step[]): Readonly<Record<string, IdleComponent>> {
  const idleSteps = steps.flatMap(({ load }, step) => (load === 0 ? [step] : []));
  return idleOfTrace(trace, idleSteps, settleS(steps));
}
