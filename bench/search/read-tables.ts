import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { NumericParameter } from '../../src/search/space/parameter.ts';
import { algoperfProblem, type AlgoperfWorkload } from './algoperf-problem.ts';
import { JOULES_PER } from './power.ts';
import type { Problem } from './problem.ts';
import { tableProblem } from './table-problem.ts';
import { UsageError } from './usage-error.ts';

interface TasksetFile {
  readonly space: Readonly<Record<string, { readonly log?: boolean; readonly note?: string }>>;
  readonly hp_names: readonly string[];
  readonly hp: readonly (readonly number[])[];
  readonly tasks: Readonly<Record<string, { readonly valid: readonly (readonly (number | null)[])[] }>>;
}

interface LcbenchFile {
  readonly space: Readonly<Record<string, readonly [number, number, ...string[]]>>;
  readonly hp_names: readonly string[];
  readonly hp: readonly (readonly number[])[];
  readonly instances: Readonly<
    Record<string, { readonly acc: readonly number[][]; readonly time: readonly number[][] }>
  >;
}

/** As `tables/make_tables.py` writes it. */
interface MadeFile {
  readonly suite: string;
  readonly problems: Readonly<
    Record<
      string,
      {
        readonly parameters: readonly {
          readonly name: string;
          readonly low: number;
          readonly high: number;
          readonly log: boolean;
          readonly integer: boolean;
        }[];
        readonly rows: readonly (readonly number[])[];
        /** Null where training has diverged. */
        readonly losses: readonly (readonly (number | null)[])[];
        readonly seconds: readonly (readonly number[])[];
      }
    >
  >;
}

/** Reads every `*.json` and `*.json.gz` of a folder that has one of the four forms. @param power one of `POWERS`. */
export function readTables(folder: string, power = 'even'): Problem[] {
  const problems = namesIn(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .toSorted()
    .flatMap((name) => problemsOf(tableIn(join(folder, name)), join(folder, name), power));
  if (problems.length === 0) throw new UsageError(`${folder} holds no table (*.json or *.json.gz)`);
  return problems;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder} is no folder that can be read`, { cause: error });
  }
}

function tableIn(file: string): unknown {
  const bytes = readFileSync(file);
  try {
    return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function problemsOf(table: unknown, name: string, power: string): Problem[] {
  if (typeof table === 'object' && table !== null) {
    if ('tasks' in table) return tasksetProblems(table as TasksetFile, power);
    if ('instances' in table) return lcbenchProblems(table as LcbenchFile, power);
    if ('problems' in table) return madeProblems(table as MadeFile, power);
    if ('workloads' in table) {
      const { workloads } = table as { workloads: Record<string, AlgoperfWorkload> };
      // Where nothing is known of a configuration nothing is of its power.
      if (power !== 'even') return [];
      return Object.entries(workloads).map(([id, load]) => algoperfProblem(id, digestOf(load), load));
    }
  }
  throw new UsageError(`${name} has no tasks, instances, workloads or problems`);
}

/** The space is what the rows span; a beta is searched as 1 - beta, which is spread evenly in its logarithm. */
function tasksetProblems({ space, hp_names: names, hp, tasks }: TasksetFile, power: string): Problem[] {
  const complement = names.map((name) => /^1-\w+ is log-uniform/.test(space[name]?.note ?? ''));
  const values = hp.map((row) => row.map((value, i) => (complement[i] === true ? 1 - value : value)));
  const parameters = names.map((name, i): NumericParameter => {
    const column = values.map((row) => row[i] ?? 0);
    const log = complement[i] === true || space[name]?.log === true;
    return {
      kind: 'float',
      name: complement[i] === true ? `one_minus_${name}` : name,
      low: Math.min(...column),
      high: Math.max(...column),
      scale: log ? 'log' : 'linear',
    };
  });
  return Object.entries(tasks).map(([id, { valid }]) =>
    tableProblem({
      suite: 'taskset',
      power,
      id,
      digest: digestOf([parameters, valid]),
      parameters,
      rows: values.map((row) => asConfiguration(parameters, row)),
      curves: valid.map((losses) => ({
        losses: Float64Array.from(losses, (loss) => loss ?? Infinity),
        joules: Float64Array.from(losses, (_, i) => (i + 1) * JOULES_PER.tasksetPoint),
      })),
    }),
  );
}

function lcbenchProblems({ space, hp_names: names, hp, instances }: LcbenchFile, power: string): Problem[] {
  const parameters = names.map((name): NumericParameter => {
    const [low, high, ...marks] = space[name] ?? [0, 1];
    const integer = marks.includes('int');
    return {
      kind: integer ? 'integer' : 'float',
      name,
      low,
      high,
      scale: marks.includes('log') ? 'log' : 'linear',
      ...(integer ? { step: 1 } : {}),
    };
  });
  return Object.entries(instances).map(([id, { acc, time }]) =>
    tableProblem({
      suite: 'lcbench',
      power,
      id,
      digest: digestOf([parameters, acc, time]),
      parameters,
      rows: hp.map((row) => asConfiguration(parameters, row)),
      curves: acc.map((accuracies, row) => ({
        losses: Float64Array.from(accuracies, (accuracy) => -accuracy / 100),
        joules: Float64Array.from(time[row] ?? [], (seconds) => seconds * JOULES_PER.lcbenchSecond),
      })),
    }),
  );
}

function madeProblems({ suite, problems }: MadeFile, power: string): Problem[] {
  return Object.entries(problems).map(([id, table]) => {
    const parameters = table.parameters.map(({ name, low, high, log, integer }): NumericParameter => {
      const scale = log ? 'log' : 'linear';
      return integer
        ? { kind: 'integer', name, low, high, scale, step: 1 }
        : { kind: 'float', name, low, high, scale };
    });
    return tableProblem({
      suite,
      power,
      id,
      digest: digestOf(table),
      parameters,
      rows: table.rows.map((row) => asConfiguration(parameters, row)),
      curves: table.losses.map((losses, row) => ({
        losses: Float64Array.from(losses, (loss) => loss ?? Infinity),
        joules: Float64Array.from(table.seconds[row] ?? [], (seconds) => seconds * JOULES_PER.madeSecond),
      })),
    });
  });
}

function asConfiguration(
  parameters: readonly NumericParameter[],
  row: readonly number[],
): Record<string, number> {
  return Object.fromEntries(parameters.map(({ name }, i) => [name, row[i] ?? 0]));
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}
