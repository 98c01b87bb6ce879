import type { Value } from '../../model/value.ts';

/** What `-S` asks of one parameter, in the grammar of Hydra's overrides. */
export interface Override {
  /** As it was written, without the file. */
  readonly text: string;
  /** `key=` changes what is there, `+key=` adds, `++key=` does either, `~key` takes away. */
  readonly how: 'change' | 'add' | 'set' | 'delete';
  /** Dotted. */
  readonly key: string;
  /** What it is to be; several for a sweep; none for a `~key` alone. */
  readonly values: readonly Value[];
  /** Whether several values were asked for, if only one came of it. */
  readonly isSweep: boolean;
}

/** The sign before the key. */
export const SIGNS: Readonly<Record<Override['how'], string>> = {
  change: '',
  add: '+',
  set: '++',
  delete: '~',
};
