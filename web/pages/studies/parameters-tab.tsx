import { useMemo } from 'preact/hooks';
import { printEnergy } from '../../../src/units/format.ts';
import { ParallelChart } from '../../charts/parallel/parallel-chart.tsx';
import { shadesOf } from '../../charts/parallel/lines.ts';
import { setView } from '../../state/location.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import { AxisTable } from './axis-table.tsx';
import { ImportanceCharts } from './importance-charts.tsx';
import type { StudyShown } from './study-data.ts';
import { trialHref } from './trial-href.ts';
import { TrialTable } from './trial-table.tsx';
import { trialText } from './trial-text.ts';
import { useTrialView } from './use-trial-view.ts';

/** What the parameters have to do with quality and energy. */
export function ParametersTab({ study }: { readonly study: StudyShown }) {
  const shown = useTrialView(study);
  const { axes, kept, brush } = shown;
  const { list, objectives, name } = study;
  const [objective] = objectives;
  const isMoreBetter = objective?.goal === 'maximize';
  const metric = objective?.metric ?? '';
  const shades = useMemo(
    () =>
      shadesOf(
        list.map(({ values }) => values[0] ?? null),
        isMoreBetter,
      ),
    [study],
  );
  const order = useMemo(() => {
    const lines = Array.from(kept.keys()).filter((i) => kept[i] === 1);
    const worst = isMoreBetter ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const of = (i: number): number => list[i]?.values[0] ?? worst;
    return lines.sort((a, b) => (of(a) === of(b) ? a - b : isMoreBetter ? of(b) - of(a) : of(a) - of(b)));
  }, [kept, study]);
  if (list.length === 0) return <p>The study has no trials yet.</p>;
  const joules = order.reduce((sum, i) => sum + (list[i]?.joules ?? 0), 0);
  const [top] = order;
  const best = top === undefined ? undefined : list[top]?.values[0];
  return (
    <>
      <ParallelChart
        {...shown}
        id="parallel"
        title="Parameters, energy and quality of each trial"
        sentence={`${order.length} of ${list.length} trials${brush.size > 0 ? ' are kept by the ranges' : ''}${joules > 0 ? `, with ${printEnergy(joules)}` : ''}${best === undefined || best === null ? '' : `; the best has ${metric} ${metricText(best)}`}.`}
        unit={`Wh, ${objectives.map((one) => one.metric).join(', ')}, and those of the parameters`}
        source={`the study ${name}`}
        note={`The stronger a line, the better its ${metric}. Drag along an axis to keep a range, click it to keep all again; drag its name to move it.`}
        controls={
          brush.size > 0 && (
            <button type="button" class="quiet" onClick={() => setView({ brush: undefined })}>
              Keep all
            </button>
          )
        }
        shades={shades}
        order={order}
        textOf={(i) => trialText(study, i)}
        hrefOf={(i) => hrefAt(list[i]?.number)}
        onOpen={(i) => setView({ trial: String(list[i]?.number ?? '') })}
        table={() => ({
          columns: [
            { title: 'trial', isNumber: true },
            { title: 'state' },
            ...axes.map(({ label, choices }) => ({ title: label, isNumber: choices === undefined })),
          ],
          rows: order.map((i) => [
            String(list[i]?.number ?? ''),
            list[i]?.state ?? '',
            ...axes.map(({ values, text }) => {
              const value = values[i] ?? null;
              return value === null ? '—' : text(value);
            }),
          ]),
        })}
        data={{
          columns: [
            'trial',
            'state',
            ...axes.map(({ key, label }) => (key === 'energy' ? 'energy_j' : label)),
          ],
          rows: () =>
            list.map(({ number, state }, i) => [
              number,
              state,
              ...axes.map(({ values, choices }) => {
                const value = values[i] ?? null;
                return value === null || choices === undefined ? value : (choices[value] ?? null);
              }),
            ]),
        }}
      />
      <AxisTable shown={shown} />
      <ImportanceCharts study={study} />
      <TrialTable
        study={study}
        indexes={order}
        title={brush.size > 0 ? 'Trials that the ranges keep' : 'Trials'}
      />
    </>
  );
}

function hrefAt(number: number | undefined): string | undefined {
  return number === undefined ? undefined : trialHref(number);
}
