import type { MachineInfo } from '../../hardware/machine-info.ts';
import { ok, type Result } from '../../result.ts';
import { wattsAt } from '../machine/columns.ts';
import type { MachineModel } from '../model/machine-model.ts';
import type { ModelTables } from '../model/model-tables.ts';
import type { Channel } from '../source.ts';
import { calibratedModel } from './calibrated-model.ts';
import type { Calibration, CalibrationPoint, IdleComponent } from './calibration.ts';
import { calibratedMachine, channelNames } from './choose-calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { fitChips } from './fit-chips.ts';
import { fitLoad } from './fit-load.ts';

/** What a calibration is made from. */
export interface CalibrationInput {
  readonly id: string;
  readonly madeAt: string;
  readonly method: Calibration['method'];
  readonly meter: string;
  /** Relative standard deviation of the meter. */
  readonly gain: number;
  /** Relative standard deviation of the supply's efficiency, where the wall was reckoned from behind it. */
  readonly supply?: number;
  readonly lagS?: number;
  readonly machine: MachineInfo;
  /** The machine's model without any calibration. */
  readonly model: MachineModel;
  readonly tables: ModelTables;
  readonly channels: readonly Pick<Channel, 'target' | 'method'>[];
  readonly points: readonly CalibrationPoint[];
  readonly idle: Readonly<Record<string, IdleComponent>>;
  readonly trackerVersion: string;
}

/** Fits a calibration. Impossible results are refused, with what to check. */
export function makeCalibration(
  input: CalibrationInput,
  constants: CalibrationConstants,
): Result<Calibration> {
  const { points, channels, model, machine, tables, gain } = input;
  const supply = tables.supply.classes[machine.virtual ? 'server' : machine.chassis];
  const withoutGpus = points.map((point) => ({
    ...point,
    wallW: point.wallW - (point.gpuW ?? 0) / supply.efficiency.value,
  }));
  const byLoad = fitLoad(withoutGpus, model.wall.watts, constants);
  const names = channelNames(channels);
  const isCounted =
    names.some((name) => name.startsWith('cpu ')) && points.every((p) => p.chipsW !== undefined);
  if (!byLoad.ok) return byLoad;
  const base: Calibration = {
    id: input.id,
    madeAt: input.madeAt,
    method: input.method,
    meter: input.meter,
    gain,
    ...(input.supply === undefined ? {} : { supply: input.supply }),
    ...(input.lagS === undefined ? {} : { lagS: input.lagS }),
    machine: calibratedMachine(machine),
    byLoad: byLoad.value,
    idle: input.idle,
    points,
    trackerVersion: input.trackerVersion,
  };
  if (!isCounted) return ok(base);
  if (names.some((name) => name.startsWith('ram '))) return withChips(base, points, names, 1, constants);
  return withModelledRam(base, input, names, constants);
}

/** Parts of the modelled memory power that are tried. */
const RAM_PARTS = [1, 0.75, 0.5, 0.25, 0.1];

/**
 * Memory without a counter is a part of the chips by the calibrated model, as a run sums it. The model knows gigabytes, not what hangs on them: where
 * it leaves no room for the supply's loss under what the meter shows, it was too much.
 */
function withModelledRam(
  calibration: Calibration,
  { machine, model, tables, points }: CalibrationInput,
  names: readonly string[],
  constants: CalibrationConstants,
): Result<Calibration> {
  const parts = { machine, model, tables, constants, names: { hostId: '', day: '' } };
  const ram = calibratedModel(calibration, parts).components.find(({ name }) => name === 'ram');
  const most = tables.supply.classes[machine.virtual ? 'server' : machine.chassis].efficiency.high;
  let best: Result<Calibration> | undefined;
  for (const part of RAM_PARTS) {
    const all = points.map((point) => ({
      ...point,
      chipsW: (point.chipsW ?? 0) + (ram === undefined ? 0 : part * wattsAt(ram.watts, point.load)),
    }));
    const made = withChips(calibration, all, names, part, constants);
    if (best === undefined || made.ok || !best.ok) best = made;
    if (made.ok && (made.value.byChips?.efficiency.value ?? 1) <= most) return made;
  }
  return best as Result<Calibration>;
}

function withChips(
  calibration: Calibration,
  points: readonly CalibrationPoint[],
  names: readonly string[],
  ramPart: number,
  constants: CalibrationConstants,
): Result<Calibration> {
  const byChips = fitChips(points, names, calibration.gain, constants);
  return byChips.ok ? ok({ ...calibration, byChips: { ...byChips.value, ramPart } }) : byChips;
}
