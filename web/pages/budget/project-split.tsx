import type { BudgetKind } from '../../../src/report/budget/budget.ts';
import { amountText } from '../../../src/report/budget/amount-text.ts';
import { bars } from '../../../src/report/chart/bars.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { shareText } from '../../../src/units/format-share.ts';
import type { BudgetData, MonthData } from './budget-data.ts';

/** More bars are not read; the table has all. */
const MOST_BARS = 12;

/** Which projects the month went to. */
export function ProjectSplit({
  data,
  parts,
  wanted,
}: {
  readonly data: BudgetData;
  readonly parts: MonthData;
  readonly wanted: BudgetKind;
}) {
  const { currency } = parts;
  const text = (amount: number | null): string =>
    amount === null ? '—' : amountText(amount, wanted, { currency });
  const projects = parts.projects
    .map((one) => ({ ...one, amount: one[wanted] }))
    .toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
  const [first] = projects;
  if (first === undefined) return null;
  const whole = projects.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const part = (amount: number | null): string =>
    amount === null || whole <= 0 ? '' : shareText(amount / whole);
  const saying = {
    title: `The month by project, ${wanted}`,
    sentence: `${first.project} took ${text(first.amount)}, ${part(first.amount) || 'none'} of ${text(whole)}.`,
  };
  return (
    <FigureChart
      figure={{
        id: 'projects',
        ...saying,
        draw: (canvas) =>
          bars(
            projects.slice(0, MOST_BARS).map(({ project, amount }) => ({
              name: project,
              parts: [{ role: 'gpu', value: amount ?? 0 }],
              text: `${text(amount)} · ${part(amount)}`,
            })),
            saying,
            canvas,
          ),
        table: {
          columns: [
            { title: 'Project' },
            { title: 'Runs', isNumber: true },
            { title: wanted, isNumber: true },
            { title: 'Part', isNumber: true },
          ],
          rows: projects.map(({ project, runs, amount }) => [
            project,
            String(runs),
            text(amount),
            part(amount),
          ]),
        },
      }}
      unit={{ energy: 'Wh at the wall', carbon: 'g CO₂e, operational', cost: currency }[wanted]}
      source={`root runs of ${data.month.key}`}
      data={{
        columns: ['project', 'runs', 'energy_j', 'carbon_g', 'cost'],
        rows: () =>
          projects.map(({ project, runs, energy, carbon, cost }) => [project, runs, energy, carbon, cost]),
      }}
      series={[
        seriesOf(
          'projects',
          projects.map(({ project, amount }) => ({ text: `${project}: ${text(amount)}, ${part(amount)}` })),
        ),
      ]}
    />
  );
}
