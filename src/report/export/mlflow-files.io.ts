import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { type MlflowRun, RUN_TAG } from './mlflow-run.ts';

/** Values of RunStatus in MLflow's service.proto, which the files hold as numbers. */
const STATUS: Readonly<Record<MlflowRun['status'], number>> = {
  RUNNING: 1,
  FINISHED: 3,
  FAILED: 4,
  KILLED: 5,
};

/**
 * Writes a run into a folder of MLflow's file store, unless it is there. The run's folder appears whole, by rename.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function writeMlflowRun(store: string, run: MlflowRun, nowMs: number): Result<'made' | 'there'> {
  const root = resolve(store);
  try {
    const experiment = experimentOf(root, run.experiment, nowMs);
    const id = run.tags.find(({ key }) => key === RUN_TAG)?.value ?? '';
    // Follows from the run, so that it is the same each time.
    const runId = createHash('sha256').update(`joulebook:${id}`).digest('hex').slice(0, 32);
    const folder = join(experiment.dir, runId);
    if (existsSync(folder)) return ok('there');
    const fresh = join(root, `.${runId}.${process.pid}.new`);
    rmSync(fresh, { recursive: true, force: true });
    fill(fresh, folder, run, runId, experiment.id);
    renameSync(fresh, folder);
    return ok('made');
  } catch (error) {
    return err(notWritten(root, error));
  }
}

function fill(fresh: string, folder: string, run: MlflowRun, runId: string, experimentId: string): void {
  const put = (path: string, text: string): void => {
    const file = join(fresh, path);
    makeFolder(dirname(file));
    writeFileSync(file, text);
  };
  for (const part of ['metrics', 'params', 'tags', 'artifacts']) makeFolder(join(fresh, part));
  for (const { key, value } of run.tags) put(`tags/${key}`, value);
  const params = pathsOf(run.params.map(({ key }) => key));
  for (const { key, value } of run.params) put(`params/${params(key)}`, value);
  const lines = new Map<string, string[]>();
  for (const { key, value, timestamp, step } of run.metrics) {
    const of = lines.get(key) ?? [];
    of.push(`${timestamp} ${value} ${step}\n`);
    lines.set(key, of);
  }
  const metrics = pathsOf([...lines.keys()]);
  for (const [key, values] of lines) put(`metrics/${metrics(key)}`, values.join(''));
  put(
    'meta.yaml',
    yaml({
      artifact_uri: pathToFileURL(join(folder, 'artifacts')).href,
      end_time: run.endMs,
      entry_point_name: '',
      experiment_id: experimentId,
      lifecycle_stage: 'active',
      run_id: runId,
      run_name: run.name,
      run_uuid: runId,
      source_name: '',
      source_type: 4,
      source_version: '',
      start_time: run.startMs,
      status: STATUS[run.status],
      tags: [],
      user_id: '',
    }),
  );
}

/** Keys are paths of files there: `loss` beside `loss/val` cannot be both a file and a folder. */
function pathsOf(keys: readonly string[]): (key: string) => string {
  const folders = new Set(
    keys.flatMap((key) => {
      const parts = key.split('/');
      return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
    }),
  );
  return (key) => (folders.has(key) ? `${key}_` : key);
}

/** The experiment of that name, made where there is none. */
function experimentOf(
  root: string,
  name: string,
  nowMs: number,
): { readonly id: string; readonly dir: string } {
  makeFolder(root);
  for (const id of readdirSync(root)) {
    const meta = join(root, id, 'meta.yaml');
    if (!/^\d+$/.test(id) || !existsSync(meta)) continue;
    if (namesIn(readFileSync(meta, 'utf8')) === name) return { id, dir: join(root, id) };
  }
  const digest = createHash('sha256').update(`joulebook:${name}`).digest();
  const id = String((digest.readBigUInt64BE() % 10n ** 17n) + 10n ** 17n);
  const dir = join(root, id);
  makeFolder(dir);
  writeFileSync(
    join(dir, 'meta.yaml'),
    yaml({
      artifact_location: pathToFileURL(dir).href,
      creation_time: nowMs,
      experiment_id: id,
      last_update_time: nowMs,
      lifecycle_stage: 'active',
      name,
    }),
  );
  return { id, dir };
}

/** The name in a meta.yaml: quoted as we and as PyYAML do it, or bare. */
function namesIn(text: string): string | undefined {
  const value = /^name: *(.*)$/m.exec(text)?.[1]?.trim();
  if (value?.startsWith('"') === true) {
    try {
      return String(JSON.parse(value));
    } catch {
      return undefined;
    }
  }
  return value?.startsWith("'") === true ? value.slice(1, -1).replaceAll("''", "'") : value;
}

/** JSON's texts and numbers are YAML too, but for characters that YAML asks to be escaped (yaml.org/spec/1.1, 5.1). */
function yaml(values: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown): string =>
    (JSON.stringify(value) ?? 'null').replaceAll(
      /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${text(value)}\n`)
    .join('');
}

function notWritten(root: string, error: unknown): Problem {
  const { why, fix } = whyNot(error);
  return problem('E_OUTPUT', `cannot write into ${root}`, why, fix);
}
