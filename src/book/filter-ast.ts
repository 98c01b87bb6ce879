import type { FieldName } from './filter-fields.ts';

/** A filter as understood: which runs, in which order. The empty filter is {@link EVERYTHING}. */
export interface Filter {
  readonly where: Condition;
  /** First key first; after them newest first. */
  readonly sort: readonly SortKey[];
}

/**
 * A condition on a run. Two-valued: a comparison with something unknown is false, so its negation is true.
 */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  /** A text field (or any tag, or a parameter's text) matches the pattern, whatever the case. */
  | { readonly op: 'like'; readonly on: Operand; readonly pattern: Pattern }
  /** A number compares so with the value: J, g, s, W, ms since 1970. */
  | {
      readonly op: 'compare';
      readonly on: Operand;
      readonly with: Comparison;
      readonly value: number;
    };

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** What is compared: a field of every run, a parameter, a metric, any one tag, or all of the run's words. */
export type Operand =
  | { readonly field: FieldName }
  | { readonly param: string }
  | { readonly metric: string }
  | { readonly any: 'tag' | 'words' };

/** Text with wildcards; literal parts are folded to lower case. */
export type Pattern = readonly PatternPart[];
export type PatternPart = { readonly text: string } | '*' | '?';

export interface SortKey {
  readonly by: Operand;
  readonly descending: boolean;
}

/** All runs, newest first. */
export const EVERYTHING: Filter = { where: { op: 'and', of: [] }, sort: [] };

/** Case does not count in filters. The final sigma depends on its neighbours, so it would break a pattern into parts. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

/** A pattern without wildcards. */
export function literal(text: string): Pattern {
  return text === '' ? [] : [{ text: fold(text) }];
}

/** `and` of filters; the sort keys of the later ones come first. */
export function narrowed(filter: Filter, where: Condition): Filter {
  return { where: { op: 'and', of: [filter.where, where] }, sort: filter.sort };
}
