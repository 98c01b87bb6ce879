import type { ParallelAxis } from './axis.ts';

/** A range of values on an axis, both ends included; indexes where it has choices. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What is kept: a range for each axis that has one, by the axis' key. */
export type Brush = ReadonlyMap<string, Range>;

/** As it stands in the address: `lr~0.001~0.1,hidden~0~2`. */
export function brushText(brush: Brush): string | undefined {
  const parts = [...brush].map(
    ([key, { low, high }]) =>
      `${encodeURIComponent(key).replaceAll('~', '%7E')}~${short(low)}~${short(high)}`,
  );
  return parts.length === 0 ? undefined : parts.join(',');
}

/** Reads what {@link brushText} has written; what cannot be read is left out. */
export function readBrush(text: string | undefined): Brush {
  const brush = new Map<string, Range>();
  for (const part of (text ?? '').split(',')) {
    const [key = '', low = '', high = ''] = part.split('~');
    const range = { low: Number(low), high: Number(high) };
    const name = decoded(key);
    if (low === '' || high === '' || name === undefined || !(range.low <= range.high)) continue;
    brush.set(name, range);
  }
  return brush;
}

/** Changes the range of an axis; undefined takes it away. */
export function withRange(brush: Brush, key: string, range: Range | undefined): Brush {
  const next = new Map(brush);
  if (range === undefined) next.delete(key);
  else next.set(key, range);
  return next;
}

/** For each line whether all ranges keep it. A line without a value on an axis with a range is not kept. */
export function keptBy(axes: readonly ParallelAxis[], brush: Brush, count: number): Uint8Array {
  const kept = new Uint8Array(count).fill(1);
  for (const { key, values } of axes) {
    const range = brush.get(key);
    if (range === undefined) continue;
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? null;
      if (value === null || value < range.low || value > range.high) kept[i] = 0;
    }
  }
  return kept;
}

/** Six digits tell any two places of an axis apart. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
