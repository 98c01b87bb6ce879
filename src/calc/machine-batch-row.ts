import type { MachineShape } from '../meters/model/machine-power.ts';

/** A row of a batch of machines, read. */
export interface MachineRow {
  readonly shape: MachineShape;
  /** Loads from 0 (active idle) to 1. */
  readonly loads: readonly number[];
  /** What had to be assumed in reading it. */
  readonly notes: readonly string[];
}

/** A row, or what is wrong with it in one sentence. */
export type ReadMachineRow =
  | { readonly ok: true; readonly row: MachineRow }
  | { readonly ok: false; readonly error: string };

const CHASSIS = ['laptop', 'desktop', 'server', 'gpu-server', 'unknown'] as const;
const KEYS = ['id', 'cpu', 'sockets', 'coresPerSocket', 'threads', 'ramGB', 'year', 'chassis', 'loads'];

/** More than these no machine has: a figure beyond is one in another unit. */
const MOST = { sockets: 4096, coresPerSocket: 4096, threads: 1 << 22, ramGB: 1 << 24 } as const;
const YEARS = [1990, 2100] as const;

/**
 * Reads one line of a batch: `{"cpu","sockets","coresPerSocket","threads","ramGB","year"?,"chassis"?,"loads"}`. Without cores, threads or
 * memory the usual is taken, and said; without a CPU or loads there is nothing to answer.
 */
export function readMachineRow(line: string): ReadMachineRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong(`not JSON: ${line.length > 40 ? `${line.slice(0, 40)} …` : line}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('not an object');
  return readFields(value as Record<string, unknown>);
}

function readFields(fields: Record<string, unknown>): ReadMachineRow {
  const notes: string[] = [];
  const { cpu, loads, chassis } = fields;
  if (typeof cpu !== 'string' || cpu.trim() === '')
    return wrong('cpu is missing: the name of the CPU, as text');
  const count = (name: keyof typeof MOST, isWhole: boolean): number | undefined | string => {
    const given = fields[name];
    if (given === undefined || given === null) return undefined;
    if (
      typeof given !== 'number' ||
      !(given > 0) ||
      given > MOST[name] ||
      (isWhole && !Number.isInteger(given))
    ) {
      return `${name} is ${JSON.stringify(given)}: a${isWhole ? ' whole' : ''} number above 0 and up to ${MOST[name]}`;
    }
    return given;
  };
  const read = {
    sockets: count('sockets', true),
    coresPerSocket: count('coresPerSocket', false),
    threads: count('threads', true),
    ramGB: fields['ramGB'] === 0 ? undefined : count('ramGB', false),
  };
  const faults = Object.values(read).filter((one) => typeof one === 'string');
  const year = fields['year'] ?? undefined;
  const isYear = typeof year === 'number' && Number.isInteger(year) && year >= YEARS[0] && year <= YEARS[1];
  if (year !== undefined && !isYear)
    faults.push(`year is ${JSON.stringify(year)}: a year from ${YEARS[0]} to ${YEARS[1]}`);
  const known = CHASSIS.find((one) => one === chassis);
  if (chassis !== undefined && chassis !== null && known === undefined) {
    faults.push(`chassis is ${JSON.stringify(chassis)}: one of ${CHASSIS.join(', ')}`);
  }
  const badLoads = loadsFault(loads);
  if (badLoads !== undefined) faults.push(badLoads);
  if (faults.length > 0) return wrong(faults.join('; '));
  if (read.sockets === undefined) notes.push('sockets is missing: 1 is taken');
  const unknown = Object.keys(fields).filter((name) => !KEYS.includes(name));
  if (unknown.length > 0) notes.push(`not understood and left out: ${unknown.join(', ')}`);
  const {
    sockets = 1,
    coresPerSocket,
    threads,
    ramGB,
  } = read as Record<keyof typeof MOST, number | undefined>;
  const shape: MachineShape = {
    cpu: cpu.trim(),
    sockets,
    ...(coresPerSocket === undefined ? {} : { coresPerSocket }),
    ...(threads === undefined ? {} : { threads }),
    ...(ramGB === undefined ? {} : { ramGB }),
    ...(isYear ? { year } : {}),
    ...(known === undefined ? {} : { chassis: known }),
  };
  return { ok: true, row: { shape, loads: loads as readonly number[], notes } };
}

function loadsFault(loads: unknown): string | undefined {
  if (!Array.isArray(loads)) return 'loads is missing: a list of loads from 0 (active idle) to 1';
  const at = loads.findIndex((load) => typeof load !== 'number' || !(load >= 0) || load > 1);
  return at < 0
    ? undefined
    : `loads[${at}] is ${JSON.stringify(loads[at])}: loads go from 0 (active idle) to 1`;
}

function wrong(error: string): ReadMachineRow {
  return { ok: false, error };
}
