import { machineModel } from '../../src/meters/model/machine-model.ts';
import type { ModelTables } from '../../src/meters/model/model-tables.ts';
import type { CpuRatings } from '../../src/meters/model/wall-power.ts';
import { estimate, interval } from '../../src/units/estimate.ts';
import { csvTable } from './csv-table.ts';

/** The model's CPU beside the package power that a counter saw. */
export interface PackageCheck {
  readonly cpu: string;
  readonly method: string;
  readonly points: number;
  /** Points whose 90 % interval holds the counter's reading. */
  readonly inside: number;
  /** Median of model / counter at more than 40 % busy. */
  readonly ratio: number;
}

/** Sockets of the machines of the collection, by a part of the CPU's name: their table does not tell. */
const SOCKETS: Readonly<Record<string, number>> = { 'E5-2620 v3': 2 };
/** Threads of a core, on all of them. */
const SMT = 2;

/** Compares the CPU component with `codecarbon_rapl_load_profiles.csv`: all threads loaded in part, or some in full. */
export function packageChecks(
  text: string,
  tables: ModelTables,
  ratingsOf: (name: string) => CpuRatings,
): readonly PackageCheck[] {
  const rows = csvTable(text);
  return [...new Set(rows.map((row) => row['cpu_name'] ?? ''))].map((cpu) => {
    const own = rows.filter((row) => row['cpu_name'] === cpu);
    const threads = Math.max(...own.map((row) => Number(row['cores_used'])));
    const sockets = Object.entries(SOCKETS).find(([part]) => cpu.includes(part))?.[1] ?? 1;
    const model = machineModel(
      {
        cpu,
        sockets,
        cores: threads / SMT,
        threads,
        ramBytes: 32 * 2 ** 30,
        gpus: [],
        chassis: 'unknown',
        virtual: false,
        container: false,
        os: '',
      },
      ratingsOf(cpu),
      'x',
      tables,
    );
    const part = model.components.find(({ name }) => name === 'cpu');
    const seen = own.map((row) => {
      const busy = Number(row['cpu_load']) / 100;
      const level = Math.min(9, Math.floor(busy * 10));
      const [low = 0, high = 0] = [part?.watts[level], part?.watts[level + 1]];
      const watts = low + (high - low) * (busy * 10 - level);
      const range = interval(estimate(watts, part?.errorsAt(busy) ?? {}));
      const counted = Number(row['rapl_power']);
      return {
        busy,
        ratio: watts / counted,
        inside: (range.low ?? 0) <= counted && counted <= (range.high ?? Number.POSITIVE_INFINITY),
      };
    });
    const ratios = seen.filter(({ busy }) => busy > 0.4).map(({ ratio }) => ratio);
    return {
      cpu,
      method: model.wall.method,
      points: seen.length,
      inside: seen.filter(({ inside }) => inside).length,
      ratio: ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN,
    };
  });
}
