import type { StudySummary } from '../../../src/search/study/summary.ts';
import { missing, printEnergy } from '../../../src/units/format.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { dateText } from '../../parts/date-text.ts';
import { linkTo } from '../../state/location.ts';
import { bestText, stateText } from './study-text.ts';

/** All studies, the one last worked on first. */
export function StudyList({ studies }: { readonly studies: readonly StudySummary[] }) {
  if (studies.length === 0) return <NoStudies />;
  return (
    <>
      <p>
        A study is a search for good parameters: joulebook proposes trials, measures each, and stops what is
        not worth its joules.
      </p>
      {/* A region that scrolls must be reached by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-label="Studies">
        <table>
          <thead>
            <tr>
              <th scope="col">Study</th>
              <th scope="col" class="number">
                Trials
              </th>
              <th scope="col">Sought</th>
              <th scope="col" class="number">
                Best
              </th>
              <th scope="col" class="number">
                Energy
              </th>
              <th scope="col" class="number">
                After the last gain
              </th>
              <th scope="col">State</th>
              <th scope="col">Made</th>
            </tr>
          </thead>
          <tbody>
            {studies.map((study) => (
              <Row key={study.name} study={study} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ study }: { readonly study: StudySummary }) {
  const { name, trials, objectives, energy, createdAt } = study;
  const hasEnergy = energy.total > 0;
  return (
    <tr>
      <th scope="row">
        <a href={linkTo(`/studies/${encodeURIComponent(name)}`)}>
          <bdi>{name}</bdi>
        </a>
      </th>
      <td class="number">{Object.values(trials).reduce((sum, count) => sum + count, 0)}</td>
      <td>{objectives.map(({ metric, goal }) => `${goal} ${metric}`).join(', ')}</td>
      <td class="number">{bestText(study)}</td>
      <td class="number">{hasEnergy ? printEnergy(energy.total) : missing()}</td>
      <td class="number">{hasEnergy ? printEnergy(energy.sinceGain) : missing()}</td>
      <td>{stateText(study)}</td>
      <td>{dateText(createdAt)}</td>
    </tr>
  );
}

const FIRST = 'joulebook search search.yaml';

function NoStudies() {
  return (
    <section class="empty">
      <h2>There are no studies yet</h2>
      <p>
        A search tries parameters, measures each trial and stops those that are not worth their joules. It
        begins with a file that names the command, the parameters and what is sought:
      </p>
      <dl>
        <div>
          <dt>Begin a search</dt>
          <dd>
            <pre>{FIRST}</pre>
            <CopyButton text={FIRST} />
          </dd>
        </div>
        <div>
          <dt>Take one in from Optuna</dt>
          <dd>
            <pre>joulebook study import optuna.db</pre>
            <CopyButton text="joulebook study import optuna.db" />
          </dd>
        </div>
      </dl>
    </section>
  );
}
