import { basename } from 'node:path';
import {
  closeQuietly,
  openSqlite,
  type Sqlite,
  SqliteFailure,
  type SqlRow,
} from '../../../book/sqlite.io.ts';
import type { ImportItem, ReadContext } from '../item.ts';
import { PowerSeries } from '../power-energy.ts';
import { componentOfMetric, type MlflowParent, type MlflowRun, PARENT, runOfMlflow } from './mlflow-run.ts';

/** Whether a SQLite file has the tables of MLflow. A damaged one is taken for what its name says. */
export function isMlflowDatabase(path: string): boolean {
  const opened = openSqlite(path);
  if (!opened.ok) return false;
  try {
    return hasTables(opened.value);
  } catch (error) {
    if (error instanceof SqliteFailure) return /mlflow/i.test(basename(path));
    throw error;
  } finally {
    closeQuietly(opened.value);
  }
}

function hasTables(db: Sqlite): boolean {
  const names = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map((row) => row['name']);
  return ['runs', 'experiments', 'metrics', 'params', 'tags'].every((name) => names.includes(name));
}

/** Reads the runs of an MLflow database (SQLite). It is only read. */
export function* readDatabase(path: string, context: ReadContext): Generator<ImportItem> {
  const opened = openSqlite(path);
  if (!opened.ok) {
    yield { kind: 'refused', file: path, why: opened.error.why ?? opened.error.what };
    return;
  }
  const db = opened.value;
  try {
    db.exec('PRAGMA query_only = 1');
    if (!hasTables(db)) {
      yield {
        kind: 'refused',
        file: path,
        why: 'it has not the tables of MLflow (runs, experiments, metrics, params, tags)',
      };
      return;
    }
    const rows = db
      .prepare(
        'SELECT r.run_uuid, r.name, r.status, r.start_time, r.end_time, r.lifecycle_stage, e.name AS experiment ' +
          'FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id ORDER BY r.start_time, r.run_uuid',
      )
      .all();
    for (const row of rows) yield itemOf(db, path, row, context);
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
    yield { kind: 'refused', file: path, why: error.message };
  } finally {
    closeQuietly(db);
  }
}

function itemOf(db: Sqlite, path: string, row: SqlRow, context: ReadContext): ImportItem {
  const id = String(row['run_uuid']);
  if (row['lifecycle_stage'] === 'deleted')
    return { kind: 'passed', file: path, why: `MLflow has the run ${id} as deleted` };
  const run = runOfMlflow(runOfRow(db, id, row, context), (other) => parentIn(db, other));
  return typeof run === 'string'
    ? { kind: 'refused', file: path, why: `the run ${id}: ${run}` }
    : { kind: 'run', file: path, run };
}

function parentIn(db: Sqlite, id: string): MlflowParent | undefined {
  const row = db.prepare('SELECT start_time FROM runs WHERE run_uuid = ?').all(id)[0];
  if (row === undefined) return undefined;
  const tag = db.prepare('SELECT value FROM tags WHERE run_uuid = ? AND key = ?').all(id, PARENT)[0]?.[
    'value'
  ];
  const power = db.prepare(`SELECT 1 FROM metrics WHERE run_uuid = ? AND ${IS_POWER} LIMIT 1`).all(id);
  return {
    startMs: typeof row['start_time'] === 'number' ? row['start_time'] : null,
    parent: typeof tag === 'string' ? tag : undefined,
    hasPower: power.length > 0,
  };
}

const IS_POWER = "key LIKE 'system/gpu%power_usage_watts'";

function runOfRow(db: Sqlite, id: string, row: SqlRow, context: ReadContext): MlflowRun {
  const pairs = (table: 'params' | 'tags'): Readonly<Record<string, string>> =>
    Object.fromEntries(
      db
        .prepare(`SELECT key, value FROM ${table} WHERE run_uuid = ? ORDER BY key`)
        .all(id)
        .map((one) => [String(one['key']), String(one['value'] ?? '')]),
    );
  const power = new PowerSeries(context.longestGapS);
  const readings = db
    .prepare(
      `SELECT key, value, timestamp FROM metrics WHERE run_uuid = ? AND ${IS_POWER} ORDER BY timestamp`,
    )
    .all(id);
  for (const reading of readings) {
    const component = componentOfMetric(String(reading['key']));
    if (component !== undefined)
      power.add(component, Number(reading['timestamp']) / 1000, Number(reading['value']));
  }
  const last = db
    .prepare(
      "SELECT key, value FROM metrics WHERE run_uuid = ? AND key NOT LIKE 'system/%' AND is_nan = 0 ORDER BY key, step, timestamp",
    )
    .all(id);
  const latest = db.prepare('SELECT max(timestamp) AS ms FROM metrics WHERE run_uuid = ?').all(id)[0]?.['ms'];
  const tags = pairs('tags');
  const number = (name: string): number | null => (typeof row[name] === 'number' ? row[name] : null);
  return {
    id,
    name: String(row['name'] ?? '') || (tags['mlflow.runName'] ?? ''),
    experiment: String(row['experiment'] ?? ''),
    status: String(row['status'] ?? ''),
    startMs: number('start_time'),
    endMs: number('end_time'),
    params: pairs('params'),
    tags,
    // Later rows of a key take the place of earlier ones.
    metrics: Object.fromEntries(
      last.flatMap(({ key, value }) =>
        typeof value === 'number' && Number.isFinite(value) ? [[String(key), value]] : [],
      ),
    ),
    power,
    lastMs: typeof latest === 'number' ? latest : null,
  };
}
