import { carbonWithBand, intensityWithBand, quantityOnCard } from '../../../units/format.ts';
import type { Section } from '../document.ts';
import { saidNumber } from '../said.ts';
import type { Statement } from '../statement.ts';

/** The Software Carbon Intensity, with all that its specification wants disclosed. */
export function sciSection({ sci }: Statement): readonly Section[] {
  if (sci === undefined) return [];
  const { functionalUnit: unit } = sci;
  const count = unit.count === 1 ? '' : ` (${saidNumber(unit.count)} in all)`;
  return [
    {
      id: 'sci',
      heading: 'Software Carbon Intensity',
      blocks: [
        {
          kind: 'facts',
          facts: [
            { name: 'SCI', value: carbonWithBand(sci.score), note: `CO₂e per ${unit.name}${count}` },
            { name: 'E', value: quantityOnCard(sci.energy, 'kWh'), note: 'with the building' },
            { name: 'I', value: intensityWithBand(sci.intensity), note: sci.intensityKind },
            { name: 'M', value: carbonWithBand(sci.embodied), note: 'embodied' },
          ],
        },
        { kind: 'text', text: `(E · I + M) per R. Boundary: ${sci.boundary}. Method: ${sci.method}.` },
      ],
    },
  ];
}
