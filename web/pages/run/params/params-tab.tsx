import type { RunRecord } from '../../../../src/book/run-record.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { linkTo, setView, view } from '../../../state/location.ts';
import { shortText } from '../../../parts/short-text.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { dateText } from '../../../parts/date-text.ts';
import { diffParams } from './param-diff.ts';
import { PairTable } from './pair-table.tsx';

/** Parameters and how they differ from another run's, metrics, environment, notes. */
export function ParamsTab({ run }: { readonly run: RunRecord }) {
  const other = view('against');
  return (
    <>
      <p class="row">
        <label>
          Parameters against{' '}
          <select
            value={other ?? ''}
            onChange={({ currentTarget: { value } }) => setView({ against: value || undefined })}
          >
            <option value="">none</option>
            <option value="@best">the best run</option>
            <option value="@prev">the run before the last</option>
            <option value="@last">the last run</option>
          </select>
        </label>
        <span class="muted">
          {Object.keys(run.params).length} parameters, {Object.keys(run.metrics).length} metrics
        </span>
      </p>
      {other === undefined ? (
        <PairTable
          title="Parameters"
          pairs={Object.entries(run.params).map(([name, value]) => [name, String(value)])}
          none="No parameters were given: they are read from the command, from JOULEBOOK_PARAMS_FILE, or reported from inside."
        />
      ) : (
        <Against run={run} other={other} />
      )}
      <PairTable
        title="Metrics"
        pairs={Object.entries(run.metrics).map(([name, value]) => [name, saidNumber(value)])}
        none="No metric was reported: joulebook.log(acc=…) in Python, or a line of JSON in the report file."
      />
      <PairTable
        title="Environment"
        pairs={environmentOf(run)}
        none="Nothing of the environment is recorded."
      />
      <h2>Command</h2>
      <pre class="cut">{shortText(run.command.join(' '), 2000)}</pre>
      <p class="muted cut">in {run.cwd}</p>
      <h2>Notes and marks</h2>
      {run.notes.length === 0 && run.marks.length === 0 ? (
        <p class="muted">
          None. <code>joulebook note {run.id.slice(-6).toLowerCase()} "…"</code> adds one.
        </p>
      ) : (
        <ul>
          {run.notes.map(({ text, at }, n) => (
            <li key={`note ${n}`} dir="auto">
              {dateText(at)}: {shortText(text, 2000)}
            </li>
          ))}
          {run.marks.slice(0, 500).map(({ name, atS }, n) => (
            <li key={`mark ${n}`} dir="auto">
              mark {shortText(name)} at {Math.round(atS)} s
            </li>
          ))}
        </ul>
      )}
      <p class="muted">
        What the command printed is not kept: it went to its own terminal or file.{' '}
        <code>joulebook run --capture</code> reads metrics from it.
      </p>
    </>
  );
}

function Against({ run, other }: { readonly run: RunRecord; readonly other: string }) {
  const asked = useAnswer<RunRecord>(`/runs/${encodeURIComponent(other)}`);
  return (
    <Loaded asked={asked} what="Loading the other run">
      {(base) => (
        <section>
          <h2>Parameters against {base.name.slice(0, 80)}</h2>
          {base.id === run.id ? (
            <p>That is this run.</p>
          ) : (
            <PairTable
              title=""
              heads={['Parameter', base.name.slice(0, 40), 'this run']}
              pairs={diffParams(base.params, run.params).map(({ name, before, after }) => [
                name,
                before,
                after,
              ])}
              none="No parameter differs."
            />
          )}
          <p>
            <a href={linkTo('/compare', { ids: `${base.id},${run.id}` })}>Compare the two</a>
          </p>
        </section>
      )}
    </Loaded>
  );
}

function environmentOf({
  environment,
  git,
  machine,
  hostId,
}: RunRecord): readonly (readonly [string, string])[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...Object.entries(environment),
    ['host', hostId],
    ['git commit', git?.commit],
    ['git branch', git?.branch],
    ['cpu', machine?.cpu],
    ['gpus', machine?.gpus.join(', ') || undefined],
    ['os', machine?.os],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
