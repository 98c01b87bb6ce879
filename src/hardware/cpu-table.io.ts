import { packageText } from '../host/package-data.io.ts';
import { type CpuTdp, findCpu } from './cpu-table.ts';

let table: string | undefined;

/** Thermal design power of a CPU by the name that the kernel gives it; undefined where the table does not have exactly this CPU. */
export function cpuTdp(name: string): CpuTdp | undefined {
  table ??= packageText('data/hardware/cpus.csv');
  return findCpu(table, name);
}
