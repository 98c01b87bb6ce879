import { computed } from '@preact/signals';
import { setView, view } from './location.ts';

/** In what a footprint is shown. */
export type FootprintUnit = 'energy' | 'co2' | 'cost';

export const UNITS: readonly { readonly unit: FootprintUnit; readonly name: string }[] = [
  { unit: 'energy', name: 'Energy' },
  { unit: 'co2', name: 'Carbon' },
  { unit: 'cost', name: 'Cost' },
];

/** The unit of the address; energy where it says none, or none that there is. */
export const footprintUnit = computed<FootprintUnit>(
  () => UNITS.find(({ unit }) => unit === view('u'))?.unit ?? 'energy',
);

export function setUnit(unit: FootprintUnit): void {
  setView({ u: unit === 'energy' ? undefined : unit });
}

/** Goes on to the next unit. */
export function cycleUnit(): void {
  const at = UNITS.findIndex(({ unit }) => unit === footprintUnit.value);
  setUnit(UNITS[(at + 1) % UNITS.length]?.unit ?? 'energy');
}
