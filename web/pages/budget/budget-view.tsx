import type { BudgetKind } from '../../../src/report/budget/budget.ts';
import { amountText } from '../../../src/report/budget/amount-text.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import type { BudgetData, KindData, MonthData } from './budget-data.ts';
import { budgetFigure, eventsOf } from './budget-figure.ts';
import { isBare } from './is-bare.ts';
import { NothingUsed } from './nothing-used.tsx';

const KIND_TITLES = { energy: 'Energy', carbon: 'Carbon', cost: 'Cost' } as const;
const STATES = { within: 'within', passing: '▲ will be passed', passed: '▲ used up' } as const;

/** One budget: a chart for the kind that is looked at, and where its other kinds stand. */
export function BudgetView({
  budget,
  wanted,
  data,
  parts,
  nowMs,
}: {
  readonly budget: BudgetData['budgets'][number];
  readonly wanted: BudgetKind;
  readonly data: BudgetData;
  readonly parts: MonthData;
  readonly nowMs: number;
}) {
  const kind = budget.kinds.find((one) => one.kind === wanted) ?? budget.kinds[0];
  if (kind === undefined) return null;
  const who = budget.project === null ? 'all runs' : `project ${budget.project}`;
  if (isBare(kind))
    return <NothingUsed kind={kind} project={budget.project} month={data.month} parts={parts} />;
  const { currency } = parts;
  const text = (amount: number): string => amountText(amount, kind.kind, { currency });
  const largest = parts.largest.filter((run) => budget.project === null || run.project === budget.project);
  const events = eventsOf(kind, data.month, largest);
  const title = `${KIND_TITLES[kind.kind]} of ${who}`;
  const figure = budgetFigure(kind, data, events, { nowMs, currency, title });
  const days = figure.table.rows;
  return (
    <section class="budget" aria-label={title}>
      <FigureChart
        figure={{ ...figure, id: `${figure.id}-${budget.project === null ? 'all' : slug(budget.project)}` }}
        unit={{ energy: 'Wh at the wall', carbon: 'g CO₂e, operational', cost: currency }[kind.kind]}
        source={`joulebook budget --month ${data.month.key}`}
        data={{
          columns: ['date', `used_${kind.unit}`],
          rows: () => kind.days.map(({ date, spent }) => [date, spent]),
        }}
        series={[
          seriesOf(
            'days',
            days.map(([date = '', used = '', left = '']) => ({
              text: `${date}: ${used} used, ${left} ${kind.limit === null ? 'until then' : 'left'}`,
            })),
          ),
          ...(events.length === 0
            ? []
            : [
                seriesOf(
                  'large runs',
                  events.map(({ id, name, amount }) => ({
                    text: `${name}: ${text(amount)}`,
                    href: `/runs/${id}`,
                  })),
                ),
              ]),
        ]}
      />
      <Kinds
        kinds={budget.kinds}
        currency={currency}
        isEnforced={budget.enforce}
        of={budget.project === null ? 'all runs' : `project ${budget.project}`}
      />
    </section>
  );
}

function Kinds({
  kinds,
  currency,
  isEnforced,
  of,
}: {
  readonly of: string;
  readonly kinds: readonly KindData[];
  readonly currency: string;
  readonly isEnforced: boolean;
}) {
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Where ${of} stand, table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col" class="number">
                Used
              </th>
              <th scope="col" class="number">
                Limit
              </th>
              <th scope="col" class="number">
                Left
              </th>
              <th scope="col" class="number">
                A day
              </th>
              <th scope="col" class="number">
                In flight
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => {
              const text = (amount: number | null): string =>
                amount === null ? '—' : amountText(amount, kind.kind, { currency });
              return (
                <tr key={kind.kind}>
                  <th scope="row">{kind.kind}</th>
                  <td class="number">{text(kind.spent.value)}</td>
                  <td class="number">{text(kind.limit)}</td>
                  <td class="number">{text(kind.left)}</td>
                  <td class="number">{text(kind.perDay)}</td>
                  <td class="number">{text(kind.inFlight)}</td>
                  <td>
                    {kind.limit === null ? 'no limit' : STATES[kind.state]}
                    {kind.passedOn !== null && `, on ${kind.passedOn}`}
                    {kind.unknownRuns > 0 &&
                      `; not known of ${kind.unknownRuns === 1 ? '1 run' : `${kind.unknownRuns} runs`}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {kinds.some(({ inFlightAssumed }) => inFlightAssumed > 0) && (
        <p class="muted">
          Runs of commands that are new are taken to last as long again as they have; that refuses nothing.
        </p>
      )}
      {kinds.some(({ limit }) => limit !== null) && (
        <p class="muted">
          {isEnforced
            ? 'It is enforced: what surely goes beyond is not started (exit code 4).'
            : 'It warns before a run; with budget.enforce: true what surely goes beyond is not started.'}
        </p>
      )}
    </>
  );
}

function slug(text: string): string {
  return text.replaceAll(/[^\w-]+/g, '-').slice(0, 40);
}
