import { shareText } from '../../../src/units/format-share.ts';
import { useMemo } from 'preact/hooks';
import { bars } from '../../../src/report/chart/bars.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import type { Importance } from '../../../src/search/importance/importance.ts';
import { DrawnChart, type Drawing } from '../../charts/drawn-chart.tsx';
import type { StudyShown } from './study-data.ts';

/** With fewer complete trials an importance is mostly chance. */
const FEW = 10;
/** More bars are not drawn; the table has all. */
const MOST = 15;
/** Height of a row of bars, as `bars` draws it. */
const ROW = 40;

/** Which parameters matter, for quality and for energy side by side. */
export function ImportanceCharts({ study }: { readonly study: StudyShown }) {
  const { importances, space, name } = study;
  if (space.parameters.length === 0) return null;
  const { trials, list } = importances;
  if (trials < 2)
    return <p class="muted">Which parameters matter is known once two trials are complete; {trials} is.</p>;
  return (
    <section aria-labelledby="importance">
      <h2 id="importance">Which parameters matter</h2>
      <p class="muted">
        From {trials} complete trials, by PED-ANOVA.
        {trials < FEW && ' So few say little.'}
        {!list.some(({ of }) => of === 'energy') &&
          ' For the energy none does: complete trials have used almost the same.'}
      </p>
      <div class="side-by-side">
        {list.map((importance) => (
          <Chart key={importance.of} importance={importance} study={name} />
        ))}
      </div>
    </section>
  );
}

function Chart({ importance, study }: { readonly importance: Importance; readonly study: string }) {
  const { of, parts } = importance;
  const rows = parts.slice(0, MOST);
  const drawing = useMemo(
    () =>
      (width: number): Drawing => ({
        svg: bars(
          rows.map(({ parameter, part }) => ({
            name: parameter,
            parts: [{ role: of === 'energy' ? 'cpu' : 'gpu', value: part }],
            text: shareText(part),
          })),
          { title: `what matters for ${of}`, sentence: '' },
          { width, paint: THEMED, prefix: `matters-${of === 'energy' ? 'e' : 'q'}` },
        ),
        height: rows.length * ROW,
        places: rows.map((_, i) => [8, i * ROW + 24] as const),
      }),
    [importance],
  );
  const [first] = rows;
  const more = parts.length - rows.length;
  return (
    <DrawnChart
      id={`importance-${of}`}
      level={3}
      title={`For ${of}`}
      sentence={first === undefined ? '' : `${first.parameter} matters most: ${shareText(first.part)}.`}
      unit="share of what all parameters explain"
      source={`the study ${study}`}
      {...(more > 0 ? { note: `${more} more in the table.` } : {})}
      drawing={drawing}
      byRow
      count={rows.length}
      pointsName="parameters"
      textOf={(i) => `${rows[i]?.parameter ?? ''}: ${shareText(rows[i]?.part ?? 0)}`}
      table={() => ({
        columns: [{ title: 'parameter' }, { title: 'share', isNumber: true }],
        rows: parts.map(({ parameter, part }) => [parameter, shareText(part)]),
      })}
      data={{
        columns: ['parameter', 'share'],
        rows: () => parts.map(({ parameter, part }) => [parameter, part]),
      }}
    />
  );
}
