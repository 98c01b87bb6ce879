import '../../styles/waste.css';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { bandText, figureOf, plainText } from '../../parts/amount.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { wh } from '../../parts/wh.ts';
import { footprintUnit } from '../../state/unit.ts';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { filterQuery, wholeFilter } from '../../state/whole-filter.ts';
import { Advice } from './advice.tsx';
import { CachePanel } from './cache-panel.tsx';
import { Items } from './items.tsx';
import { Rules } from './rules.tsx';
import type { WasteData } from './waste-data.ts';
import { shownCauses, wasteFigure } from './waste-figure.ts';

/** What energy came to nothing, why, and what to do about it. */
export function Page() {
  const filter = wholeFilter.value;
  const asked = useAnswer<WasteData>(`/waste${filterQuery(filter)}`);
  return (
    <>
      <h1>Waste</h1>
      <Loaded asked={asked} what="Loading the waste">
        {(data) => <Waste data={data} filter={filter} again={asked.again} />}
      </Loaded>
    </>
  );
}

function Waste({
  data,
  filter,
  again,
}: {
  readonly data: WasteData;
  readonly filter: string;
  readonly again: () => void;
}) {
  const unit = footprintUnit.value;
  if (data.runs === 0) return <NoRuns filter={filter} unknown={data.unknownRuns.length} />;
  const causes = shownCauses(data);
  return (
    <>
      {data.unknownRuns.length > 0 && (
        <p class="muted">
          Of {data.unknownRuns.length === 1 ? '1 run' : `${data.unknownRuns.length} runs`} the energy is not
          known: in no sum here.
        </p>
      )}
      {causes.length === 0 ? (
        <section class="empty">
          <h2>Nothing was wasted</h2>
          <p>
            All of {plainText(figureOf(data.total, unit), unit)} in{' '}
            {data.runs === 1 ? '1 run' : `${data.runs} runs`} went into results: none failed, none was
            repeated, none went on after it stopped to gain.
          </p>
        </section>
      ) : (
        <FigureChart
          figure={wasteFigure(data, unit)}
          unit={
            { energy: 'Wh at the wall', co2: 'g CO₂e, operational', cost: data.total.cost?.unit ?? 'money' }[
              unit
            ]
          }
          source={`joulebook waste, ${filter === '' ? 'all runs of the book' : filter}`}
          data={{
            columns: ['cause', 'runs', 'energy_wh', 'energy_low_wh', 'energy_high_wh', 'co2e_g', 'cost'],
            rows: () =>
              data.causes.map(({ cause, runs, energy, carbon, cost }) => [
                cause,
                runs,
                wh(energy.value),
                wh(energy.low),
                wh(energy.high),
                carbon?.value ?? null,
                cost?.value ?? null,
              ]),
          }}
          series={[
            seriesOf(
              'causes',
              causes.map((cause) => ({
                text: `${cause.cause}: ${bandText(figureOf(cause, unit), unit)} in ${cause.runs === 1 ? '1 run' : `${cause.runs} runs`}, ${cause.meaning}`,
              })),
            ),
          ]}
        />
      )}
      <Advice data={data} again={again} />
      {causes.length > 0 && <Items data={data} filter={filter} />}
      {data.savings !== null && <CachePanel savings={data.savings} />}
      <Rules data={data} />
    </>
  );
}

function NoRuns({ filter, unknown }: { readonly filter: string; readonly unknown: number }) {
  return (
    <section class="empty">
      <h2>{filter === '' ? 'No run to look at yet' : 'No run matches the filter'}</h2>
      <p>
        {unknown > 0 &&
          `Of ${unknown === 1 ? '1 run' : `${unknown} runs`} only bounds of the energy are known. `}
        {filter === '' ? (
          <>
            <code>joulebook run -- COMMAND</code> measures the first one.{' '}
            <a href={linkTo('/')}>More ways to begin</a>
          </>
        ) : (
          <code>{filter}</code>
        )}
      </p>
    </section>
  );
}
