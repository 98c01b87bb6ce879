import { useMemo } from 'preact/hooks';
import type { RunRecord } from '../../../../src/book/run-record.ts';
import type { Range } from '../../../charts/time-series/range.ts';
import { Skeleton } from '../../../parts/skeleton.tsx';
import { TroubleView } from '../../../parts/trouble-view.tsx';
import { setView, view } from '../../../state/location.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { useLast } from '../../../state/use-last.ts';
import { useSettled } from '../../../state/use-settled.ts';
import { BesideChart } from './beside-chart.tsx';
import { besideChoices, besideOf, needsUsage, type UsageAnswer } from './beside.ts';
import type { TimelineAnswer } from './power-answer.ts';

const BUCKETS = 800;
/** The server is asked at most so often while a zoom goes on. */
const EVERY_MS = 150;

/** The choice of a third plot, and that plot. */
export function BesidePart({
  run,
  timeline,
  range,
  plot,
}: {
  readonly run: RunRecord;
  readonly timeline: TimelineAnswer | undefined;
  /** What is shown, s since the run began. */
  readonly range: Range;
  readonly plot: Omit<Parameters<typeof BesideChart>[0], 'beside' | 'controls'>;
}) {
  const key = view('y');
  const path = useSettled(
    needsUsage(key)
      ? `/runs/${run.id}/usage?buckets=${BUCKETS}&from=${range.from}&to=${range.to}`
      : undefined,
    EVERY_MS,
  );
  const asked = useAnswer<UsageAnswer>(path);
  const usage = useLast(asked)?.data;
  const choices = useMemo(() => besideChoices(run, timeline), [run, timeline]);
  const beside = useMemo(() => besideOf(key, run, timeline, usage), [key, run, timeline, usage]);
  const choice = (
    <label>
      Third plot{' '}
      <select
        value={key ?? ''}
        onChange={({ currentTarget: { value } }) => setView({ y: value || undefined })}
      >
        <option value="">none</option>
        {choices.map((one) => (
          <option key={one.key} value={one.key}>
            {one.label}
          </option>
        ))}
        <option disabled>GPU use, temperature: the journal has none</option>
      </select>
    </label>
  );
  if (beside !== undefined) return <BesideChart {...plot} beside={beside} controls={choice} />;
  const isUnknown = key !== undefined && !needsUsage(key) && timeline !== undefined;
  return (
    <>
      <p class="row">{choice}</p>
      {asked.trouble !== undefined && <TroubleView trouble={asked.trouble} again={asked.again} />}
      {needsUsage(key) && asked.trouble === undefined && <Skeleton what="Reading the samples" />}
      {isUnknown && <p class="muted">The run has nothing of that name to show.</p>}
    </>
  );
}
