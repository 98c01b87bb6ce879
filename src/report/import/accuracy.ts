import { type ErrorSources, type Spread, Z90 } from '../../units/estimate.ts';

/** How a source came to its energies, as `data/import/accuracy.json` names it. */
export type Method = 'tracker' | 'sampledPower';

/** What a source's energies leave out of the energy at the wall. */
export type LeftOut = 'chips' | 'gpuOnly';

/** `data/import/accuracy.json`: factors from what is recorded to the ends of the 90 % interval. */
export interface ImportAccuracy {
  readonly methods: Readonly<Record<Method, { readonly low: number; readonly high: number }>>;
  readonly leftOut: Readonly<Record<LeftOut, { readonly high: number }>>;
  /** Two readings of power further apart are not joined, s. */
  readonly longestGapS: { readonly value: number };
}

/**
 * The error of a recorded energy by its method, as two sources of equal weight (in logs): the tool's, shared by all that it recorded, and the machine's. So a sum
 * over many machines does not pretend to be sharp, and neither does a difference between two of them.
 */
export function methodErrors(
  { methods }: ImportAccuracy,
  method: Method,
  tool: string,
  machine: string,
): ErrorSources {
  const { low, high } = methods[method];
  return halves('imported', tool, machine, low, high);
}

/** The error at the wall of a figure that counts only some of the machine: it can only be too low. */
export function leftOutErrors(
  { leftOut }: ImportAccuracy,
  what: LeftOut,
  tool: string,
  machine: string,
): ErrorSources {
  return halves('left-out', tool, machine, 1, leftOut[what].high);
}

function halves(kind: string, tool: string, machine: string, low: number, high: number): ErrorSources {
  const half: Spread = [(1 - low ** Math.SQRT1_2) / Z90, (high ** Math.SQRT1_2 - 1) / Z90];
  return { [`${kind}:${tool}`]: half, [`${kind}:${tool}:${machine}`]: half };
}
