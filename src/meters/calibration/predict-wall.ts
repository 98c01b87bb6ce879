import { add } from '../../units/arithmetic.ts';
import { type Estimate, estimate, exact } from '../../units/estimate.ts';
import { wattsAt } from '../machine/columns.ts';
import { otherErrors, otherOfChips, type WallConstants } from '../machine/wall-from-chips.ts';
import type { MachineModel } from '../model/machine-model.ts';
import type { Calibration } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { type ErrorNames, sourcesOf, wallAtShape } from './errors-of-wall.ts';
import { shapeAt } from './shape.ts';

/** By what joulebook knows the wall of a machine without a meter in its socket. */
export interface WallKnowledge {
  /** The model that runs use, calibrated or not, and the one whose shape a calibration keeps. */
  readonly model: MachineModel;
  readonly shapeW: Float64Array;
  readonly wall: WallConstants;
  readonly calibration?: Calibration;
  readonly constants: CalibrationConstants;
  readonly names: ErrorNames;
}

/** What a machine does at a moment. */
export interface MachineState {
  /** Busy part of its CPUs, 0 to 1. */
  readonly load: number;
  /** Power of the counted chips, W; undefined where the CPU has no counter. */
  readonly chipsW?: number;
  readonly gpuW?: number;
  /** Whether memory is among the counted chips. */
  readonly ramIsCounted: boolean;
}

/** Power at the wall as a run would reckon it, W, with its interval. */
export function predictWall(knowledge: WallKnowledge, state: MachineState): Estimate {
  const { model, wall } = knowledge;
  const { load, chipsW, gpuW = 0, ramIsCounted } = state;
  if (chipsW !== undefined) {
    const ram = ramIsCounted ? undefined : model.components.find(({ name }) => name === 'ram');
    const chips = chipsW + (ram === undefined ? 0 : wattsAt(ram.watts, load));
    const other = otherOfChips(chips, 1, wall);
    return add(exact(chips), estimate(other, otherErrors(chips, wall)));
  }
  const gpus = exact(gpuW / wall.efficiency.value);
  return add(byModel(knowledge, load), gpus);
}

function byModel({ model, shapeW, calibration, constants, names }: WallKnowledge, load: number): Estimate {
  if (calibration !== undefined) {
    const at = wallAtShape(calibration.byLoad, shapeAt(shapeW, load), calibration.gain, constants);
    return estimate(at.watts, sourcesOf(calibration, at, names));
  }
  return estimate(wattsAt(model.wall.watts, load), model.wallErrorsAt(load));
}
