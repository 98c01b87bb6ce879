/**
 * What a name that a person, a kernel or a cloud wrote stands for in a table. A name that is not known gives what is near, never a
 * silent default.
 */
export type Match<T> =
  | {
      readonly kind: 'found';
      readonly value: T;
      /** Whether the name is the row's own, one of its other names, or what the name says of a family. */
      readonly how: 'name' | 'alias' | 'family';
      /** What was taken for granted in reading the name, in a sentence. */
      readonly note?: string;
    }
  /** Several rows could be meant and differ in what matters; the likeliest first. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly [T, T, ...T[]] }
  /** No row; the nearest names first. */
  | { readonly kind: 'unknown'; readonly nearest: readonly T[] };
