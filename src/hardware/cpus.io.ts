import type { Problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { packageText } from '../host/package-data.io.ts';
import type { Match } from '../units/match.ts';
import { matchCpuIn } from './cpu-match.ts';
import { CPU_COLUMNS, type CpuTable, parseCpus } from './cpu-rows.ts';
import type { CpuFacts } from './hardware-rows.ts';
import { ownTables } from './own-tables.io.ts';

const TABLE = 'hardware/cpus.csv';

/** Where rows without a source of their own come from. */
const CODECARBON = {
  source: 'CodeCarbon, cpu_power.csv; vendor, segment and year by what the name says of its generation',
  year: 2026,
  licence: 'MIT',
  url: 'https://github.com/mlco2/codecarbon/blob/master/codecarbon/data/hardware/cpu_power.csv',
};

let shipped: CpuTable | undefined;
const tables = new WeakMap<Host, CpuTable>();

function cpuTable(host: Host): CpuTable {
  const known = tables.get(host);
  if (known !== undefined) return known;
  shipped ??= parseCpus(packageText(`data/${TABLE}`), TABLE, CODECARBON);
  const files = ownTables(host, TABLE, CPU_COLUMNS);
  const extra = files.tables.map(({ path, text, from }) => parseCpus(text, path, from));
  const own = extra.flatMap(({ rows }) => rows);
  const corrected = new Set(own.map(({ cpu }) => cpu.key));
  const table = {
    rows: [...own, ...shipped.rows.filter(({ cpu }) => !corrected.has(cpu.key))],
    problems: [...files.problems, ...extra.flatMap(({ problems }) => problems)],
  };
  tables.set(host, table);
  return table;
}

/**
 * The CPU that a text means, as people (`xeon 8380`, `i7-12700k`, `m2 max`), /proc/cpuinfo, `lscpu` and clouds write it; its power is that of
 * one package. An unknown name gives the nearest.
 */
export function matchCpu(host: Host, text: string): Match<CpuFacts> {
  return matchCpuIn(cpuTable(host).rows, text);
}

/** Every CPU of the tables, the user's own first. */
export function allCpus(host: Host): readonly CpuFacts[] {
  return cpuTable(host).rows.map(({ cpu }) => cpu);
}

/** What is wrong in a user's or a project's files of CPUs: rows that were left out. */
export function cpuProblems(host: Host): readonly Problem[] {
  return cpuTable(host).problems;
}
