import type { MachineInfo } from '../../hardware/machine-info.ts';
import { type ErrorSources, sides, type Spread } from '../../units/estimate.ts';
import type { ComponentModel, MachineModel } from '../model/machine-model.ts';
import type { ModelTables } from '../model/model-tables.ts';
import { supplyClass } from '../model/split-components.ts';
import { middle, type SplitErrors, splitErrors, type SplitWall, splitWall } from '../model/split-wall.ts';
import { EVEN_TAPER } from '../model/wall-errors.ts';
import { LEVELS, ramGB } from '../model/wall-power.ts';
import type { Calibration } from './calibration.ts';
import type { CalibrationConstants } from './constants.ts';
import { type ErrorNames, sourcesOf, type WallAt, wallAtShape } from './errors-of-wall.ts';
import { shapeAt } from './shape.ts';

/** What a calibrated model is made from. */
export interface CalibratedModelParts {
  readonly machine: MachineInfo;
  /** The model without calibration: its shape is kept. */
  readonly model: MachineModel;
  readonly tables: ModelTables;
  readonly constants: CalibrationConstants;
  readonly names: ErrorNames;
}

/** Level of load at which the errors of the split are taken. */
const HALF_LOAD = 5;

/**
 * The power model with a machine's own idle and full load: the wall errs as the calibration does, by its mean over all loads (root mean square); the
 * split into components is that of the class, with its errors, which move power between components and leave the wall as it is.
 */
export function calibratedModel(calibration: Calibration, parts: CalibratedModelParts): MachineModel {
  const { machine, model, tables, constants, names } = parts;
  const levels = Array.from({ length: LEVELS }, (_, k) =>
    wallAtShape(calibration.byLoad, shapeAt(model.wall.watts, k / (LEVELS - 1)), calibration.gain, constants),
  );
  const watts = Float64Array.from(levels, (level) => level.watts);
  const supply = tables.supply.classes[supplyClass(machine, model.wall)];
  const gigabytes = ramGB(machine);
  const split = lessRam(
    splitWall(watts, gigabytes, middle(supply, tables, 1), tables),
    calibration.byChips?.ramPart ?? 1,
  );
  const moves = (level: number): SplitErrors => splitErrors(watts, gigabytes, supply, tables, 1, level);
  const [atHalf, atIdle] = [moves(HALF_LOAD), moves(0)];
  const errors = sourcesOf(calibration, meanOf(levels), names);
  const idleErrors = sourcesOf(calibration, levels[0] as WallAt, names);
  const components = model.components.map(({ name }): ComponentModel => {
    const atAnyLoad = { ...errors, ...moved(name, atHalf, names.hostId) };
    return {
      name,
      watts: split[name],
      errors: atAnyLoad,
      errorsAt: () => atAnyLoad,
      idleErrors: { ...idleErrors, ...moved(name, atIdle, names.hostId) },
    };
  });
  const spread = sizeOf(errors);
  const wall = {
    watts,
    spread: [spread, spread] as const,
    idleSpread: [0, 0] as const,
    taper: EVEN_TAPER,
    more: {},
    method: 'model:calibrated',
    class: model.wall.class,
    known: true,
    gigabytes,
    assumed: [],
  };
  return { components, wall, wallErrorsAt: () => errors, grade: 'B' };
}

/** What the meter left no room for in memory is the CPU's. */
function lessRam({ cpu, ram, other }: SplitWall, part: number): SplitWall {
  return {
    cpu: cpu.map((watts, k) => watts + (1 - part) * (ram[k] ?? 0)),
    ram: ram.map((watts) => watts * part),
    other,
  };
}

function meanOf(levels: readonly WallAt[]): Omit<WallAt, 'watts'> {
  const mean = (pick: (level: WallAt) => number): number =>
    Math.sqrt(levels.reduce((sum, level) => sum + pick(level) ** 2, 0) / levels.length);
  return { gain: mean(({ gain }) => gain), fit: mean(({ fit }) => fit), drift: mean(({ drift }) => drift) };
}

function sizeOf(errors: ErrorSources): number {
  return Math.hypot(...Object.values(errors).map((spread) => sides(spread)[1]));
}

function moved(name: ComponentModel['name'], { split, ram }: SplitErrors, hostId: string): ErrorSources {
  return {
    ...(name === 'ram' ? {} : entry(`split:${hostId}`, split[name])),
    ...(name === 'other' ? {} : entry(`ram:${hostId}`, ram[name])),
  };
}

function entry(source: string, spread: Spread): ErrorSources {
  const [down, up] = sides(spread);
  return down === 0 && up === 0 ? {} : { [source]: spread };
}
