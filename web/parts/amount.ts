import type { Amounts } from '../../src/report/waste/amounts.ts';
import type { WrittenEstimate } from '../../src/units/estimate.ts';
import {
  carbonOnCard,
  co2e,
  energyOnCard,
  missing,
  moneyOnCard,
  printCarbon,
  printEnergy,
  printMoney,
} from '../../src/units/format.ts';
import type { FootprintUnit } from '../state/unit.ts';

/** The figure of a unit: J, g or money; null where it is not known. */
export function figureOf({ energy, carbon, cost }: Amounts, unit: FootprintUnit): WrittenEstimate | null {
  return { energy, co2: carbon, cost }[unit];
}

/** A figure with its band. */
export function bandText(figure: WrittenEstimate | null, unit: FootprintUnit): string {
  if (figure === null) return missing();
  if (unit === 'energy') return energyOnCard(figure);
  return unit === 'co2' ? carbonOnCard(figure) : moneyOnCard(figure, figure.unit);
}

/** A figure without its band. */
export function plainText(figure: WrittenEstimate | null, unit: FootprintUnit): string {
  if (figure === null) return missing();
  if (unit === 'energy') return printEnergy(figure);
  return unit === 'co2' ? `${printCarbon(figure)} ${co2e()}` : printMoney(figure, figure.unit);
}
