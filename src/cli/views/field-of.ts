import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

/**
 * The value that a path names in a record: `energy.wall.attributed`, `params.lr`, `energy.components.gpu:0.grade`. `energy.wall` is its
 * attributed part, `cost` its total, and an estimate is its value. A bare name that is a metric or a parameter is found too.
 */
export function fieldOf(record: object, path: string): Result<unknown> {
  const direct = walk(record, path.split('.'));
  if (direct.ok) return ok(simplified(direct.value));
  for (const room of ['metrics', 'params'] as const) {
    const values = (record as Readonly<Record<string, unknown>>)[room];
    if (isMap(values) && Object.hasOwn(values, path)) return ok(values[path]);
  }
  return direct;
}

function walk(from: unknown, steps: readonly string[]): Result<unknown> {
  let at = from;
  for (let i = 0; i < steps.length; i++) {
    if (Array.isArray(at) && /^-?\d+$/.test(steps[i] ?? '')) {
      const item: unknown = at.at(Number(steps[i]));
      if (item === undefined) return err(noField(steps, i, []));
      at = item;
      continue;
    }
    if (!isMap(at)) return err(noField(steps, i, []));
    // Names of metrics and parameters may hold dots: the longest name that fits wins.
    const length = [...steps.keys()]
      .map((n) => steps.length - n)
      .find((n) => n <= steps.length - i && Object.hasOwn(at as object, steps.slice(i, i + n).join('.')));
    if (length === undefined) return err(noField(steps, i, Object.keys(at)));
    at = at[steps.slice(i, i + length).join('.')];
    i += length - 1;
  }
  return ok(at);
}

/** A layer is its attributed part, water and cost are their totals, an estimate is its value. */
function simplified(value: unknown): unknown {
  let simple = value;
  if (isMap(simple) && 'attributed' in simple && 'machine' in simple) simple = simple['attributed'];
  if (isMap(simple) && isMap(simple['total']) && 'value' in simple['total']) simple = simple['total'];
  if (isMap(simple) && 'value' in simple && 'low' in simple && 'high' in simple) simple = simple['value'];
  return simple;
}

function noField(steps: readonly string[], at: number, names: readonly string[]): Problem {
  const parent = steps.slice(0, at).join('.');
  const where = parent === '' ? 'The record' : parent;
  const fix =
    didYouMeanText(steps[at] ?? '', names) ??
    (names.length === 0 ? undefined : `It has ${names.join(', ')}.`);
  return problem(
    'E_NOT_FOUND',
    `the run has no ${steps.join('.')}`,
    `${where} has no "${steps[at] ?? ''}".`,
    fix,
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
