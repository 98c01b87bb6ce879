import { bars } from '../../chart/bars.ts';
import type { Figure } from '../../chart/figure.ts';
import { componentRole, type Role } from '../../chart/palette.ts';
import { energyWithBand, missing, printEnergy } from '../../../units/format.ts';
import type { ComponentTotal } from '../components.ts';
import { componentName } from '../measured-words.ts';
import type { Statement } from '../statement.ts';
import { shareText } from '../../../units/format-share.ts';

/** Where the joules went: each component, its idle part apart, up to the facility. */
export function componentsFigure({ components, totals }: Statement): Figure | undefined {
  const shown = components.filter(({ attributed }) => attributed.value !== null || attributed.high !== null);
  if (shown.length === 0) return undefined;
  const all = totals.energy.facility.total.value ?? totals.energy.wall.total.value;
  const part = ({ attributed: { value } }: ComponentTotal): string =>
    value === null || all === null || all <= 0 ? missing() : shareText(value / all);
  const largest = shown.toSorted((a, b) => (b.attributed.value ?? 0) - (a.attributed.value ?? 0))[0];
  return {
    id: 'components',
    title: 'Energy by component',
    sentence:
      largest === undefined || all === null
        ? 'Attributed energy of each component.'
        : `The largest part of ${printEnergy(all)}, ${part(largest)}, went to ${componentName(largest.name)}.`,
    draw: (canvas) =>
      bars(
        shown.map((component) => ({
          name: componentName(component.name),
          parts: partsOf(component),
          low: component.attributed.low,
          high: component.attributed.high,
          text: `${energyWithBand(component.attributed)} · ${part(component)}`,
        })),
        { title: 'Energy by component', sentence: 'Attributed energy with its 90 % interval' },
        canvas,
      ),
    table: {
      columns: [
        { title: 'Component' },
        { title: 'Energy, 90 % interval', isNumber: true },
        { title: 'Above idle', isNumber: true },
        { title: 'Part of all', isNumber: true },
        { title: 'Grade' },
        { title: 'Method' },
      ],
      rows: shown.map((component) => [
        componentName(component.name),
        energyWithBand(component.attributed),
        component.active === undefined ? missing() : energyWithBand(component.active),
        part(component),
        component.grades.join(', ') || missing(),
        component.methods.join(', '),
      ]),
    },
    note: 'The hatched part of a bar is idle power that the runs held. A line is the 90 % interval.',
  };
}

function partsOf({
  name,
  attributed,
  active,
}: ComponentTotal): readonly { readonly role: Role; readonly value: number }[] {
  const role: Role = name === 'overhead' ? 'overhead' : componentRole(name);
  const whole = attributed.value ?? 0;
  const busy = Math.min(whole, active?.value ?? whole);
  return [
    { role, value: busy },
    { role: 'idle', value: whole - busy },
  ];
}
