import '../../styles/grid.css';
import { intensityWithBand } from '../../../src/units/format.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useAnswer } from '../../state/use-answer.ts';
import type { GridData, LiveData } from './grid-data.ts';
import { HourMap } from './hour-map.tsx';
import { Ahead } from './ahead.tsx';
import { LiveSource } from './live-source.tsx';
import { Regions } from './regions.tsx';

/** How clean the electricity is: here by the hour as far as it is known, ahead where a source tells, elsewhere by the year. */
export function Page() {
  const asked = useAnswer<GridData>('/grid');
  // A source may be slow or silent: what is known without it does not wait.
  const live = useAnswer<LiveData>(asked.answer?.data.isConfigured === true ? '/grid/live' : undefined);
  const told = live.answer?.data.live ?? null;
  return (
    <>
      <h1>Grid</h1>
      <Loaded asked={asked} what="Loading what is known of the grid">
        {(data) => (
          <>
            <Here data={data} />
            {data.isConfigured && (
              <Loaded asked={live} what="Asking the live source">
                {(answer) => <LiveSource data={answer} isAsking={live.isLoading} onAgain={live.again} />}
              </Loaded>
            )}
            <HourMap book={data.book} live={told} />
            {told !== null && <Ahead live={told} nowMs={live.answer?.data.nowMs ?? data.nowMs} />}
          </>
        )}
      </Loaded>
      <Regions />
    </>
  );
}

const SET_REGION = 'joulebook config set region FR';
const SET_SOURCE = 'joulebook config set grid-source electricity-maps';

function Here({ data: { here, isConfigured } }: { readonly data: GridData }) {
  return (
    <>
      {here === null ? (
        <p class="row">
          Where this machine stands is not known. This says it: <code>{SET_REGION}</code>
          <CopyButton text={SET_REGION} />
        </p>
      ) : (
        <p>
          <strong>
            <bdi>{here.name}</bdi>
          </strong>{' '}
          {here.isGuess && (
            <>
              (a guess by the clock of this machine; <code>{SET_REGION}</code> says it){' '}
            </>
          )}
          {intensityWithBand(here.intensity)} CO₂e over the year {here.intensity.year}, {here.intensity.basis}
          , {here.intensity.boundary}
          {here.intensity.accounting !== undefined && `, by ${here.intensity.accounting}`}. Source:{' '}
          <bdi>{here.intensity.source}</bdi>.
        </p>
      )}
      {!isConfigured && (
        <section class="empty">
          <h2>Offline: yearly tables only</h2>
          <p>
            No live source is set, so nobody is asked and no hour of today or tomorrow is known; all below are
            means of whole years. A source tells the hours:
          </p>
          <p class="row">
            <code>{SET_SOURCE}</code>
            <CopyButton text={SET_SOURCE} />
            <span class="muted">Without a key: energinet (Denmark), gb (Great Britain).</span>
          </p>
        </section>
      )}
    </>
  );
}
