import { cpuTdp } from '../../hardware/cpu-table.io.ts';
import { matchCpu } from '../../hardware/cpus.io.ts';
import type { Host } from '../../host/host.ts';
import type { CpuRow } from './evidence.ts';

/** Of the shipped table as a whole (data/SOURCES.md). */
const SHIPPED = {
  source: 'CodeCarbon, cpu_power.csv',
  year: 2026,
  licence: 'MIT',
  url: 'https://github.com/mlco2/codecarbon',
} as const;

/** The row of a CPU, found as the power model finds it; where it is from, its own table says. Each name is looked up once. */
export function cpuRowOf(host: Host): (name: string) => CpuRow | undefined {
  const known = new Map<string, CpuRow | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, lookUp(host, name));
    return known.get(name);
  };
}

function lookUp(host: Host, name: string): CpuRow | undefined {
  const found = cpuTdp(name);
  if (found === undefined) return undefined;
  const { key, tdpW } = found;
  const match = matchCpu(host, found.name);
  const isThat = match.kind === 'found' && match.value.key === key && match.value.tdpW === tdpW;
  const id = `data/hardware/cpus.csv#${key}`;
  return { id, name: found.name, tdpW, from: isThat ? match.value.from : SHIPPED };
}
