import { calibratedModel } from '../../meters/calibration/calibrated-model.ts';
import { calibratedWall } from '../../meters/calibration/calibrated-wall.ts';
import type { Calibration } from '../../meters/calibration/calibration.ts';
import type { WallKnowledge } from '../../meters/calibration/predict-wall.ts';
import type { Surroundings } from './surroundings.ts';

/** What is known of the wall of a machine with this calibration. */
export function calibratedKnowledge(around: Surroundings, calibration: Calibration): WallKnowledge {
  const { byTables, machine, model, tables } = around;
  const { constants, names } = byTables;
  const { byChips } = calibration;
  return {
    ...byTables,
    calibration,
    model: calibratedModel(calibration, { machine: machine.info, model, tables, constants, names }),
    wall: byChips === undefined ? byTables.wall : calibratedWall(calibration, byChips, constants, names),
  };
}
