import { plainKey } from './find-key.ts';
import { type Entry, numberOf, numbersOf, type RowReading } from './row-reading.ts';

/** Time of a row, or why it cannot be told. */
export interface RowHours {
  readonly hours?: number;
  readonly notes: readonly string[];
}

/** Two times that differ by no more than this are one, printed with different rounding. */
const SAME_WITHIN = 0.02;

/** Time on the clock: keys of several units, steps × time of one, epochs × time of one, tokens / their rate; hours of machines are those of one. */
export function rowHours(reading: RowReading): RowHours {
  const entries = (reading.entries.get('hours') ?? []).filter(
    (entry): entry is Entry & { readonly value: number } => entry.value !== undefined,
  );
  const notes = entries
    .filter(({ hasUnit }) => !hasUnit)
    .map(({ key, value }) => `${key} of ${value} has no unit and is taken as hours`);
  const [first, ...others] = entries;
  if (first !== undefined) {
    if (others.length === 0) return { hours: first.value, notes };
    return joined(entries, notes);
  }
  const [listed] = reading.entries.get('hours') ?? [];
  if (listed !== undefined) {
    const hours = numbersOf(reading, 'hours').reduce((sum, each) => sum + each, 0);
    return { hours, notes: [`the hours are the sum of ${listed.key}`] };
  }
  const product = counted(reading);
  return product === undefined ? { notes } : { hours: product, notes };
}

/**
 * `days` 2, `hours` 5 and `minutes` 30 are the digits of one time: each smaller one is less than one of the next larger. Else they say the
 * same twice, or contradict each other.
 */
function joined(
  entries: readonly (Entry & { readonly value: number })[],
  notes: readonly string[],
): RowHours {
  const sorted = entries.toSorted((a, b) => unitHours(b.key) - unitHours(a.key));
  const isDigits = sorted.every((entry, i) => {
    const larger = i === 0 ? undefined : sorted[i - 1];
    return (
      larger === undefined ||
      (unitHours(entry.key) < unitHours(larger.key) && entry.value < unitHours(larger.key))
    );
  });
  if (isDigits) return { hours: sorted.reduce((sum, { value }) => sum + value, 0), notes };
  const [first, ...others] = sorted.toReversed();
  const value = first?.value ?? 0;
  const isSame = others.every((other) => Math.abs(other.value / value - 1) <= SAME_WITHIN);
  const names = sorted.map(({ key }) => key).join(' and ');
  return {
    hours: value,
    notes: isSame ? notes : [...notes, `${names} contradict each other: ${first?.key ?? ''} is used`],
  };
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/week/, 168],
  [/day|_d$/, 24],
  [/min/, 1 / 60],
  [/sec|_s$|^s$/, 1 / 3600],
  [/month/, 730],
  [/year/, 8760],
];

function unitHours(key: string): number {
  return UNITS.find(([pattern]) => pattern.test(plainKey(key)))?.[1] ?? 1;
}

function counted(reading: RowReading): number | undefined {
  const steps = numberOf(reading, 'steps');
  const each = numberOf(reading, 'hoursPerStep');
  const rate = numberOf(reading, 'stepsPerSecond');
  if (steps !== undefined && each !== undefined) return steps * each;
  if (steps !== undefined && rate !== undefined) return steps / rate / 3600;
  const tokens = numberOf(reading, 'tokens');
  const throughput = numberOf(reading, 'tokensPerSecond');
  if (tokens !== undefined && throughput !== undefined) return tokens / throughput / 3600;
  const nodeHours = numberOf(reading, 'nodeHours');
  if (nodeHours !== undefined && !reading.entries.has('perNode')) return nodeHours;
  const epochs = numberOf(reading, 'epochs');
  const epoch = numberOf(reading, 'hoursPerEpoch');
  return epochs !== undefined && epoch !== undefined ? epochs * epoch : undefined;
}
