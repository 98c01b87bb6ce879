import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Host } from '../../host/host.ts';
import type { Warning } from '../../errors.ts';
import type { IdlePower } from '../machine/idle-power.ts';
import type { WallConstants } from '../machine/wall-from-chips.ts';
import type { MachineModel } from '../model/machine-model.ts';
import type { ModelTables } from '../model/model-tables.ts';
import type { Channel } from '../source.ts';
import { calibratedIdle } from './calibrated-idle.ts';
import { calibratedModel } from './calibrated-model.ts';
import { calibratedWall } from './calibrated-wall.ts';
import type { Calibration } from './calibration.ts';
import { readCalibrations } from './calibration-file.io.ts';
import { chooseCalibration } from './choose-calibration.ts';
import { calibrationConstants } from './constants.io.ts';

/** What a machine is modelled by before its calibration is looked at. */
export interface Uncalibrated {
  readonly hostId: string;
  readonly info: MachineInfo;
  readonly tables: ModelTables;
  readonly model: MachineModel;
  readonly wall: WallConstants;
  readonly channels: readonly Channel[];
}

/** The same with what its calibration knows. */
export interface Calibrated {
  readonly model: MachineModel;
  readonly wall: WallConstants;
  readonly idle?: (channel: Channel) => IdlePower | undefined;
  readonly calibration?: Calibration;
  readonly warnings: readonly Warning[];
}

/** Takes up the newest calibration of this machine, where there is one that fits it. */
export function useCalibration(host: Host, before: Uncalibrated): Calibrated {
  const { hostId, info, channels, model, wall, tables } = before;
  const stored = readCalibrations(host, hostId);
  const told = stored.problem === undefined ? [] : [stored.problem];
  if (stored.calibrations.length === 0) return { model, wall, warnings: told };
  const { calibration, warnings: said } = chooseCalibration(stored.calibrations, info, channels);
  const warnings = [...told, ...said];
  if (calibration === undefined) return { model, wall, warnings };
  const constants = calibrationConstants();
  const names = { hostId, day: new Date(host.clock.wallMs()).toISOString().slice(0, 10) };
  const { byChips } = calibration;
  return {
    model: calibratedModel(calibration, { machine: info, model, tables, constants, names }),
    wall: byChips === undefined ? wall : calibratedWall(calibration, byChips, constants, names),
    idle: (channel) => calibratedIdle(calibration, channel, constants),
    calibration,
    warnings,
  };
}
