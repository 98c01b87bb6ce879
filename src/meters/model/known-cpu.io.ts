import { cpuKey } from '../../hardware/cpu-name.ts';
import { cpuTdp } from '../../hardware/cpu-table.io.ts';
import type { CpuFacts } from '../../hardware/hardware-rows.ts';
import type { CpuRatings } from './wall-power.ts';

/**
 * What the shipped table knows of a CPU by the name that its kernel gives it; empty where it does not have exactly this CPU. One look into
 * the table's text: a run asks for one CPU.
 */
export function knownCpu(name: string): CpuRatings {
  // "Intel Xeon Processor", as some clouds write, is no model of a CPU: the table need not be read.
  if (!/\d/.test(cpuKey(name))) return {};
  const found = cpuTdp(name);
  return found === undefined ? {} : ratings(found);
}

/** What of a table's row the power model uses. */
export function ratings({
  tdpW,
  coresPerSocket,
  year,
}: Pick<CpuFacts, 'tdpW' | 'coresPerSocket' | 'year'>): CpuRatings {
  return {
    tdpW,
    ...(coresPerSocket === undefined ? {} : { coresPerSocket }),
    ...(year === undefined ? {} : { year }),
  };
}
