import { useLayoutEffect, useRef } from 'preact/hooks';
import { carbonWithBand, energyWithBand } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { dateText } from '../../parts/date-text.ts';
import { byteText } from '../../parts/byte-text.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { shellWord } from '../../parts/shell-word.ts';
import { linkTo } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { CACHE_STATES } from './cache-state.ts';
import type { HistoryData, NodeCard, NodeState } from './pipeline-data.ts';
import { stateText } from './node-shape.tsx';
import type { ShownNode } from './shown-node.ts';

/** All about one stage, with its runs. */
export function StagePanel({
  node,
  needs,
  users,
  states,
  isByHand,
  onChoose,
  onClose,
}: {
  readonly node: ShownNode;
  readonly needs: readonly string[];
  readonly users: readonly string[];
  readonly states: ReadonlyMap<string, NodeState>;
  /** Whether somebody chose it, and not the address. */
  readonly isByHand: boolean;
  readonly onChoose: (name: string) => void;
  readonly onClose: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the next key, which may be the Escape that closes it.
  useLayoutEffect(() => {
    if (isByHand) heading.current?.focus({ preventScroll: true });
  }, [node.name]);
  const [only] = node.members;
  return (
    <aside
      class="stage-panel"
      aria-labelledby="stage-name"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 id="stage-name" ref={heading} tabIndex={-1}>
          <bdi>{node.name}</bdi>
        </h2>
        <button type="button" class="quiet" title="Close (Esc)" onClick={onClose}>
          Close
        </button>
      </header>
      <p>
        <strong>{capital(stateText(node))}.</strong>{' '}
        {node.states.length === 1 && CACHE_STATES[node.states[0] ?? 'unknown'].meaning}
      </p>
      {node.members.length === 1 && only !== undefined ? (
        <Single card={only} state={states.get(only.name)} />
      ) : (
        <Links names={node.members.map(({ name }) => name)} label="Stages of the group" />
      )}
      <Neighbours needs={needs} users={users} onChoose={onChoose} />
      {only?.kind === 'stage' && node.members.length === 1 && <History name={runName(only.name)} />}
    </aside>
  );
}

function Single({ card, state }: { readonly card: NodeCard; readonly state: NodeState | undefined }) {
  const { record } = card;
  const command = `joulebook repro ${shellWord(card.name)}`;
  return (
    <>
      {card.desc !== null && <p>{card.desc}</p>}
      {state !== undefined && state.why.length > 0 && (
        <>
          <h3>Why</h3>
          <ul>
            {state.why.map((line) => (
              <li key={line}>
                <bdi>{line}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <dl>
        <dt>Energy</dt>
        <dd>
          {record === null
            ? `— (${card.kind === 'data' ? 'data take none' : 'nobody measured what it holds'})`
            : `${energyWithBand(record.energy.wall)}, grade ${record.grade}`}
        </dd>
        {record !== null && (
          <>
            <dt>Carbon</dt>
            <dd>{carbonWithBand(record.carbon)} CO₂e</dd>
            <dt>Time</dt>
            <dd>{printDuration(record.durationS)}</dd>
            <dt>Measured</dt>
            <dd>
              <a href={linkTo(`/runs/${record.run}`)}>{dateText(record.at)}</a>
            </dd>
          </>
        )}
        {record === null && state?.last !== undefined && state.last !== null && (
          <>
            <dt>Took last</dt>
            <dd>{energyWithBand(state.last.energy)}</dd>
          </>
        )}
        <dt>File</dt>
        <dd>
          <bdi>{card.file}</bdi>
        </dd>
      </dl>
      {card.cmd.length > 0 && (
        <>
          <h3>Command</h3>
          <pre tabIndex={0} aria-label="Command of the stage">
            {card.cmd.join('\n')}
          </pre>
        </>
      )}
      <Paths title="Reads" paths={[...card.deps, ...card.params]} />
      <Paths
        title="Makes"
        paths={card.outs.map(({ path, kind, bytes }) =>
          [path, kind === 'out' ? undefined : kind, bytes === null ? undefined : byteText(bytes)]
            .filter(Boolean)
            .join(', '),
        )}
      />
      {card.kind === 'stage' && (
        <p class="row">
          <code>{command}</code> <CopyButton text={command} />
        </p>
      )}
    </>
  );
}

function Paths({ title, paths }: { readonly title: string; readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            <bdi>{path}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}

function Links({ names, label }: { readonly names: readonly string[]; readonly label: string }) {
  return (
    <>
      <h3>{label}</h3>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a href={linkTo('/pipeline', { stage: name })}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Neighbours({
  needs,
  users,
  onChoose,
}: {
  readonly needs: readonly string[];
  readonly users: readonly string[];
  readonly onChoose: (name: string) => void;
}) {
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? null : (
      <>
        <h3>{title}</h3>
        <p class="row">
          {names.map((name) => (
            <button key={name} type="button" onClick={() => onChoose(name)}>
              <bdi>{name}</bdi>
            </button>
          ))}
        </p>
      </>
    );
  return (
    <>
      {list('Needs', needs)}
      {list('Needed by', users)}
    </>
  );
}

function History({ name }: { readonly name: string }) {
  const asked = useAnswer<HistoryData>(`/pipeline/history?stage=${encodeURIComponent(name)}`);
  return (
    <>
      <h3>Runs in the book</h3>
      <Loaded asked={asked} what="Loading the runs of the stage">
        {({ runs, total }) =>
          runs.length === 0 ? (
            <p>
              None yet. <code>joulebook repro</code> measures a stage whenever it runs.
            </p>
          ) : (
            <>
              <p class="muted">Each run alone, without its part of what the machine used to be on.</p>
              <div class="scroll" tabIndex={0} role="region" aria-label={`Runs of ${name}`}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Start</th>
                      <th scope="col">State</th>
                      <th scope="col" class="number">
                        Energy
                      </th>
                      <th scope="col" class="number">
                        Time
                      </th>
                      <th scope="col">Grade</th>
                    </tr>
                  </thead>
                  <tbody>
                    {runs.map((run) => (
                      <tr key={run.id}>
                        <th scope="row">
                          <a href={linkTo(`/runs/${run.id}`)}>{dateText(run.startedAt)}</a>
                        </th>
                        <td>{run.state}</td>
                        <td class="number">
                          {energyWithBand({
                            value: run.energyJ,
                            low: run.energyLowJ,
                            high: run.energyHighJ,
                            unit: 'J',
                            errors: {},
                          })}
                        </td>
                        <td class="number">{printDuration(run.durationS)}</td>
                        <td>{run.grade}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {runs.length < total && (
                <p>
                  The newest {runs.length} of {total}.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** A stage’s runs bear its name without the file that it is in. */
function runName(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
