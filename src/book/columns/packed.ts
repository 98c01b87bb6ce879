/** A column of many runs as it crosses the wire: one form for each kind of values, chosen by what is shortest when it is packed further. */
export type Packed =
  /** As they are. */
  | { readonly as: 'list'; readonly values: readonly unknown[] }
  /** Few that differ: for each run the number of its value. */
  | { readonly as: 'dictionary'; readonly values: readonly unknown[]; readonly at: readonly number[] }
  /** Few that are there: at which rows, each counted from the one before, and their values; null elsewhere. */
  | { readonly as: 'sparse'; readonly count: number; readonly steps: readonly number[]; readonly of: Packed }
  /** Times, in whole `unit` ms, each as its distance to the one before. */
  | { readonly as: 'times'; readonly unit: number; readonly steps: readonly (number | null)[] };

/** A dictionary pays where a value stands so often on average. */
const DICTIONARY_FROM = 6;
/** A column is sparse where fewer than this part of it is there. */
const SPARSE_BELOW = 0.5;

/** Packs the values of a column; undefined and what JSON cannot write are null. */
export function packed(values: readonly unknown[]): Packed {
  const steps: number[] = [];
  const there: unknown[] = [];
  let before = 0;
  for (const [row, value] of values.entries()) {
    if (value === null || value === undefined) continue;
    steps.push(row - before);
    there.push(value);
    before = row;
  }
  if (there.length < values.length * SPARSE_BELOW)
    return { as: 'sparse', count: values.length, steps, of: dense(there) };
  return dense(values.map((value) => value ?? null));
}

function dense(values: readonly unknown[]): Packed {
  const places = new Map<unknown, number>();
  const kinds: unknown[] = [];
  const at: number[] = [];
  for (const value of values) {
    // Lists are the same where they are written the same.
    const key = typeof value === 'object' ? JSON.stringify(value) : value;
    let place = places.get(key);
    if (place === undefined) {
      place = kinds.length;
      kinds.push(value);
      places.set(key, place);
    }
    at.push(place);
  }
  return kinds.length * DICTIONARY_FROM > values.length
    ? { as: 'list', values }
    : { as: 'dictionary', values: kinds, at };
}

/** Packs times, ms since 1970, to the whole unit at or before them. */
export function packedTimes(values: readonly (number | null)[], unit: number): Packed {
  let before = 0;
  const steps = values.map((value) => {
    if (value === null) return null;
    const at = Math.floor(value / unit);
    const step = at - before;
    before = at;
    return step;
  });
  return { as: 'times', unit, steps };
}

/** The values of a packed column. */
export function unpacked(column: Packed): readonly unknown[] {
  switch (column.as) {
    case 'list':
      return column.values;
    case 'dictionary':
      return column.at.map((place) => column.values[place]);
    case 'sparse': {
      const values: unknown[] = Array.from({ length: column.count }, () => null);
      let row = 0;
      for (const [n, value] of unpacked(column.of).entries()) {
        row += column.steps[n] ?? 0;
        values[row] = value;
      }
      return values;
    }
    default: {
      let at = 0;
      return column.steps.map((step) => (step === null ? null : (at += step) * column.unit));
    }
  }
}
