import '../../styles/pipeline.css';
import { useMemo, useRef } from 'preact/hooks';
import { dotText, mermaidText } from '../../../src/pipeline/draw/dag-text.ts';
import { usersOf } from '../../../src/pipeline/draw/dag.ts';
import { energyWithBand, printCarbon, printEnergy } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { criticalPath } from './critical-path.ts';
import { GraphFigure } from './graph-figure.tsx';
import { NoPipeline } from './no-pipeline.tsx';
import { Outline } from './outline.tsx';
import type { PipelineData, StatesData } from './pipeline-data.ts';
import { shownGraph } from './shown-node.ts';
import { StagePanel } from './stage-panel.tsx';
import { Troubles } from './troubles.tsx';

/** The pipeline: what needs what, what each stage took, and what is out of date. */
export function Page() {
  const asked = useAnswer<PipelineData>('/pipeline');
  return (
    <>
      <h1>Pipeline</h1>
      <Loaded asked={asked} what="Reading the pipeline">
        {(data) => (
          <>
            {data.troubles.length > 0 && data.nodes.length > 0 && (
              <p>What is drawn is what could be understood; this could not:</p>
            )}
            <Troubles troubles={data.troubles} />
            {data.nodes.length > 0 ? (
              <Drawn data={data} />
            ) : (
              data.troubles.length === 0 && <NoPipeline root={data.root} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Drawn({ data }: { readonly data: PipelineData }) {
  const looked = useAnswer<StatesData>('/pipeline/states');
  const states = looked.answer?.data;
  const hasGroups = data.nodes.some(({ kind, name }) => kind === 'stage' && name.includes('@'));
  const isGrouped = hasGroups && view('group') === '1';
  const isCarbon = view('u') === 'co2';
  const critical = view('crit');
  const chosen = view('stage');
  const graph = useMemo(() => shownGraph(data.nodes, states?.states, isGrouped), [data, states, isGrouped]);
  const path = useMemo(
    () =>
      critical === 'time' || critical === 'energy' ? criticalPath(graph.dag, weigh(graph, critical)) : [],
    [graph, critical],
  );
  const opener = useRef<HTMLElement | null>(null);
  const choose = (name: string): void => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest('.stage-panel') === null) opener.current = active;
    setView({ stage: name });
  };
  const close = (): void => {
    setView({ stage: undefined });
    opener.current?.focus();
  };
  const node = chosen === undefined ? undefined : graph.nodes.get(chosen);
  const stateOf = new Map((states?.states ?? []).map((state) => [state.name, state]));
  const beside = (name: string): string | undefined => {
    const one = graph.nodes.get(name);
    const value = isCarbon ? one?.carbon : one?.energy;
    return value === null || value === undefined
      ? undefined
      : isCarbon
        ? printCarbon(value)
        : printEnergy(value);
  };
  return (
    <>
      {looked.trouble !== undefined && <TroubleView trouble={looked.trouble} again={looked.again} />}
      {states !== undefined && <Outlook states={states} />}
      {view('u') === 'cost' && <p>What a stage cost is not kept with it; its energy is shown.</p>}
      <div class="row pipeline-controls">
        <label>
          Critical path{' '}
          <select
            value={critical ?? ''}
            onChange={(event) => setView({ crit: event.currentTarget.value || undefined })}
          >
            <option value="">not shown</option>
            <option value="time">by time</option>
            <option value="energy">by energy</option>
          </select>
        </label>
        {hasGroups && (
          <label>
            <input
              type="checkbox"
              checked={isGrouped}
              onChange={(event) =>
                setView({ group: event.currentTarget.checked ? '1' : undefined, stage: undefined })
              }
            />{' '}
            Groups as one
          </label>
        )}
        <CopyButton label="Copy Mermaid" text={() => mermaidText(graph.dag, beside)} />
        <CopyButton label="Copy DOT" text={() => dotText(graph.dag, beside)} />
        <button type="button" class="quiet" disabled={looked.isLoading} onClick={looked.again}>
          {looked.isLoading ? 'Looking at the files …' : 'Look again'}
        </button>
      </div>
      <div class={node === undefined ? undefined : 'with-panel'}>
        <div>
          <GraphFigure
            graph={graph}
            isCarbon={isCarbon}
            path={path}
            pathText={pathText(graph, path, critical)}
            chosen={node?.name}
            isLooking={states === undefined && looked.isLoading}
            onChoose={choose}
          />
          <Outline graph={graph} isCarbon={isCarbon} path={path} onChoose={choose} />
        </div>
        {node !== undefined && (
          <StagePanel
            node={node}
            needs={graph.dag.get(node.name) ?? []}
            users={usersOf(graph.dag).get(node.name) ?? []}
            states={stateOf}
            onChoose={choose}
            isByHand={opener.current !== null}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}

/** What a `repro` would take. */
function Outlook({ states: { states, sure, maybe, withoutRecord } }: { readonly states: StatesData }) {
  const count = (outlook: string): number => states.filter((one) => one.outlook === outlook).length;
  const [run, open] = [count('run'), count('maybe')];
  if (run + open === 0) return null;
  const least = withoutRecord.length === 0 ? 'about' : 'at least';
  return (
    <p>
      <code>joulebook repro</code> <CopyButton text="joulebook repro" /> would run{' '}
      {run === 1 ? '1 stage' : `${run} stages`}
      {withoutRecord.length === run + open
        ? ', which nobody has measured yet'
        : sure.value === 0
          ? ''
          : `, ${least} ${energyWithBand(sure)}`}
      {open > 0 && `, and perhaps ${open} more${maybe.value === 0 ? '' : `, ${energyWithBand(maybe)}`}`}.
      {withoutRecord.length > 0 &&
        withoutRecord.length < run + open &&
        ` Not known is what ${withoutRecord.length === 1 ? withoutRecord[0] : `${withoutRecord.length} of them`} will take.`}
    </p>
  );
}

type Graph = ReturnType<typeof shownGraph>;

function weigh({ nodes }: Graph, by: 'time' | 'energy'): (name: string) => number | undefined {
  return (name) => {
    const node = nodes.get(name);
    return (by === 'time' ? node?.durationS : node?.energy?.value) ?? undefined;
  };
}

function pathText({ nodes }: Graph, path: readonly string[], by: string | undefined): string {
  if (path.length === 0) return '';
  const all = path.flatMap((name) => nodes.get(name) ?? []);
  const unknown = all.filter((one) => one.durationS === null && one.members[0]?.kind === 'stage').length;
  const amount =
    by === 'time'
      ? printDuration(all.reduce((total, { durationS }) => total + (durationS ?? 0), 0))
      : printEnergy(all.reduce((total, { energy }) => total + (energy?.value ?? 0), 0));
  return ` Critical path: ${path.join(' → ')}, ${unknown === 0 ? '' : 'at least '}${amount}.`;
}
