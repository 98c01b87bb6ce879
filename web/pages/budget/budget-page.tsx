import '../../styles/budget.css';
import { Loaded } from '../../parts/loaded.tsx';
import { setView, view } from '../../state/location.ts';
import { type FootprintUnit, footprintUnit } from '../../state/unit.ts';
import { useAnswer } from '../../state/use-answer.ts';
import type { BudgetData, MonthData } from './budget-data.ts';
import { BudgetView } from './budget-view.tsx';
import { Breaches } from './breaches.tsx';
import { HowToSet } from './how-to-set.tsx';
import { ProjectSplit } from './project-split.tsx';
import { shiftMonth } from './shift-month.ts';

/** The kind of a budget that a unit shows. */
const KINDS = { energy: 'energy', co2: 'carbon', cost: 'cost' } as const satisfies Record<
  FootprintUnit,
  string
>;

/** What is left of the month's budgets, what it comes to, and what would go beyond. */
export function Page() {
  const month = view('month');
  const project = view('p');
  const words = new URLSearchParams();
  if (month !== undefined) words.set('month', month);
  if (project !== undefined) words.set('project', project);
  const query = words.size === 0 ? '' : `?${words.toString()}`;
  const asked = useAnswer<BudgetData>(`/budget${query}`);
  const made = useAnswer<MonthData>(`/budget/month${query}`);
  const key = asked.answer?.data.month.key ?? month;
  return (
    <>
      <h1>Budget</h1>
      {key !== undefined && <Months shown={key} />}
      <Loaded asked={asked} what="Loading the budget">
        {(data) => (
          <Loaded asked={made} what="Loading the runs of the month">
            {(parts) => <Budgets data={data} parts={parts} nowMs={asked.answer?.atMs ?? 0} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

function Months({ shown }: { readonly shown: string }) {
  const step = (by: number) => () => setView({ month: shiftMonth(shown, by) });
  return (
    <p class="row">
      <button type="button" onClick={step(-1)} aria-label="The month before">
        ‹
      </button>
      <label>
        Month{' '}
        <input
          type="month"
          value={shown}
          onChange={(event) => setView({ month: event.currentTarget.value })}
        />
      </label>
      <button type="button" onClick={step(1)} aria-label="The month after">
        ›
      </button>
    </p>
  );
}

function Budgets({
  data,
  parts,
  nowMs,
}: {
  readonly data: BudgetData;
  readonly parts: MonthData;
  readonly nowMs: number;
}) {
  const wanted = KINDS[footprintUnit.value];
  const isNone = data.budgets.every(({ kinds }) => kinds.every(({ limit }) => limit === null));
  return (
    <>
      {isNone && <HowToSet data={data} parts={parts} />}
      {data.budgets.map((budget) => (
        <BudgetView
          key={budget.project ?? ''}
          budget={budget}
          wanted={wanted}
          data={data}
          parts={parts}
          nowMs={nowMs}
        />
      ))}
      <Breaches data={data} parts={parts} />
      <ProjectSplit data={data} parts={parts} wanted={wanted} />
    </>
  );
}
