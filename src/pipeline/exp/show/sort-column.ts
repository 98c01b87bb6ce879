import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { Float, isMap, type Value } from '../../model/value.ts';
import { byCodePoints } from '../../values/code-points.ts';
import { pythonText } from '../../values/text-of.ts';
import type { Baseline, ExpRange, StateData } from './exp-state.ts';
import { flatValues } from './flat-values.ts';

/** A metric or parameter by which experiments are put in order. */
interface SortColumn {
  readonly path: string;
  readonly name: string;
  readonly of: 'metrics' | 'params';
}

/** What puts the experiments of a baseline in order, by `[file:]name`. Those without the value come last, or first where the order is turned round. */
export function sorterBy(
  baselines: readonly Baseline[],
  word: string,
  isDescending: boolean,
): Result<(experiments: readonly ExpRange[]) => readonly ExpRange[]> {
  const column = columnNamed(baselines, word);
  if (!column.ok) return column;
  const { path, name, of } = column.value;
  const valueOf = ({ states: [tip] }: ExpRange): Value | undefined =>
    valuesIn(tip?.data?.[of], path)?.get(name);
  const sign = isDescending ? -1 : 1;
  return ok((experiments) =>
    [...experiments].sort((a, b) => sign * byValue(valueOf(a) ?? null, valueOf(b) ?? null)),
  );
}

function columnNamed(baselines: readonly Baseline[], word: string): Result<SortColumn> {
  const columns = new Map<string, SortColumn>();
  const states = baselines.flatMap((one) => [one, ...one.experiments.flatMap(({ states: all }) => all)]);
  for (const { data } of states)
    for (const kind of ['metrics', 'params'] as const)
      for (const path of data?.[kind].keys() ?? [])
        for (const name of valuesIn(data?.[kind], path)?.keys() ?? [])
          columns.set(`${kind}:${path}:${name}`, { path, name, of: kind });
  const all = [...columns.values()];
  const bare = word.startsWith(':') ? word.slice(1) : word;
  const exact = all.filter(({ path, name }) => `${path}:${name}` === word);
  const found = exact.length > 0 ? exact : all.filter(({ name }) => name === bare);
  const [first, second] = found;
  if (first === undefined)
    return err(
      problem(
        'E_PIPELINE',
        `Unknown sort column '${word}'`,
        undefined,
        'name a metric or parameter of the table',
      ),
    );
  if (second === undefined) return ok(first);
  const names = found.map(({ path, name }) => `${path}:${name}`).join(', ');
  return err(
    problem(
      'E_PIPELINE',
      `Ambiguous sort column '${word}' matched '${names}'`,
      undefined,
      'name the file too: file:name',
    ),
  );
}

function valuesIn(
  files: StateData['metrics'] | undefined,
  path: string,
): ReadonlyMap<string, Value> | undefined {
  const read = files?.get(path);
  return read?.ok === true && isMap(read.value) ? flatValues(read.value) : undefined;
}

function byValue(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1;
  return byCodePoints(pythonText(a), pythonText(b));
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Float ? value.value : undefined;
}
