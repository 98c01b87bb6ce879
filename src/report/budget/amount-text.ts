import { co2e, printCarbon, printEnergy, printMoney, type PrintOptions } from '../../units/format.ts';
import type { BudgetKind } from './budget.ts';

/** An amount of a kind with its unit: `40.0 kWh`, `5.00 kg CO₂e`, `20.0 EUR`. Money below a hundredth is shown as it is. */
export function amountText(
  amount: number,
  kind: BudgetKind,
  { currency, ...print }: PrintOptions & { readonly currency: string },
): string {
  if (kind === 'energy') return printEnergy(amount, print);
  return kind === 'carbon'
    ? `${printCarbon(amount, print)} ${co2e(print)}`
    : printMoney(amount, currency, print);
}
