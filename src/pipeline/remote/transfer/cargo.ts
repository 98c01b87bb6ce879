import type { Problem } from '../../../errors.ts';
import type { RunKey } from '../../lock/run-key.ts';
import type { LockEntry } from '../../model/lock-entry.ts';
import type { Chosen } from '../../track/chosen.ts';
import { type Root, type RootOptions, rootsOf } from './roots.ts';

/** Which way a cargo goes. */
export type Direction = 'push' | 'fetch';

/** All that a transfer is about. */
export interface Cargo {
  readonly roots: readonly Root[];
  /** Keys of the records of what it took to make them, in the cache and in a remote alike. */
  readonly energy: readonly string[];
  readonly warnings: readonly Problem[];
}

/** What belongs to the chosen: what they keep in the cache, and what that took. */
export function cargoOf(
  chosen: readonly Chosen[],
  options: RootOptions,
  keyOf: (entry: LockEntry) => RunKey,
): Cargo {
  const energy = chosen.flatMap(({ node }) => {
    const entry = node.kind === 'stage' ? options.entryOf(node) : undefined;
    return entry === undefined ? [] : [energyKey(keyOf(entry))];
  });
  return { ...rootsOf(chosen, options), energy };
}

/** Several cargoes as one; what two have in common travels once anyway. */
export function joined(cargoes: readonly Cargo[]): Cargo {
  return {
    roots: cargoes.flatMap(({ roots }) => roots),
    energy: [...new Set(cargoes.flatMap(({ energy }) => energy))],
    warnings: cargoes.flatMap(({ warnings }) => warnings),
  };
}

/** Where the record of what a result took lies. */
export function energyKey({ key, value }: RunKey): string {
  return `energy/${key.slice(0, 2)}/${key}/${value}.json`;
}
