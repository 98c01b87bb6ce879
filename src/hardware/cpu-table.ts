import { cpuKey } from './cpu-name.ts';

/** A CPU of the table. */
export interface CpuTdp {
  readonly key: string;
  /** Its name in the table. */
  readonly name: string;
  /** Thermal design power of one package, W. */
  readonly tdpW: number;
}

/**
 * Finds a CPU in the text of `cpu_tdp.csv` (columns key, name, tdp_w; sorted by key) by its normalised name. The text is searched, not
 * parsed: the table has thousands of rows and a run looks up one.
 */
export function findCpu(table: string, name: string): CpuTdp | undefined {
  const key = cpuKey(name);
  if (key === '' || key.includes(',')) return undefined;
  const start = table.indexOf(`\n${key},`);
  if (start < 0) return undefined;
  const end = table.indexOf('\n', start + 1);
  const fields = table.slice(start + 1, end < 0 ? undefined : end).split(',');
  const tdpW = Number(fields[2]);
  return Number.isFinite(tdpW) && tdpW > 0 ? { key, name: fields[1] ?? name, tdpW } : undefined;
}
