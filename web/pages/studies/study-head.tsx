import { missing, printEnergy } from '../../../src/units/format.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { linkTo } from '../../state/location.ts';
import type { StudyShown, TrialRuns } from './study-data.ts';
import { bestText, stateText, trialsText } from './study-text.ts';

/** What is to be known of a study at a glance. */
export function StudyHead({
  study,
  runs,
}: {
  readonly study: StudyShown;
  readonly runs: TrialRuns | undefined;
}) {
  const { objectives, energy, over, sampler, stopper, seed, spent, recommended } = study;
  const hasEnergy = energy.total > 0;
  const part = hasEnergy ? shareText(energy.sinceGain / energy.total) : '';
  const [best] = recommended;
  return (
    <>
      <dl class="facts">
        <Fact name="Sought">{objectives.map(({ metric, goal }) => `${goal} ${metric}`).join(', ')}</Fact>
        <Fact name="Best">
          {bestText(study)}
          {best !== undefined && objectives.length === 1 && <small> trial {best.number}</small>}
        </Fact>
        <Fact name="Energy">
          {hasEnergy ? printEnergy(energy.total) : missing()}
          {!hasEnergy && <small> its trials told none</small>}
        </Fact>
        <Fact name="After the last gain">
          {hasEnergy ? printEnergy(energy.sinceGain) : missing()}
          {hasEnergy && <small> {part} of all</small>}
        </Fact>
        <Fact name="Trials">{trialsText(study)}</Fact>
        <Fact name="Time">{printDuration(spent.time)}</Fact>
      </dl>
      <p class="muted">
        {over === null ? `${capital(stateText(study))}. ` : `Over: ${over.text}. `}
        Proposed by {sampler}, stopped by {stopper}, seed {seed}.
        {runs?.filter !== null && runs?.filter !== undefined && (
          <>
            {' '}
            <a
              href={linkTo('/frontier', { q: runs.filter, y: metricWord(study), t: undefined, p: undefined })}
            >
              Its {runs.runs.length} measured {runs.runs.length === 1 ? 'trial' : 'trials'} on the Frontier
              page
            </a>
            .
          </>
        )}
      </p>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The first objective as the address of the Frontier page names it. */
function metricWord({ objectives }: StudyShown): string | undefined {
  const [first] = objectives;
  return first === undefined ? undefined : `${first.metric}:${first.goal === 'minimize' ? 'min' : 'max'}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
