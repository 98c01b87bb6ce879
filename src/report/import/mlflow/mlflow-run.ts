import type { Scalar } from '../../../book/journal-event.ts';
import { type Ancestor, type ForeignRun, ownRun } from '../foreign-run.ts';
import { ONLY_GPUS, PowerSeries } from '../power-energy.ts';
import { isoOf } from '../times.ts';

/** A run as MLflow stores it, in files or in a database. */
export interface MlflowRun {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: string;
  /** ms since 1970. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Last value of each metric, system metrics left out. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly power: PowerSeries;
  /** Time of the last metric, ms since 1970. */
  readonly lastMs: number | null;
}

const STATES: Readonly<Record<string, ForeignRun['state']>> = {
  FINISHED: 'ok',
  FAILED: 'failed',
  KILLED: 'interrupted',
};
/** Numbers of `RunStatus` in MLflow's service.proto, as the file store writes them. */
const STATUS_NAMES = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

/** The name of a status that is written as a number. */
export function statusName(status: unknown): string {
  if (typeof status === 'number') return STATUS_NAMES[status] ?? '';
  return typeof status === 'string' ? status : '';
}

/** The component whose power a system metric of MLflow is (`system/gpu_0_power_usage_watts`). */
export function componentOfMetric(name: string): string | undefined {
  const found = /^system\/gpu_(\d+)_power_usage_watts$/.exec(name);
  return found === null ? undefined : `gpu:${found[1]}`;
}

/** What a run of MLflow is known by. */
export function identityOfRun(id: string): string {
  return `mlflow run ${id}`;
}

/** What must be known of a run to nest another in it. */
export interface MlflowParent {
  readonly startMs: number | null;
  readonly parent: string | undefined;
  readonly hasPower: boolean;
}

/**
 * A run of MLflow as it comes in; a text says why it does not.
 *
 * @param lookUp finds another run of the store. A run inside one whose power was recorded too is a part of it and is not summed beside it.
 */
export function runOfMlflow(
  run: MlflowRun,
  lookUp: (id: string) => MlflowParent | undefined,
): ForeignRun | string {
  const { startMs, endMs, lastMs, tags } = run;
  if (startMs === null) return 'it has no start_time';
  const lastKnownMs = Math.max(startMs, endMs ?? lastMs ?? startMs);
  const span = { startS: startMs / 1000, endS: lastKnownMs / 1000 };
  const found = run.power.energy(span, 'power of the GPUs as MLflow read it');
  const state = STATES[run.status] ?? 'lost';
  const commit = tags['mlflow.source.git.commit'];
  const branch = tags['mlflow.source.git.branch'];
  const note = tags['mlflow.note.content'];
  const source = tags['mlflow.source.name'];
  return {
    format: 'mlflow',
    identity: identityOfRun(run.id),
    ...ownRun(tags['joulebook.run_id']),
    name: run.name,
    project: run.experiment,
    startedAt: isoOf(startMs),
    endedAt: isoOf(lastKnownMs),
    idMs: startMs,
    durationS: (lastKnownMs - startMs) / 1000,
    ...nestedIn(run, lookUp),
    state,
    exitCode: null,
    ...(found === undefined ? {} : found),
    params: Object.fromEntries(Object.entries(run.params).map(([name, text]) => [name, scalarOf(text)])),
    metrics: run.metrics,
    tags: Object.entries(tags)
      .filter(([name]) => !name.startsWith('mlflow.'))
      .map(([name, value]) => (value === '' ? name : `${name}=${value}`)),
    notes: note === undefined ? [] : [note],
    environment: {
      'import.run': run.id,
      ...(tags['mlflow.user'] === undefined ? {} : { user: tags['mlflow.user'] }),
      ...(tags[PARENT] === undefined ? {} : { 'import.parent': tags[PARENT] }),
    },
    ...(commit === undefined ? {} : { git: { commit, ...(branch === undefined ? {} : { branch }) } }),
    command: source === undefined ? [] : [source],
    oddities: [
      ...(found?.energy.leftOut === 'gpuOnly' ? [ONLY_GPUS] : []),
      ...(state === 'lost' ? [`MLflow says that it is ${run.status}: it was killed, or still runs`] : []),
    ],
  };
}

function nestedIn(
  run: MlflowRun,
  lookUp: (id: string) => MlflowParent | undefined,
): Pick<ForeignRun, 'nested'> {
  const chain: Ancestor[] = [];
  const seen = new Set([run.id]);
  for (let id = run.tags[PARENT]; id !== undefined && !seen.has(id); ) {
    seen.add(id);
    const parent = lookUp(id);
    if (parent === undefined || parent.startMs === null || !parent.hasPower) break;
    chain.push({ identity: identityOfRun(id), idMs: parent.startMs });
    id = parent.parent;
  }
  const [first, last] = [chain[0], chain.at(-1)];
  return first === undefined || last === undefined ? {} : { nested: { parent: first, root: last } };
}

/** The tag that names a run's parent. */
export const PARENT = 'mlflow.parentRunId';

/** MLflow keeps parameters as text. */
function scalarOf(text: string): Scalar {
  if (text === 'True' || text === 'False') return text === 'True';
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && String(value) === text ? value : text;
}
