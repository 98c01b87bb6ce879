import { printCarbon, printEnergy, printMoney } from '../../../src/units/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { shareText } from '../../../src/units/format-share.ts';
import { unbroken } from '../../parts/unbroken.ts';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';

interface Kind {
  readonly kind: string;
  readonly unit: string;
  readonly limit: number | null;
  readonly spent: { readonly value: number };
  readonly forecast: { readonly value: number } | null;
  readonly state: string;
}

interface BudgetAnswer {
  readonly month: { readonly key: string };
  readonly budgets: readonly { readonly project: string | null; readonly kinds: readonly Kind[] }[];
}

/** What is left of the budgets of this month. */
export function BudgetMini() {
  const asked = useAnswer<BudgetAnswer>('/budget');
  return (
    <section class="panel">
      <h2>
        <a href={linkTo('/budget')}>Budget</a>
      </h2>
      <Loaded asked={asked} what="Loading the budget">
        {({ budgets, month }) => {
          const set = budgets.flatMap(({ project, kinds }) =>
            kinds.flatMap((kind) => (kind.limit === null ? [] : [{ project, ...kind, limit: kind.limit }])),
          );
          if (set.length === 0)
            return (
              <p class="muted">
                None is set: <code>joulebook config set budget.energy "40 kWh"</code>
              </p>
            );
          return (
            <ul class="plain">
              {set.map((kind) => (
                <BudgetLine key={`${kind.project} ${kind.kind}`} {...kind} month={month.key} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function BudgetLine({
  project,
  kind,
  unit,
  limit,
  spent,
  forecast,
  month,
}: Kind & { readonly limit: number; readonly project: string | null; readonly month: string }) {
  const print = (value: number): string =>
    unit === 'J' ? printEnergy(value) : unit === 'g' ? printCarbon(value) : printMoney(value, unit);
  const part = Math.min(1, limit > 0 ? spent.value / limit : 1);
  const ahead = Math.min(1, forecast === null || !(limit > 0) ? part : forecast.value / limit);
  const isOver = forecast !== null && forecast.value > limit;
  return (
    <li>
      <strong>
        {project === null ? '' : `${project.slice(0, 40)}: `}
        {kind}
      </strong>{' '}
      {unbroken(
        `${print(spent.value)} of ${print(limit)} in ${month} (${shareText(limit > 0 ? spent.value / limit : 1)})`,
      )}
      <svg class="budget-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ahead" width={100 * Math.max(part, ahead)} height="8" />
        <rect class="spent" width={100 * part} height="8" />
      </svg>
      {forecast !== null && (
        <span class="muted">
          {isOver ? '▲ at this pace ' : 'at this pace '}
          {print(forecast.value)} at the end of the month{isOver ? ', beyond it' : ''}
        </span>
      )}
    </li>
  );
}
