import type { RunRecord } from '../../book/run-record.ts';
import type { RunHistory } from './history.ts';
import { runFigures, runScalars } from './run-scalars.ts';

/** What W&B refuses (wandb/sdk/wandb_settings.py). */
const NOT_IN_A_PROJECT = /[/\\#?%:]/g;
const LONGEST_NAME = 128;
const LONGEST_TAG = 64;
/** Seconds since the run began: W&B's own `_runtime` is that of the upload. */
const ELAPSED = 'joulebook/elapsed_s';

/** Files of one run, by name. */
export type Files = Readonly<Record<string, string>>;

/**
 * A run as the files of JSON that W&B's client leaves beside a run: `wandb-summary.json`, `config.yaml` (JSON is YAML), `wandb-metadata.json`; and
 * its history, one row for each step and moment. Their run file itself (`run-*.wandb`) and uploads need their client: `wandb-upload.ts` does both.
 */
export function wandbFiles(run: RunRecord, history: RunHistory): Files {
  const summary = {
    ...run.metrics,
    ...Object.fromEntries(runFigures(run)),
    'joulebook/grade': run.grade,
    'joulebook/run_id': run.id,
    _runtime: run.durationS,
    _timestamp: Date.parse(run.endedAt ?? run.startedAt) / 1000,
  };
  const config = Object.entries(run.params).map(([name, value]): [string, object] => [
    name,
    { value, desc: null },
  ]);
  const metadata = {
    program: run.command[0] ?? '',
    args: run.command.slice(1),
    host: run.environment['hostname'] ?? run.hostId,
    os: run.machine?.os ?? null,
    cpu_count_logical: run.machine?.threads ?? null,
    gpu: run.machine?.gpus.join('; ') ?? null,
    git: run.git === null ? null : { commit: run.git.commit },
    startedAt: run.startedAt,
    state: run.state,
  };
  const identity = {
    id: run.id.toLowerCase(),
    name: run.name.slice(0, LONGEST_NAME),
    project: run.project.replaceAll(NOT_IN_A_PROJECT, '-').slice(0, LONGEST_NAME),
    tags: run.tags.map((tag) => tag.slice(0, LONGEST_TAG)),
    notes: run.notes.map(({ text }) => text).join('\n\n'),
    config: run.params,
  };
  return {
    'wandb-summary.json': json(summary),
    'config.yaml': json(Object.fromEntries(config)),
    'wandb-metadata.json': json(metadata),
    'run.json': json(identity),
    'history.jsonl': rows(run, history),
  };
}

/** One row for all that happened at one moment and step, in the order of time; W&B's own step is the number of the row. */
function rows(run: RunRecord, history: RunHistory): string {
  const figures = runFigures(run);
  const startMs = Date.parse(run.startedAt);
  const byMoment = new Map<string, Record<string, number>>();
  for (const { name, value, step, atMs } of runScalars(run, history)) {
    if (figures.has(name)) continue; // in the summary
    const isPower = name.startsWith('joulebook/power/');
    const key = `${atMs}/${isPower ? 'power' : step}`;
    const row = byMoment.get(key) ?? {
      _timestamp: atMs / 1000,
      [ELAPSED]: (atMs - startMs) / 1000,
      ...(isPower ? {} : { step }),
    };
    row[name] = value;
    byMoment.set(key, row);
  }
  const sorted = [...byMoment.values()].sort((a, b) => (a['_timestamp'] ?? 0) - (b['_timestamp'] ?? 0));
  return sorted.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
