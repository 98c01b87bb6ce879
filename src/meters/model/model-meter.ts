import type { ComponentInfo, Meter, MeterInput, MeterOutput } from '../meter.ts';
import type { MachineModel } from './machine-model.ts';
import { LEVELS } from './wall-power.ts';

/** Energy from the power model and the load of the machine's CPUs; its components are cpu, ram and other. */
export class ModelMeter implements Meter {
  readonly components: readonly ComponentInfo[];
  readonly #watts: readonly Float64Array[];

  constructor(model: MachineModel) {
    this.#watts = model.components.map((component) => component.watts);
    this.components = model.components.map(({ name, errors, idleErrors }) => ({
      name,
      method: model.wall.method,
      grade: model.grade,
      errors,
      idleErrors,
      shareMethod: name === 'cpu' ? 'cpu-time' : 'cpu-share',
      available: true,
      ...(model.reason === undefined ? {} : { reason: model.reason }),
    }));
  }

  start(): void {
    // A model has no counters to set.
  }

  read(input: MeterInput, output: MeterOutput, offset: number): void {
    const busy = input.cpuBusy > 0 ? Math.min(input.cpuBusy, 1) : 0;
    const place = busy * (LEVELS - 1);
    const below = Math.min(Math.floor(place), LEVELS - 2);
    const part = place - below;
    for (let k = 0; k < this.#watts.length; k += 1) {
      const watts = this.#watts[k];
      if (watts === undefined) continue;
      const low = watts[below] ?? 0;
      const high = watts[below + 1] ?? low;
      output.energyJ[offset + k] = (low + (high - low) * part) * input.dtS;
      output.idleJ[offset + k] = (watts[0] ?? 0) * input.dtS;
    }
  }

  close(): void {
    // Nothing is held open.
  }
}
