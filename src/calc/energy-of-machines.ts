import { type Figure, total } from './figure.ts';

/** Energy of the machines, kWh: the sum of its parts, and a single part is itself. */
export function energyOfMachines(terms: readonly Figure[]): Figure {
  const [only, ...others] = terms;
  if (only !== undefined && others.length === 0) return only;
  return total(
    { id: 'energy.machines', label: 'energy of the machines', unit: 'kWh', formula: 'sum of the parts' },
    terms,
  );
}
