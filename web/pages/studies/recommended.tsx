import { Loaded } from '../../parts/loaded.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import { type StudyBest, studyPath, type StudyShown } from './study-data.ts';
import { valueText } from './study-text.ts';
import { trialHref } from './trial-href.ts';

/** More of a front are not shown here; the table of trials has them. */
const MOST = 5;

/** The configuration that a study recommends, and the command that trains it. */
export function Recommended({ study }: { readonly study: StudyShown }) {
  const isKnown = study.recommended.length > 0;
  const asked = useAnswer<StudyBest>(isKnown ? studyPath(study.name, '/best') : undefined);
  if (!isKnown)
    return (
      <section class="empty">
        <h2>Nothing can be recommended yet</h2>
        <p>
          {study.list.length === 0
            ? 'The study has no trials.'
            : 'No trial has said a value that is a number and keeps all constraints.'}
        </p>
      </section>
    );
  return (
    <section aria-labelledby="recommended">
      <h2 id="recommended">Recommended</h2>
      <Loaded asked={asked} what="Loading what is recommended">
        {({ best, isComplete }) => (
          <>
            {!isComplete && <p>It was not trained to the end: nothing was yet.</p>}
            {best.slice(0, MOST).map((one) => (
              <Best key={one.number} one={one} study={study} />
            ))}
            {best.length > MOST && (
              <p class="muted">and {best.length - MOST} more on the front, in the table of trials.</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Best({ one, study }: { readonly one: StudyBest['best'][number]; readonly study: StudyShown }) {
  const { configuration, number, values, command } = one;
  const typed = command === null ? undefined : `joulebook run -- ${command}`;
  const json = JSON.stringify(configuration);
  return (
    <div class="recommended">
      <p>
        <a href={linkTo(trialHref(number))}>Trial {number}</a>:{' '}
        {study.objectives.map(({ metric }, i) => `${metric} ${textOf(values[i])}`).join(', ')}
      </p>
      <dl class="values">
        {Object.entries(configuration).map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{valueText(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {typed === undefined ? (
        <p class="row">
          {study.command !== null && (
            <span class="muted">
              The search file fills its command: <code>{study.command}</code>
            </span>
          )}
          <CopyButton text={json} label="Copy as JSON" />
        </p>
      ) : (
        <div class="command">
          <pre tabIndex={0}>{typed}</pre>
          <CopyButton text={typed} />
          <CopyButton text={json} label="Copy as JSON" />
        </div>
      )}
    </div>
  );
}

function textOf(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : metricText(value);
}
