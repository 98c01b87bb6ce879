import '../../styles/overview.css';
import { useEffect, useState } from 'preact/hooks';
import { Loaded } from '../../parts/loaded.tsx';
import { NoRunsYet } from '../../parts/no-runs-yet.tsx';
import { linkTo, setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { overviewQuestion } from '../../state/overview-question.ts';
import { filterOfAllTimes } from '../../state/whole-filter.ts';
import { BudgetMini } from './budget-mini.tsx';
import { CalendarMap } from './calendar-map.tsx';
import { DaysChart } from './days-chart.tsx';
import type { Overview } from '../../../src/report/overview/overview.ts';
import { RunningNow } from './running-now.tsx';
import { Tiles } from './tiles.tsx';
import { WasteStrip } from './waste-strip.tsx';

/** What a period used, by what, how that has changed, and what to do next. */
export function Page() {
  const asked = useAnswer<Overview>(overviewQuestion());
  return (
    <>
      <h1>Overview</h1>
      <Loaded asked={asked} what="Loading the overview">
        {(data) => <Shown data={data} again={asked.again} />}
      </Loaded>
    </>
  );
}

function dayText(ms: number): string {
  return new Date(ms).toLocaleDateString('en-CA');
}

function Shown({ data, again }: { readonly data: Overview; readonly again: () => void }) {
  const [isFirst, setFirst] = useState(true);
  useEffect(() => {
    // After the frame in which the chart is painted comes what is below it.
    const frame = requestAnimationFrame(() => {
      performance.mark('first-chart');
      setTimeout(() => setFirst(false));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const isFiltered = filterOfAllTimes.value !== '';
  if (data.runs === 0 && !isFiltered) return <NoRunsYet onRuns={again} />;
  if (data.runs === 0)
    return (
      <section>
        <h2>
          No run matches <code>{filterOfAllTimes.value.slice(0, 300)}</code>
        </h2>
        <p class="row">
          <a href={linkTo('/runs')}>Which words to leave out</a>
          <button type="button" onClick={() => setView({ q: undefined, p: undefined })}>
            Clear the filter
          </button>
        </p>
      </section>
    );
  return (
    <>
      <p class="muted">
        {dayText(data.period.fromMs)} to {dayText(data.period.toMs - 1)}
        {view('t') === undefined && ': the last 30 days, unless a time range is chosen'}
      </p>
      <Tiles data={data} />
      <DaysChart data={data} />
      {!isFirst && (
        <>
          <div class="overview-two">
            <RunningNow running={data.running} />
            <BudgetMini />
          </div>
          <WasteStrip />
          <CalendarMap data={data} />
        </>
      )}
    </>
  );
}
