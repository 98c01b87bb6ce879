import { DIMENSIONS } from '../../../src/units/dimensions.ts';
import { printCarbon, printEnergy } from '../../../src/units/format.ts';
import type { BudgetData } from './budget-data.ts';

/** Where nothing is known of a month. */
const FALLBACK = { energy: '40 kWh', carbon: '5 kg', cost: '20' } as const;

/** Commands that set a budget a little above what the month comes to, in round figures. */
export function suggested({ budgets }: BudgetData, currency: string): readonly string[] {
  const kinds = budgets.find(({ project }) => project === null)?.kinds ?? [];
  const set = (kind: 'energy' | 'carbon' | 'cost'): string => {
    const found = kinds.find((one) => one.kind === kind);
    const comes = found?.forecast?.value ?? 0;
    if (!(comes > 0)) return FALLBACK[kind];
    const round = rounded(comes, kind === 'energy' ? DIMENSIONS.energy.units.Wh : 1);
    if (kind === 'energy') return printEnergy(round);
    return kind === 'carbon' ? printCarbon(round) : `${round} ${currency}`.replace(/ .*/, '');
  };
  return (['energy', 'carbon', 'cost'] as const).map(
    (kind) => `joulebook config set budget.${kind} "${set(kind)}"`,
  );
}

/** Up to two digits of a unit. */
function rounded(amount: number, unit: number): number {
  const inUnit = amount / unit;
  const step = 10 ** (Math.floor(Math.log10(inUnit)) - 1);
  return Number((Math.ceil(inUnit / step) * step).toPrecision(2)) * unit;
}
