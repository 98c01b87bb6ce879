import { J_PER_KWH } from '../../../src/units/j-per-kwh.ts';

/** Runs whose energy lies in a stretch, J: its beginning, and not its end. */
export interface Bin {
  readonly fromJ: number;
  readonly toJ: number;
  readonly count: number;
}

const BINS_PER_DECADE = [1, 2, 5, 10];
const MOST_BINS = 24;

/** Counts energies in stretches of equal ratio, as many as can be read. What is not above zero lies in none. */
export function energyBins(energies: readonly number[]): readonly Bin[] {
  const known = energies.filter((joules) => joules > 0 && Number.isFinite(joules));
  if (known.length === 0) return [];
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const joules of known) [low, high] = [Math.min(low, joules), Math.max(high, joules)];
  const wattHours = J_PER_KWH / 1000;
  const [from, to] = [Math.log10(low / wattHours), Math.log10(high / wattHours)];
  const perDecade =
    BINS_PER_DECADE.findLast((n) => (Math.floor(to) + 1 - Math.floor(from)) * n <= MOST_BINS) ?? 1;
  let first = Math.floor(from * perDecade);
  const edge = (n: number): number => edgeOf((first + n) / perDecade) * wattHours;
  if (low < edge(0)) first--;
  let count = Math.floor(to * perDecade) - first + 1;
  if (high >= edge(count)) count++;
  const counts = Array.from({ length: count }, () => 0);
  for (const joules of known) {
    let bin = Math.floor(Math.log10(joules / wattHours) * perDecade) - first;
    // The edges are round numbers, so that the filter says what was counted.
    if (joules < edge(bin)) bin--;
    else if (joules >= edge(bin + 1)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((found, n) => ({ fromJ: edge(n), toJ: edge(n + 1), count: found }));
}

function edgeOf(power: number): number {
  return Number((10 ** power).toPrecision(3));
}

/** The filter of a stretch. */
export function binFilter({ fromJ, toJ }: Bin): string {
  return `energy>=${edgeText(fromJ)} energy<${edgeText(toJ)}`;
}

function edgeText(joules: number): string {
  return `${Number((joules / (J_PER_KWH / 1000)).toPrecision(3))}Wh`;
}
