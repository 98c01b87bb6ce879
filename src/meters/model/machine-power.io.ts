import type { Host } from '../../host/host.ts';
import { realHost } from '../../host/real-host.io.ts';
import { type MachinePower, type MachineShape, powerOfShape } from './machine-power.ts';
import type { ModelTables } from './model-tables.ts';
import { matchedCpu } from './matched-cpu.io.ts';
import { modelTables } from './model-tables.io.ts';

export type { MachinePower, MachineShape } from './machine-power.ts';

let tables: ModelTables | undefined;

/**
 * Power of a machine without GPUs at the wall, by the power model. `name` stands in the names of its error sources, e.g.
 * `model:machine`: two machines of one name err together. The tables of CPUs that `host`'s user or project added are used too.
 *
 * @example
 * machinePower({ cpu: 'Xeon Platinum 8380', sockets: 2, ramGB: 256 }).at(0.5) // about 470 W
 */
export function machinePower(shape: MachineShape, name = 'machine', host: Host = realHost()): MachinePower {
  tables ??= modelTables();
  const { name: known, cpu, notes } = matchedCpu(host, shape.cpu);
  const power = powerOfShape({ ...shape, cpu: known }, cpu, tables, name);
  return notes.length === 0 ? power : { ...power, assumed: [...notes, ...power.assumed] };
}
