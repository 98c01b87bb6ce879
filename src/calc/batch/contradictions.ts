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

/** The order in which several keys of one slot are asked: a total first and an estimate last, with a unit before without; then by name, not as they were written. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function rank({ key, hasUnit }: Entry): number {
  const isWhole = /total|overall|cumulative/i.test(key);
  return (/estimat|predict|expect/i.test(key) ? 4 : isWhole ? 0 : 2) + (hasUnit ? 0 : 1);
}

/** Keys that say one thing with different numbers, and which of them is used. */
export function contradictions({ entries }: RowReading): readonly string[] {
  return [...entries].flatMap(([slot, each]) => {
    if (slot === 'hardware') return severalNames(each);
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

function severalNames(entries: readonly Entry[]): readonly string[] {
  const [first, ...others] = entries;
  const differing = others.filter(({ text }) => text?.toLowerCase() !== first?.text?.toLowerCase());
  return first === undefined || differing.length === 0
    ? []
    : [`hardware is named in ${entries.map(({ key }) => key).join(' and ')}: ${first.key} is used`];
}
