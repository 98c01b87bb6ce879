import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { NumericParameter } from '../../src/search/space/parameter.ts';
import { algoperfProblem, type AlgoperfWorkload } from './algoperf-problem.ts';
import { JOULES_PER } from './power.ts';
import type { Problem } from './problem.ts';
import { tableProblem } from './table-problem.ts';

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

/** Reads every `*.json` and `*.json.gz` of a folder that has one of the three forms. */
export function readTables(folder: string): Problem[] {
  const problems = readdirSync(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      const table: unknown = JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
      return problemsOf(table, name);
    });
  if (problems.length === 0) throw new Error(`${folder} holds no table`);
  return problems;
}

function problemsOf(table: unknown, name: string): Problem[] {
  if (typeof table === 'object' && table !== null) {
    if ('tasks' in table) return tasksetProblems(table as TasksetFile);
    if ('instances' in table) return lcbenchProblems(table as LcbenchFile);
    if ('workloads' in table) {
      const { workloads } = table as { workloads: Record<string, AlgoperfWorkload> };
      return Object.entries(workloads).map(([id, load]) => algoperfProblem(id, digestOf(load), load));
    }
  }
  throw new Error(`${name} has no tasks, instances or workloads`);
}

/** The space is what the rows span; a beta is searched as 1 - beta, which is spread evenly in its logarithm. */
function tasksetProblems({ space, hp_names: names, hp, tasks }: TasksetFile): Problem[] {
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

function lcbenchProblems({ space, hp_names: names, hp, instances }: LcbenchFile): Problem[] {
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

function asConfiguration(
  parameters: readonly NumericParameter[],
  row: readonly number[],
): Record<string, number> {
  return Object.fromEntries(parameters.map(({ name }, i) => [name, row[i] ?? 0]));
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}
