import type { WrittenEstimate } from '../../../src/units/estimate.ts';

/** What a row compares, as `joulebook compare --json` says it. */
export type RowKind =
  | 'energy'
  | 'carbon'
  | 'intensity'
  | 'water'
  | 'money'
  | 'power'
  | 'duration'
  | 'number'
  | 'text';

/** One run against the base: shared errors have cancelled. */
export interface Against {
  readonly difference: WrittenEstimate;
  readonly ratio: WrittenEstimate;
  readonly verdict: 'clear' | 'unclear' | 'unknown' | 'same';
}

export interface Row {
  readonly name: string;
  readonly kind: RowKind;
  readonly values: readonly (WrittenEstimate | string | null)[];
  /** For each run after the base. */
  readonly against: readonly (Against | null)[];
}

/** `joulebook compare --json`. */
export interface Comparison {
  readonly base: string;
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly Row[];
  readonly likeForLike: boolean;
  readonly unlike: readonly { readonly what: string; readonly values: readonly string[] }[];
}

/** Whether a row is worth a look: not the same for all. */
export function differs({ kind, values, against }: Row): boolean {
  if (kind === 'text') return values.some((value) => value !== values[0]);
  return against.some((each) => each === null || each.verdict !== 'same');
}
