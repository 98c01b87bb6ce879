import type { Problem } from '../../errors.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { WallKnowledge } from '../../meters/calibration/predict-wall.ts';
import type { MachineModel } from '../../meters/model/machine-model.ts';
import type { ModelTables } from '../../meters/model/model-tables.ts';
import type { EnergySource, Finding } from '../../meters/source.ts';

/** A machine, its meters and what is known of its wall, before and with its calibration. */
export interface Surroundings {
  readonly hostId: string;
  readonly machine: {
    readonly info: MachineInfo;
    /** CPUs over which busy time counts, and those that this process may use where a quota says so. */
    readonly cpuCapacity: number;
    readonly cpuLimit?: number;
    readonly gpus: readonly unknown[];
  };
  readonly tables: ModelTables;
  /** The model without any calibration. */
  readonly model: MachineModel;
  readonly sources: readonly EnergySource[];
  readonly findings: readonly Finding[];
  /** By the tables of the package. */
  readonly byTables: WallKnowledge;
  /** As runs know it now. */
  readonly now: WallKnowledge;
  readonly warnings: readonly Problem[];
}
