import type { RunRecord } from '../../book/run-record.ts';
import { subtract } from '../../units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import { summedUp } from './sums.ts';

/** What one kind of component has used: all GPUs are one. */
export interface ComponentTotal {
  readonly name: 'gpu' | 'cpu' | 'ram' | 'other' | 'overhead';
  readonly attributed: WrittenEstimate;
  readonly active?: WrittenEstimate;
  readonly grades: readonly Grade[];
  readonly methods: readonly string[];
}

/**
 * The energy of some root runs by component. The chips and `other` add up to the wall, with `overhead`, what the building adds (facility less wall), to
 * the facility. J.
 */
export function componentTotals(runs: readonly RunRecord[]): readonly ComponentTotal[] {
  const kinds = (['gpu', 'cpu', 'ram', 'other'] as const).flatMap((kind) => {
    const all = runs.flatMap(({ energy }) =>
      Object.entries(energy.components).flatMap(([name, component]) =>
        kindOf(name) === kind ? [component] : [],
      ),
    );
    if (all.length === 0) return [];
    return [
      {
        name: kind,
        attributed: summedUp(
          all.map(({ attributed }) => attributed),
          'J',
        ).total,
        active: summedUp(
          all.map(({ active }) => active),
          'J',
        ).total,
        grades: distinct(all.map(({ grade }) => grade)),
        methods: distinct(all.map(({ method }) => method)),
      },
    ];
  });
  const overhead = overheadOf(runs);
  return overhead === undefined ? kinds : [...kinds, overhead];
}

function kindOf(name: string): ComponentTotal['name'] {
  if (name.startsWith('gpu')) return 'gpu';
  return name === 'cpu' || name === 'ram' ? name : 'other';
}

/** A difference of equal figures is zero but for the last digits. */
const NOTHING = 1e-9;

function overheadOf(runs: readonly RunRecord[]): ComponentTotal | undefined {
  const known = runs.filter(
    ({ energy: { facility, wall } }) => facility.attributed.value !== null && wall.attributed.value !== null,
  );
  if (known.length === 0) return undefined;
  const attributed = summedUp(
    known.map(({ energy: { facility, wall } }) =>
      written(subtract(fromWritten(facility.attributed), fromWritten(wall.attributed)), 'J'),
    ),
    'J',
  ).total;
  const low = (attributed.low ?? 0) < (attributed.value ?? 0) * NOTHING ? 0 : attributed.low;
  const methods = distinct(known.map(({ carbon }) => `PUE ${carbon.pue?.value ?? 'unknown'}`));
  return attributed.value === 0
    ? undefined
    : { name: 'overhead', attributed: { ...attributed, low }, grades: [], methods };
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}
