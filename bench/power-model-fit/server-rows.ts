import { machineClass } from '../../src/meters/model/machine-class.ts';
import { cpuGeneration, cpuVendor, type GenerationTable } from '../../src/meters/model/cpu-generation.ts';
import type { ServerFacts } from '../../src/meters/model/wall-fit.ts';
import { csvTable, type CsvRow } from './csv-table.ts';

/** A server with what it was measured to draw. */
export interface ServerRow {
  /** Its CPU's name without frequencies and marks: servers with one key stay together in cross-validation. */
  readonly key: string;
  readonly cpu: string;
  readonly facts: ServerFacts;
  readonly threads: number;
  /** W at 0, 10, … 100 % load; NaN where a level was not published. */
  readonly watts: readonly number[];
  /** Year in which the server could be bought, or its result was published. */
  readonly year: number;
  readonly collection: 'levels' | 'ends';
}

/** How a TDP is found for a name, W. */
export type TdpOf = (cpu: string) => number | undefined;

/** What was read, and what could not be used. */
export interface ReadRows {
  readonly rows: readonly ServerRow[];
  readonly dropped: number;
  readonly repaired: number;
}

/** Rows of `specpower_train.csv`: idle and every tenth of the load. Their own TDP serves where the table has none. */
export function rowsWithLevels(text: string, tdpOf: TdpOf, generations: GenerationTable): ReadRows {
  return collected(csvTable(text), (row) => {
    const sockets = Number(row['CPUChips']);
    return server(
      {
        cpu: row['HW_CPUName'] ?? '',
        sockets,
        cores: Number(row['CPUCores']),
        threads: Number(row['CPUThreads']),
        ramGB: Number(row['HW_MemAmountGB'] || Number.NaN),
        year: Number(row['Hardware_Availability_Year']),
        tdpW: Number(row['TDP']),
        watts: [
          Number(row['ActiveIdle']),
          ...Array.from({ length: 10 }, (_, k) => Number(row[`${10 * (k + 1)}_AvgPower`])),
        ],
        collection: 'levels',
      },
      tdpOf,
      generations,
    );
  });
}

/** Rows of `specpower_2026_train.csv`: idle and full load. */
export function rowsWithEnds(text: string, tdpOf: TdpOf, generations: GenerationTable): ReadRows {
  return collected(csvTable(text), (row) =>
    server(
      {
        cpu: row['CPU Description'] ?? '',
        sockets: Number(row['Chips']),
        cores: Number(row['# Cores']),
        threads: Number(row['Total Threads']),
        ramGB: Number(row['Total Memory (GB)'] || Number.NaN),
        year: Number((row['Published'] ?? '').slice(-4)),
        tdpW: Number.NaN,
        watts: [
          Number(row['avg. watts @ active idle']),
          ...Array.from({ length: 9 }, () => Number.NaN),
          Number(row['avg. watts @ 100%']),
        ],
        collection: 'ends',
      },
      tdpOf,
      generations,
    ),
  );
}

/** A CPU's name as a key: what tells two CPUs apart, without frequencies, marks and remarks. */
export function cpuGroup(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\((?:r|tm|c)\)|[®™]/g, ' ')
    .replace(/[@(,].*$/, ' ')
    .replace(/\b\d+(?:\.\d+)? ?ghz.*$/, ' ')
    .replaceAll(
      /\b(?:(?:\d+|dual|quad|six|eight|twelve)-core|processor|cpu|64-bit|multi-core|intel|amd)\b/g,
      ' ',
    )
    .replace(/(e[357]-\d{4}l?) ?v(\d)/, '$1 v$2')
    .replace(/(\d)(he|ee|se)\b/, '$1 $2')
    .replace(/\be e-/, 'e-')
    .replace(/xeon-d /, 'xeon d-')
    .replace(/^ *(?=[e][3]-)/, 'xeon ')
    .replace(/xeon (?=84)/, 'xeon platinum ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** TDP of a CPU below which the model takes a machine's class, W: as in `data/hardware/class_prior.json`. */
const LEAST_TDP_W = 35;

interface Read {
  readonly cpu: string;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
  readonly ramGB: number;
  readonly year: number;
  readonly tdpW: number;
  readonly watts: readonly number[];
  readonly collection: ServerRow['collection'];
}

/** From so many cores a socket a server has a terabyte rather than so few gigabytes: its figure lost what stood behind "1," */
const TRUNCATED = { ramGB: 4, coresPerSocket: 16 };

function server(
  read: Read,
  tdpOf: TdpOf,
  table: GenerationTable,
): { row: ServerRow; repaired: boolean } | undefined {
  const { cpu, sockets, cores, threads, year, watts } = read;
  const tdpW = tdpOf(cpu) ?? read.tdpW;
  const generation = cpuGeneration(cpu, table);
  const numbers = [tdpW, sockets, cores, threads, read.ramGB, year, watts[0] ?? 0, watts[10] ?? 0];
  if (!numbers.every((value) => value > 0)) return undefined;
  // What the model would not reckon as a server is none here either.
  const machine = { cpu, sockets, cores, chassis: 'unknown' } as const;
  if (machineClass(machine, tdpW, generation, LEAST_TDP_W) !== 'server') return undefined;
  const repaired = read.ramGB <= TRUNCATED.ramGB && cores / sockets >= TRUNCATED.coresPerSocket;
  const ramGB = repaired ? read.ramGB * 1024 : read.ramGB;
  const facts: ServerFacts = {
    tdpW,
    sockets,
    coresPerSocket: cores / sockets,
    smt: threads > cores,
    ramGB,
    year: generation?.year ?? year,
    vendor: cpuVendor(cpu),
    entry: generation?.entry ?? false,
    ...(generation === undefined ? {} : { generation: generation.id }),
  };
  const { collection } = read;
  return { row: { key: cpuGroup(cpu), cpu, facts, threads, watts, year, collection }, repaired };
}

function collected(
  table: readonly CsvRow[],
  read: (row: CsvRow) => { row: ServerRow; repaired: boolean } | undefined,
): ReadRows {
  const found = table.map(read);
  const rows = found.filter((one) => one !== undefined);
  return {
    rows: rows.map(({ row }) => row),
    dropped: found.length - rows.length,
    repaired: rows.filter(({ repaired }) => repaired).length,
  };
}
