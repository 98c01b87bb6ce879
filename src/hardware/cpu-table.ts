import { cpuKey } from './cpu-name.ts';

/** A CPU of the table. */
export interface CpuTdp {
  readonly key: string;
  /** Its name in the table. */
  readonly name: string;
  /** Thermal design power of one package, W. */
  readonly tdpW: number;
  /** Cores of one package, where the table has them. */
  readonly coresPerSocket?: number;
  /** Year of its generation, where its name tells it. */
  readonly year?: number;
}

/**
 * Finds a CPU in the text of `cpus.csv` (columns key, name, tdp_w, vendor, segment, cores, year, …; sorted by key) by its normalised
 * name. The text is searched, not parsed: the table has thousands of rows and a run looks up one.
 */
export function findCpu(table: string, name: string): CpuTdp | undefined {
  const key = cpuKey(name);
  if (key === '' || key.includes(',')) return undefined;
  const start = table.indexOf(`\n${key},`);
  if (start < 0) return undefined;
  const end = table.indexOf('\n', start + 1);
  const fields = table.slice(start + 1, end < 0 ? undefined : end).split(',');
  const tdpW = Number(fields[2]);
  const cores = Number(fields[5] || Number.NaN);
  const year = Number(fields[6] || Number.NaN);
  if (!(Number.isFinite(tdpW) && tdpW > 0)) return undefined;
  return {
    key,
    name: fields[1] ?? name,
    tdpW,
    ...(cores > 0 ? { coresPerSocket: cores } : {}),
    ...(year > 0 ? { year } : {}),
  };
}
