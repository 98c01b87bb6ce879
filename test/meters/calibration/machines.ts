import type { MachineInfo } from '../../../src/hardware/machine-info.ts';
import { calibrationConstants } from '../../../src/meters/calibration/constants.io.ts';
import type { CalibrationPoint } from '../../../src/meters/calibration/calibration.ts';
import type { CalibrationInput } from '../../../src/meters/calibration/make-calibration.ts';
import { machineModel } from '../../../src/meters/model/machine-model.ts';
import { modelTables } from '../../../src/meters/model/model-tables.io.ts';
import { CPU_CHANNEL } from './simulate.ts';

export const HOST = 'h1';
export const SERVER: MachineInfo = {
  cpu: 'AMD EPYC 7763 64-Core Processor',
  sockets: 1,
  cores: 64,
  threads: 128,
  ramBytes: 256 * 2 ** 30,
  gpus: [],
  chassis: 'server',
  virtual: false,
  container: false,
  os: 'any',
};
export const TABLES = modelTables();
export const MODEL = machineModel(SERVER, { tdpW: 280 }, HOST, TABLES);
export const SHAPE = MODEL.wall.watts;
export const CONSTANTS = calibrationConstants();
export const NAMES = { hostId: HOST, day: '2026-05-01' };
export const RAM_CHANNEL = { ...CPU_CHANNEL, target: 'ram' as const, label: 'dram' };

/** What a calibration of the server is made from. */
export function inputOf(
  points: readonly CalibrationPoint[],
  wishes: Partial<CalibrationInput> = {},
): CalibrationInput {
  return {
    id: '2026-05-01-k3f9',
    madeAt: '2026-05-01T12:00:00.000Z',
    method: 'measured',
    meter: 'plug at 192.168.1.5',
    gain: 0.02,
    machine: SERVER,
    model: MODEL,
    tables: TABLES,
    channels: points.some(({ chipsW }) => chipsW !== undefined) ? [CPU_CHANNEL, RAM_CHANNEL] : [],
    points,
    idle: {},
    trackerVersion: '0.1.0',
    ...wishes,
  };
}
