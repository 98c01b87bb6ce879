import type { Derivation } from '../../../../src/units/derivation.ts';
import {
  carbonWithBand,
  energyWithBand,
  intensityWithBand,
  powerWithBand,
  quantityOnCard,
} from '../../../../src/units/format.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';

/** A figure of a chain with its interval; empty where there is no number. */
export function quantityText({ value, low, high, unit }: Derivation): string {
  if (value === null && low === null && high === null) return '';
  const printed = { value, low, high, unit, errors: {} };
  switch (unit) {
    case 'J':
      return energyWithBand(printed);
    case 'g':
      return carbonWithBand(printed);
    case 'W':
      return powerWithBand(printed);
    case 'g/kWh':
      return intensityWithBand(printed);
    case 's':
      return printDuration(value);
    default:
      return quantityOnCard(printed, unit === '1' ? '' : unit).trim();
  }
}
