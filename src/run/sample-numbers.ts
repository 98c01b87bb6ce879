import { type Ends, endsOf, highOf, lowOf } from '../attribution/ends.ts';
import type { MeterOutput } from '../meters/meter.ts';

/** As many digits as a journal holds: microjoules and microseconds are finer than any meter; more would only fill the disk. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** {@link rounded} for a reading in which NaN stands for what is not known. */
export function roundedAll(values: ArrayLike<number>): (number | null)[] {
  const out: (number | null)[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    out.push(Number.isNaN(value) ? null : rounded(value));
  }
  return out;
}

export function roundedShares(shares: readonly Ends[]): Ends[] {
  const out: Ends[] = [];
  for (const share of shares) out.push(endsOf(rounded(lowOf(share)), rounded(highOf(share))));
  return out;
}

/** A meter's joules for each component, as bounds. */
export function energies({ energyJ, highJ }: MeterOutput): Ends[] {
  const out: Ends[] = [];
  for (let c = 0; c < energyJ.length; c++)
    out.push(endsOf(rounded(energyJ[c] as number), rounded(highJ[c] as number)));
  return out;
}
