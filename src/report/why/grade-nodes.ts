import type { Derivation } from '../../units/derivation.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Grade } from '../../units/sourced.ts';
import { componentNode } from './component-nodes.ts';
import { layerNode, type ScopeName } from './energy-nodes.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, numberless } from './nodes.ts';

const MEANING: Readonly<Record<Grade, string>> = {
  A: 'a counter or a meter',
  B: 'a model from utilisation',
  C: 'an assumed constant',
  D: 'imported',
};

/** The grade: the worst of the components with at least a tenth of the attributed chips energy, as `src/book/derive-record.ts` has it. */
export function gradeNode(e: Evidence): Derivation {
  const { grade } = e.record;
  const parts = weighed(e);
  const sayings =
    parts.length === 0
      ? seen(e, 'the record holds no components')
      : {
          formula: 'the worst of the components with a tenth of the energy of the chips or more',
          from: parts,
        };
  return numberless('grade', 'how well it was measured', '', { ...sayings, grade, note: MEANING[grade] });
}

/** The part of the chips' energy that comes from counters. */
export function measuredNode(e: Evidence): Derivation {
  const scope = weighingScope(e);
  const chips = layerNode(e, 'chips', scope);
  const counted = Object.entries(e.record.energy.components)
    .filter(([name, { grade }]) => name !== 'other' && grade === 'A')
    .map(([name, component]) => componentNode(e, { name, component }, scope));
  const names = counted.map(({ label }) => label).join(' + ');
  return exactly('energy.measuredFraction', 'measured part', e.record.energy.measuredFraction, '1', {
    formula: counted.length === 0 ? 'nothing was read by counters' : `(${names}) / ${chips.label}`,
    from: [...counted, chips],
  });
}

/** Components are weighed by what the run owns of them, or by the machine's energy where it has used nothing that shows. */
function weighingScope(e: Evidence): Extract<ScopeName, 'attributed' | 'machine'> {
  return middle(e.record.energy.chips.attributed) > 0 ? 'attributed' : 'machine';
}

/** What each component weighs in the grade of the whole. */
function weighed(e: Evidence): readonly Derivation[] {
  const scope = weighingScope(e);
  const chips = Object.entries(e.record.energy.components).filter(([name]) => name !== 'other');
  const joules = chips.map(([, component]) => middle(component[scope]));
  const total = joules.reduce((sum, one) => sum + one, 0);
  return chips.map(([name, { grade, method }], i) => {
    const part = total > 0 ? (joules[i] ?? 0) / total : 1 / chips.length;
    return exactly(`grade.${name}`, name, part, '1', {
      ...seen(e, `${method}, grade ${grade}`),
      grade,
      note: `its part of the chips' ${scope === 'machine' ? '' : 'attributed '}energy`,
    });
  });
}

/** The value, or the middle of its bounds where it has none. */
function middle({ value, low, high }: WrittenEstimate): number {
  return value ?? ((low ?? 0) + (high ?? low ?? 0)) / 2;
}
