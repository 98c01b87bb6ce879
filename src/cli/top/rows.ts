import type { ProcessReading, RunReading, TopReading } from './reading.ts';
import { RUN_ROW, type Sort, type UiState } from './ui-state.ts';
import { shortId } from '../views/look.ts';

/** A row of the table of runs. */
export type RunRow =
  | { readonly key: string; readonly kind: 'run'; readonly run: RunReading }
  | {
      readonly key: string;
      readonly kind: 'rest';
      readonly name: string;
      readonly watts: number;
      readonly cpu: number;
    };

/** A row of the table of processes. */
export interface ProcessRow {
  readonly key: string;
  readonly process: ProcessReading;
  /** Name of the run that it works for; empty for none. */
  readonly runName: string;
}

/** Whether a component is the GPU of this number, or a slice of it. */
export function isGpu(name: string, gpu: number): boolean {
  return name === `gpu:${gpu}` || name.startsWith(`gpu:${gpu}:`) || name.startsWith(`gpu:${gpu}.`);
}

/** Whether a process is shown: all are, until one GPU is looked at. */
function isOnGpu({ gpus }: ProcessReading, ui: UiState): boolean {
  const { gpu } = ui;
  return gpu === undefined || gpus.some((name) => isGpu(name, gpu));
}

/** Runs in the chosen order, each root followed by those inside it; then what belongs to none, so that all of them sum to the machine. */
export function runRows(reading: TopReading, ui: UiState): readonly RunRow[] {
  const families: RunReading[][] = [];
  for (const run of reading.runs) {
    if (run.depth === 0 || families.length === 0) families.push([run]);
    else families.at(-1)?.push(run);
  }
  const onGpu = new Set(reading.processes.filter((one) => isOnGpu(one, ui)).map(({ runId }) => runId));
  const held = families.filter((family) => ui.gpu === undefined || family.some(({ id }) => onGpu.has(id)));
  const wanted = held.filter((family) =>
    family.some((run) => isWanted(ui.filter, nameOfRun(run), (run.known?.command ?? []).join(' '))),
  );
  const sign = ui.reversed ? -1 : 1;
  wanted.sort(([a], [b]) => sign * compareRuns(ui.sort, a as RunReading, b as RunReading));
  const { untracked, idle, trackers } = reading;
  const hidden = reading.runs.length - wanted.flat().length;
  return [
    ...wanted.flat().map((run): RunRow => ({ key: `${RUN_ROW}${run.id}`, kind: 'run', run })),
    ...(hidden === 0 ? [] : [hiddenRuns(reading, wanted.flat())]),
    rest('untracked', 'untracked work', untracked.watts, untracked.cpu),
    rest('trackers', 'joulebook itself', trackers.watts, trackers.cpu),
    rest('idle', 'idle', idle.watts, 0),
  ];
}

/** What the filter hides is still a part of the machine. */
function hiddenRuns(reading: TopReading, shown: readonly RunReading[]): RunRow {
  const roots = reading.runs.filter((run) => run.depth === 0 && !shown.includes(run));
  const total = (of: (run: RunReading) => number): number => roots.reduce((sum, run) => sum + of(run), 0);
  const name = `${roots.length} hidden ${roots.length === 1 ? 'run' : 'runs'}`;
  return rest(
    'hidden',
    name,
    total(({ watts }) => watts),
    total(({ cpu }) => cpu),
  );
}

function rest(key: string, name: string, watts: number, cpu: number): RunRow {
  return { key: `rest:${key}`, kind: 'rest', name, watts, cpu };
}

/** Processes in the chosen order. */
export function processRows(reading: TopReading, ui: UiState): readonly ProcessRow[] {
  const names = new Map(reading.runs.map((run) => [run.id, nameOfRun(run)]));
  const family = familyOf(reading, ui.ofRun);
  const rows = reading.processes
    .filter((one) => isOnGpu(one, ui))
    .filter(({ runId }) => family === undefined || (runId !== undefined && family.has(runId)))
    .map((process): ProcessRow => {
      const own = process.isTracker ? 'joulebook' : '';
      return {
        key: `process:${process.pid}`,
        process,
        runName: own === '' ? (names.get(process.runId ?? '') ?? '') : own,
      };
    })
    .filter(({ process, runName }) => isWanted(ui.filter, process.command, runName));
  const sign = ui.reversed ? -1 : 1;
  return rows.sort((a, b) => sign * compareProcesses(ui.sort, a.process, b.process));
}

/** A run and those inside it. */
function familyOf(reading: TopReading, id: string | undefined): ReadonlySet<string> | undefined {
  if (id === undefined) return undefined;
  return new Set(reading.runs.filter((run) => run.id === id || run.rootId === id).map((run) => run.id));
}

/** How a run is called: by its book, else by the end of its id. */
export function nameOfRun(run: RunReading): string {
  return run.known?.name ?? `run ${shortId(run.id)}`;
}

function isWanted(filter: string, ...texts: readonly string[]): boolean {
  const plain = filter.toLowerCase();
  return plain === '' || texts.some((text) => text.toLowerCase().includes(plain));
}

function compareRuns(sort: Sort, a: RunReading, b: RunReading): number {
  const byId = a.id < b.id ? -1 : 1;
  switch (sort) {
    case 'cpu':
      return b.cpu - a.cpu || byId;
    case 'energy':
      return (b.known?.energy.value ?? 0) - (a.known?.energy.value ?? 0) || byId;
    case 'name':
      return compareText(nameOfRun(a), nameOfRun(b)) || byId;
    case 'start':
      return -byId; // ids are made of times: the newest first
    default:
      return b.watts - a.watts || byId;
  }
}

function compareProcesses(sort: Sort, a: ProcessReading, b: ProcessReading): number {
  const byPid = a.pid - b.pid;
  switch (sort) {
    case 'cpu':
      return b.cpu - a.cpu || byPid;
    case 'name':
      return compareText(a.command, b.command) || byPid;
    case 'start':
      return -byPid;
    default: // a process has no energy of its own: its power
      return b.watts - a.watts || b.cpu - a.cpu || byPid;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
