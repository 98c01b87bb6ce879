import type { RunRecord } from '../../../../src/book/run-record.ts';
import type { Derivation } from '../../../../src/units/derivation.ts';
import { energyWithBand } from '../../../../src/units/format.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';
import { thousands } from '../../../parts/count-text.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { shareText } from '../../../../src/units/format-share.ts';
import { api } from '../../../state/base.ts';
import { setView, view } from '../../../state/location.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { figuresOf } from './figure-names.ts';
import { VerifyJournal } from './verify-journal.tsx';
import { WhyTree } from './why-tree.tsx';

interface Why {
  readonly figures: readonly {
    readonly field: string;
    readonly derivation: Derivation;
    readonly interval: readonly {
      readonly source: string;
      readonly part: number;
      readonly what: string;
      readonly help?: string;
    }[];
  }[];
  readonly assumed: readonly string[];
}

const MOST_GAPS = 100;

/** How it was measured, and where each figure comes from. */
export function MethodTab({ run }: { readonly run: RunRecord }) {
  const names = figuresOf(run);
  const field = names.includes(view('figure') ?? '') ? (view('figure') ?? 'energy') : 'energy';
  const asked = useAnswer<Why>(`/runs/${run.id}/why?field=${encodeURIComponent(field)}`);
  const { energy, gaps } = run;
  const isNoted = Object.values(energy.components).some(
    ({ reason, uuid }) => Boolean(reason) || Boolean(uuid),
  );
  return (
    <>
      <h2>Meters and sampling</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Meters">
        <table>
          <thead>
            <tr>
              <th scope="col">Component</th>
              <th scope="col">Method</th>
              <th scope="col">Grade</th>
              <th scope="col">Its share by</th>
              {isNoted && <th scope="col">What to know</th>}
            </tr>
          </thead>
          <tbody>
            {Object.entries(energy.components).map(([name, { method, grade, share, reason, uuid }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{method}</td>
                <td>{grade}</td>
                <td>
                  {share.method}
                  {share.value === null ? '' : `, ${shareText(share.value)}`}
                </td>
                {isNoted && <td class="prose">{[reason, uuid].filter(Boolean).join(' · ')}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl class="facts">
        <dt>Samples</dt>
        <dd>
          {thousands(run.samples)}, one every {printDuration(run.intervalS)}
        </dd>
        <dt>From counters</dt>
        <dd>{shareText(energy.measuredFraction)} of the energy of the chips</dd>
        <dt>Gaps</dt>
        <dd>
          {gaps.length === 0
            ? 'none'
            : gaps
                .slice(0, MOST_GAPS)
                .map(
                  ({ atS, durationS, why }) =>
                    `${printDuration(durationS)} at ${printDuration(atS)} (${why})`,
                )
                .join('; ')}
          {gaps.length > MOST_GAPS ? `; and ${gaps.length - MOST_GAPS} more` : ''}
        </dd>
        <dt>Policy</dt>
        <dd>
          {Object.entries(energy.policy)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · ') || 'as set out in the methodology'}
        </dd>
        <dt>Used by no run</dt>
        <dd>{energyWithBand(energy.unattributed)}, while this one lasted</dd>
        <dt>joulebook itself</dt>
        <dd>{energyWithBand(energy.tracker)}, counted in no run</dd>
        <dt>Calibration</dt>
        <dd>{energy.calibrationId ?? 'none'}</dd>
        <dt>Made by</dt>
        <dd>joulebook {run.trackerVersion}</dd>
      </dl>
      <h2>Where a figure comes from</h2>
      <p class="row">
        <label>
          Figure{' '}
          <select
            value={field}
            onChange={({ currentTarget: { value } }) =>
              setView({ figure: value === 'energy' ? undefined : value })
            }
          >
            {names.map((name) => (
              <option key={name} value={name}>
                {name.slice(0, 60)}
              </option>
            ))}
          </select>
        </label>
        <CopyButton label="Copy as command" text={`joulebook why ${run.id} ${quoted(field)}`} />
      </p>
      <Loaded asked={asked} what="Loading the chain">
        {({ figures, assumed }) => (
          <div class="why">
            {figures.map(({ field: name, derivation, interval }) => (
              <section key={name}>
                <ul>
                  <WhyTree node={derivation} />
                </ul>
                {interval.length > 0 && (
                  <>
                    <h3>What makes the interval wide</h3>
                    <ul>
                      {interval.map(({ source, part, what, help }) => (
                        <li key={source}>
                          <strong>{shareText(part)}</strong> {what}{' '}
                          <span class="muted">
                            {what === source ? '' : `(${source})`}
                            {help === undefined ? '' : ` · better: ${help}`}
                          </span>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
              </section>
            ))}
            {assumed.length > 0 && (
              <>
                <h3>Assumed, and how to say it instead</h3>
                <ul>
                  {assumed.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </>
            )}
          </div>
        )}
      </Loaded>
      <h2>Evidence</h2>
      <p>
        The journal with the checksum of every line, the record that it sums up to, and the chain above, for
        others to check.
      </p>
      <p class="row">
        <a
          class="button"
          href={api(`/runs/${run.id}/evidence.tar.gz`)}
          download={`joulebook-${run.id}.tar.gz`}
        >
          Download evidence
        </a>
        <VerifyJournal id={run.id} />
      </p>
    </>
  );
}

function quoted(word: string): string {
  return /^[\w.:-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
