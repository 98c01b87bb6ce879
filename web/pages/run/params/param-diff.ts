import type { Scalar } from '../../../../src/book/journal-event.ts';
import { missing } from '../../../../src/units/format.ts';

/** A parameter that is not the same in two runs. */
export interface ParamChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between the parameters of two runs, by name. One that a run does not have is missing there. */
export function diffParams(
  before: Readonly<Record<string, Scalar>>,
  after: Readonly<Record<string, Scalar>>,
): readonly ParamChange[] {
  const text = (params: Readonly<Record<string, Scalar>>, name: string): string =>
    Object.hasOwn(params, name) ? String(params[name]) : missing();
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .map((name) => ({ name, before: text(before, name), after: text(after, name) }))
    .filter((change) => change.before !== change.after);
}
