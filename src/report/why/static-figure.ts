import type { Derivation } from '../../units/derivation.ts';
import type { Evidence } from './evidence.ts';

/** A figure that every run may have. */
export interface StaticFigure {
  /** The name that is offered first, then the others that are understood: those of the filter grammar and paths of the record. */
  readonly names: readonly [string, ...string[]];
  readonly meaning: string;
  /** undefined: this run has none. */
  readonly node: (e: Evidence) => Derivation | undefined;
  /** Why a run may have none, and how to have it. */
  readonly missing?: string;
}
