import type { Entry, RowReading } from './row-reading.ts';
import type { Slot } from './slots.ts';

/** Two numbers that differ by no more than this are one, printed with different rounding. */
const SAME_WITHIN = 0.02;

/** Slots whose several keys are all used, or which tell by themselves that they disagree. */
const ALL_USED: ReadonlySet<Slot> = new Set<Slot>([
  'hours',
  'runs',
  'energyPart',
  'acceleratorHoursPart',
  'partsKg',
  'intensity',
]);

/** The order in which several keys of one slot are asked: a total first, then one that says its unit; then by name, not as they were written. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function rank({ key, hasUnit }: Entry): number {
  return (/total|overall|cumulative/i.test(key) ? 0 : 2) + (hasUnit ? 0 : 1);
}

/** Keys that say one thing with different numbers, and which of them is used. */
export function contradictions({ entries }: RowReading): readonly string[] {
  return [...entries].flatMap(([slot, each]) => {
    const [first, ...others] = each.filter(({ value }) => value !== undefined);
    if (ALL_USED.has(slot) || first?.value === undefined || first.value === 0) return [];
    const used = first.value;
    const differing = others.filter(({ value = used }) => Math.abs(value / used - 1) > SAME_WITHIN);
    return differing.length === 0
      ? []
      : [
          `${[first, ...differing].map(({ key }) => key).join(' and ')} contradict each other: ${first.key} is used`,
        ];
  });
}
