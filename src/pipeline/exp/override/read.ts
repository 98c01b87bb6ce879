import type { Value } from '../../model/value.ts';

/** Values read from one place of an override: one, or those of a sweep. */
export interface Read {
  readonly values: readonly Value[];
  readonly isSweep: boolean;
}
