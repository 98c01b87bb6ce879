import { amountText } from '../../../src/report/budget/amount-text.ts';
import type { BudgetData, MonthData } from './budget-data.ts';

/** Something that would go beyond a budget. */
export interface Breach {
  readonly key: string;
  readonly command?: string;
  readonly text: string;
}

const MOST = 12;

/** The pace of the month, and commands whose usual run takes more than is left. */
export function breachesOf(
  { budgets, month }: BudgetData,
  { commands, currency }: MonthData,
): readonly Breach[] {
  return budgets
    .flatMap(({ project, kinds }) =>
      kinds.flatMap((kind): readonly Breach[] => {
        const { limit, spent, inFlight, forecast } = kind;
        if (limit === null) return [];
        const text = (amount: number): string => amountText(amount, kind.kind, { currency });
        const name = `the ${kind.kind} budget of ${project ?? 'all runs'}`;
        const left = limit - spent.value - inFlight;
        const key = `${project ?? ''} ${kind.kind}`;
        if (left <= 0) return [{ key, text: `Any run: ${name} is used up for ${month.key}.` }];
        const pace =
          forecast === null || forecast.value <= limit
            ? []
            : [
                {
                  key,
                  text: `The pace of the last weeks: ${name} would be passed by ${text(forecast.value - limit)}.`,
                },
              ];
        const large = commands.flatMap((one) => {
          const takes = one[kind.kind];
          if (takes === null || takes <= left || (project !== null && one.project !== project)) return [];
          const said = `takes ${text(takes)} (median of ${one.runs} runs); ${text(left)} of ${name} are left.`;
          return [{ key: `${key} ${one.project} ${one.command}`, command: one.command, text: said }];
        });
        return [...pace, ...large];
      }),
    )
    .slice(0, MOST);
}
