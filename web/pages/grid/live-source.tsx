import { printDuration } from '../../../src/units/format-duration.ts';
import { printIntensity } from '../../../src/units/format.ts';
import { dateText } from '../../parts/date-text.ts';
import type { LiveData } from './grid-data.ts';

/** Which live source this is, its newest hour and how old that is: a source that is down shows what it told before. */
export function LiveSource({
  data: { live, nowMs },
  isAsking,
  onAgain,
}: {
  readonly data: LiveData;
  readonly isAsking: boolean;
  readonly onAgain: () => void;
}) {
  return (
    <p class="row live-source">
      <span>
        {live === null ? (
          'A live source is set and was not asked; why stands above.'
        ) : (
          <>
            Live: <strong>{live.source}</strong>, zone <bdi>{live.zone}</bdi>
            {live.basis !== null && `, ${live.basis}`}
            {live.boundary !== null && `, ${live.boundary}`}. <Newest live={live} nowMs={nowMs} />
          </>
        )}
      </span>
      <button type="button" class="quiet" disabled={isAsking} onClick={onAgain}>
        {isAsking ? 'Asking …' : 'Ask again'}
      </button>
    </p>
  );
}

function Newest({ live, nowMs }: { readonly live: NonNullable<LiveData['live']>; readonly nowMs: number }) {
  const newest = live.past.find(({ atMs }) => atMs === live.newestMs);
  if (newest === undefined) return <>It has told no hour of the last week.</>;
  const ageS = Math.max(0, nowMs - newest.atMs) / 1000;
  return (
    <>
      Newest hour: {dateText(new Date(newest.atMs).toISOString())}, begun {printDuration(ageS)} ago:{' '}
      <strong>{printIntensity(newest.gPerKwh)}</strong>, {newest.how}.
    </>
  );
}
