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

/** The errors of what a source recorded, of its chips and at the wall. */
export interface RecordedErrors {
  readonly chips: ErrorSources;
  readonly wall: ErrorSources;
}

/**
 * The errors of a recorded energy: that of its method, and at the wall also what its counters leave out of the machine, by which it can only be too low. Each is two
 * sources of equal weight (in logs): the tool's, shared by all that it recorded, and the machine's. So a sum over many machines does not pretend to be sharp, and
 * neither does a difference between two of them.
 *
 * @param machine runs with the same one share its part.
 */
export function recordedErrors(
  accuracy: ImportAccuracy,
  { method, leftOut }: { readonly method: Method; readonly leftOut: LeftOut },
  tool: string,
  machine: string,
): RecordedErrors {
  const key = [tool, method, leftOut, machine].join('\n');
  // The rows of a file are mostly of one machine.
  if (latest?.key === key && latest.accuracy === accuracy) return latest.errors;
  const { low, high } = accuracy.methods[method];
  const chips = halves('imported', tool, machine, low, high);
  const wall = { ...chips, ...halves('left-out', tool, machine, 1, accuracy.leftOut[leftOut].high) };
  latest = { key, accuracy, errors: { chips, wall } };
  return latest.errors;
}

let latest:
  | { readonly key: string; readonly accuracy: ImportAccuracy; readonly errors: RecordedErrors }
  | undefined;

function halves(kind: string, tool: string, machine: string, low: number, high: number): ErrorSources {
  const half: Spread = [(1 - low ** Math.SQRT1_2) / Z90, (high ** Math.SQRT1_2 - 1) / Z90];
  return { [`${kind}:${tool}`]: half, [`${kind}:${tool}:${machine}`]: half };
}
