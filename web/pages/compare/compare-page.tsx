import '../../styles/compare.css';
import '../../styles/run.css';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { TerminalLine } from '../../parts/terminal-line.tsx';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { linkTo, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useAnswers } from '../../state/use-answers.ts';
import type { PowerAnswer, TimelineAnswer } from '../run/power/power-answer.ts';
import { ChooseRuns } from './choose-runs.tsx';
import { CompareTable } from './compare-table.tsx';
import type { Comparison } from './comparison.ts';
import { alignmentOf, PowerOverlay } from './power-overlay.tsx';
import { StageChart } from './stage-chart.tsx';
import { QualityChart } from './quality-chart.tsx';

const MOST_RUNS = 20;
/** Of lines over each other more are not told apart. */
const BUCKETS = 400;

/** Runs side by side. */
export function Page() {
  const all = (view('ids') ?? '').split(',').filter(Boolean);
  const ids = all.slice(0, MOST_RUNS);
  const asked = useAnswer<Comparison>(
    ids.length < 2 ? undefined : `/compare?ids=${encodeURIComponent(ids.join(','))}`,
  );
  return (
    <>
      <h1>Compare</h1>
      <ChooseRuns ids={ids} />
      {all.length > ids.length && (
        <p>
          The first {MOST_RUNS} of {all.length} runs.
        </p>
      )}
      {ids.length < 2 ? (
        <section class="empty">
          <h2>{ids.length === 0 ? 'Nothing to compare yet' : 'One more run'}</h2>
          <p>
            {ids.length === 0
              ? 'Name two runs or more above, or choose them on '
              : 'The first run is the base. Name another above, or choose some on '}
            <a href={linkTo('/runs')}>Runs</a>.
          </p>
        </section>
      ) : (
        <Loaded asked={asked} what="Loading the comparison">
          {(comparison) => <Compared comparison={comparison} ids={ids} />}
        </Loaded>
      )}
    </>
  );
}

function Compared({ comparison, ids }: { readonly comparison: Comparison; readonly ids: readonly string[] }) {
  const { runs, unlike, likeForLike } = comparison;
  const records = useAnswers<RunRecord>(runs.map(({ id }) => `/runs/${id}`));
  const power = useAnswers<PowerAnswer>(runs.map(({ id }) => `/runs/${id}/power?buckets=${BUCKETS}`));
  const loaded = runs.flatMap(({ id }) => records.data.get(`/runs/${id}`) ?? []);
  const isByEpoch = alignmentOf(view('by')) === 'epoch';
  const wanting = loaded.filter(
    ({ energy, metrics }) => isByEpoch || (energy.epochs.length === 0 && Object.keys(metrics).length > 0),
  );
  const timelines = useAnswers<TimelineAnswer>(wanting.map(({ id }) => `/runs/${id}/timeline`));
  const troubles = [...records.troubles, ...power.troubles, ...timelines.troubles];
  const byId = <T,>(answers: ReadonlyMap<string, T>, path: (id: string) => string): ReadonlyMap<string, T> =>
    new Map(
      runs.flatMap(({ id }) => {
        const one = answers.get(path(id));
        return one === undefined ? [] : [[id, one] as const];
      }),
    );
  const given = {
    runs: loaded,
    power: byId(power.data, (id) => `/runs/${id}/power?buckets=${BUCKETS}`),
    timelines: byId(timelines.data, (id) => `/runs/${id}/timeline`),
    isLoading: power.isLoading || timelines.isLoading,
  };
  return (
    <>
      {!likeForLike && (
        <section class="banner" aria-label="Not like for like">
          <strong>Not like for like.</strong> What differs beside the runs themselves:
          <ul>
            {unlike.map(({ what, values }) => (
              <li key={what}>
                {what}:{' '}
                <span dir="auto">{[...new Set(values.map((value) => value || 'none'))].join(' · ')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {likeForLike && (
        <p class="muted">Like for like: same host, CPU, GPU, grade, methods, PUE and intensity.</p>
      )}
      <CompareTable comparison={comparison} ids={ids} />
      {troubles.map((trouble, n) => (
        <TroubleView key={n} trouble={trouble} />
      ))}
      {loaded.length < runs.length && records.isLoading ? (
        <Skeleton what="Loading the runs" />
      ) : (
        <>
          <QualityChart {...given} />
          <StageChart runs={loaded} />
          <PowerOverlay {...given} />
        </>
      )}
      <TerminalLine command={`joulebook compare ${runs.map(({ id }) => id).join(' ')}`} />
    </>
  );
}
