import { useLayoutEffect, useRef } from 'preact/hooks';
import { Loaded } from '../../parts/loaded.tsx';
import { linkTo, setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type StudyShown, studyPath, type TrialExplained, type TrialRuns } from './study-data.ts';

/** The trial that the address names, explained as `joulebook study explain` does. */
export function TrialPanel({
  study,
  runs,
}: {
  readonly study: StudyShown;
  readonly runs: TrialRuns | undefined;
}) {
  const number = view('trial');
  return number === undefined || !/^\d+$/.test(number) ? null : (
    <Explained key={number} study={study} number={Number(number)} runs={runs} />
  );
}

function Explained({
  study,
  number,
  runs,
}: {
  readonly study: StudyShown;
  readonly number: number;
  readonly runs: TrialRuns | undefined;
}) {
  const asked = useAnswer<TrialExplained>(studyPath(study.name, `/trials/${number}`));
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const close = (): void => setView({ trial: undefined });
  const ids = runs?.runs.find(({ trial }) => trial === number)?.ids ?? [];
  return (
    <section
      class="panel"
      aria-labelledby="trial-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <div class="row">
        <h2 id="trial-title" ref={heading} tabIndex={-1}>
          Trial {number}
        </h2>
        <button type="button" class="quiet" onClick={close}>
          Close
        </button>
      </div>
      <Loaded asked={asked} what="Loading the trial">
        {({ sentences }) => (
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </Loaded>
      {ids.length > 0 && (
        <p>
          {ids.length === 1 ? 'Its run: ' : `It ran ${ids.length} times: `}
          {ids.map((id, n) => (
            <span key={id}>
              {n > 0 && ', '}
              <a href={linkTo(`/runs/${id}`)}>{id.slice(-6).toLowerCase()}</a>
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
