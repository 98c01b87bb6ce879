import type { RunRecord } from '../../book/run-record.ts';
import type { RunHistory } from './history.ts';
import { runScalars } from './run-scalars.ts';
import { zoneOf } from './zone-of.ts';
import { safeNames } from './safe-names.ts';

/** A key and its text. */
export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** One value of a metric; `timestamp` in ms since 1970. */
export interface MlflowMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** A run as MLflow keeps it. */
export interface MlflowRun {
  readonly experiment: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
  readonly startMs: number;
  readonly endMs: number | null;
  readonly tags: readonly Entry[];
  readonly params: readonly Entry[];
  readonly metrics: readonly MlflowMetric[];
}

/** Tag by which a run that was sent before is known. */
export const RUN_TAG = 'joulebook.run_id';

/** What MLflow does not take in a key (mlflow/utils/validation.py): `:` only on some systems. */
const FORBIDDEN = /[^\w./ -]/g;
const LONGEST_KEY = 250;
const LONGEST_VALUE = 6000;
const LONGEST_TAG = 5000;

const STATUS: Readonly<Record<RunRecord['state'], MlflowRun['status']>> = {
  running: 'RUNNING',
  ok: 'FINISHED',
  failed: 'FAILED',
  lost: 'FAILED',
  interrupted: 'KILLED',
  stopped: 'KILLED',
};

/** A run for MLflow: the project is the experiment; every metric that was reported, every sample's power, all figures with their intervals. */
export function mlflowRun(run: RunRecord, history: RunHistory): MlflowRun {
  const scalars = runScalars(run, history);
  const keys = safeNames(
    scalars.map(({ name }) => tidy(name)),
    FORBIDDEN,
    LONGEST_KEY,
  );
  const paramKeys = safeNames(Object.keys(run.params).map(tidy), FORBIDDEN, LONGEST_KEY);
  return {
    experiment: run.project,
    name: run.name,
    status: STATUS[run.state],
    startMs: Date.parse(run.startedAt),
    endMs: run.endedAt === null ? null : Date.parse(run.endedAt),
    tags: tagsOf(run),
    params: Object.entries(run.params).map(([name, value]) => ({
      key: paramKeys.get(tidy(name)) ?? name,
      value: String(value).slice(0, LONGEST_VALUE),
    })),
    metrics: scalars.map(({ name, value, step, atMs }) => ({
      key: keys.get(tidy(name)) ?? name,
      value,
      timestamp: Math.round(atMs),
      step: Math.trunc(step),
    })),
  };
}

/** Keys are paths: no empty part, none that leads up. */
function tidy(name: string): string {
  return name
    .split('/')
    .map((part) => (/^\.*$/.test(part) ? '_' : part))
    .join('/');
}

function tagsOf(run: RunRecord): readonly Entry[] {
  const { intensity } = run.carbon;
  const tags: Readonly<Record<string, string | undefined>> = {
    [RUN_TAG]: run.id,
    'joulebook.project': run.project,
    'joulebook.kind': run.kind,
    'joulebook.state': run.state,
    'joulebook.grade': run.grade,
    'joulebook.host': run.environment['hostname'] ?? run.hostId,
    'joulebook.cpu': run.machine?.cpu,
    'joulebook.gpus': run.machine?.gpus.join('; '),
    'joulebook.zone': zoneOf(run),
    'joulebook.intensity_source': intensity?.source,
    'joulebook.within': run.parentId,
    'joulebook.tags': run.tags.join('; '),
    'joulebook.version': run.trackerVersion,
    'mlflow.runName': run.name,
    'mlflow.source.name': run.command.join(' '),
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.git.commit': run.git?.commit,
    'mlflow.note.content': run.notes.map(({ text }) => text).join('\n\n'),
  };
  return Object.entries(tags).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value: value.slice(0, LONGEST_TAG) }],
  );
}
