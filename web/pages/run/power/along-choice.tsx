import { setView, view } from '../../../state/location.ts';
import type { TimelineAnswer } from './power-answer.ts';
import { type Counted, type Progress, progressOf } from './progress.ts';

const COUNTED: readonly Counted[] = ['step', 'epoch'];

/** What the address wants the plots to go along (`x`), where the run can tell it; undefined for time. */
export function alongOf(timeline: TimelineAnswer | undefined): Progress | undefined {
  const wanted = COUNTED.find((one) => one === view('x'));
  return wanted === undefined ? undefined : progressOf(timeline, wanted);
}

/** Whether the plots go along time, steps or epochs. What a run did not report cannot be chosen, and is said to be missing. */
export function AlongChoice({
  timeline,
  along,
}: {
  readonly timeline: TimelineAnswer | undefined;
  readonly along: Progress | undefined;
}) {
  const current = along?.counted ?? 'time';
  const missing =
    timeline === undefined ? [] : COUNTED.filter((one) => progressOf(timeline, one) === undefined);
  return (
    <fieldset class="toggles">
      <legend>Along</legend>
      {(['time', ...COUNTED] as const).map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="along"
            checked={one === current}
            disabled={one !== 'time' && (timeline === undefined || missing.includes(one))}
            onChange={() => setView({ x: one === 'time' ? undefined : one })}
          />
          {one}
        </label>
      ))}
      {missing.length > 0 && (
        <small class="muted">
          The run reported no {missing.map((one) => `${one}s`).join(' and no ')}
          {missing.includes('step') && (
            <>
              : <code>joulebook.log(step=…, loss=…)</code>
            </>
          )}
        </small>
      )}
    </fieldset>
  );
}
