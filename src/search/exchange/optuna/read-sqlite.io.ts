import { openSqlite, type Sqlite, SqliteFailure, type SqlRow } from '../../../book/sqlite.io.ts';
import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { readDistribution } from './distribution.ts';
import { emptyTrial, type StoredStudy, type StoredTrial, TRIAL_STATES } from './stored-study.ts';

/** Reads the studies of an SQLite storage of Optuna (its schema 12, and those since Optuna 2.4 as far as they differ in kinds of values). */
export function readOptunaSqlite(path: string): Result<readonly StoredStudy[]> {
  const db = openSqlite(path);
  if (!db.ok) return db;
  try {
    return ok(studiesIn(db.value));
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
    const why = /no such (table|column)/.test(error.message) ? 'It is no storage of Optuna.' : error.message;
    return err(
      problem('E_IMPORT', `cannot read ${path}`, why, 'Name an SQLite storage of Optuna 2.4 or later.'),
    );
  } finally {
    db.value.close();
  }
}

function studiesIn(db: Sqlite): readonly StoredStudy[] {
  const rows = (sql: string): readonly SqlRow[] => db.prepare(sql).all();
  const studies = new Map<number, StoredStudy>();
  const directions = rows('SELECT study_id, direction FROM study_directions ORDER BY objective');
  for (const { study_id: id, study_name: name } of rows(
    'SELECT study_id, study_name FROM studies ORDER BY study_id',
  ))
    studies.set(Number(id), {
      name: String(name),
      directions: directions
        .filter((one) => one['study_id'] === id)
        .map(({ direction }) => (direction === 'MAXIMIZE' ? 'maximize' : 'minimize')),
      trials: [],
    });
  for (const { study_id: id, value_json: json } of rows(
    "SELECT study_id, value_json FROM study_system_attributes WHERE key = 'study:metric_names'",
  )) {
    const study = studies.get(Number(id));
    const names = parsed(json);
    if (study !== undefined && Array.isArray(names)) study.metricNames = names.map(String);
  }
  fillTrials(rows, studies);
  return [...studies.values()];
}

function fillTrials(
  rows: (sql: string) => readonly SqlRow[],
  studies: ReadonlyMap<number, StoredStudy>,
): void {
  const trials = new Map<number, StoredTrial>();
  for (const row of rows('SELECT trial_id, study_id, state FROM trials ORDER BY number')) {
    const trial = emptyTrial();
    trial.state = TRIAL_STATES.find((state) => state === row['state']) ?? 'FAIL';
    trials.set(Number(row['trial_id']), trial);
    studies.get(Number(row['study_id']))?.trials.push(trial);
  }
  const each = (table: string, take: (trial: StoredTrial, row: SqlRow) => void): void => {
    for (const row of rows(`SELECT * FROM ${table}`)) {
      const trial = trials.get(Number(row['trial_id']));
      if (trial !== undefined) take(trial, row);
    }
  };
  each('trial_params ORDER BY param_id', (trial, row) => {
    const distribution = readDistribution(String(row['distribution_json']));
    trial.params.set(String(row['param_name']), { kept: Number(row['param_value']), distribution });
  });
  each('trial_values ORDER BY objective', (trial, row) => {
    trial.values = [...(trial.values ?? []), numberOf(row['value'], row['value_type'])];
  });
  each('trial_intermediate_values', (trial, row) => {
    trial.steps.set(Number(row['step']), numberOf(row['intermediate_value'], row['intermediate_value_type']));
  });
  each('trial_user_attributes', (trial, row) => {
    trial.userAttrs.set(String(row['key']), parsed(row['value_json']));
  });
  each('trial_system_attributes', (trial, row) => {
    trial.systemAttrs.set(String(row['key']), parsed(row['value_json']));
  });
}

/** SQL has no infinite numbers: their kind stands beside them. */
function numberOf(value: SqlRow[string] | undefined, kind: SqlRow[string] | undefined): number {
  if (kind === 'INF_POS') return Number.POSITIVE_INFINITY;
  if (kind === 'INF_NEG') return Number.NEGATIVE_INFINITY;
  return value === null || value === undefined ? Number.NaN : Number(value);
}

function parsed(json: SqlRow[string] | undefined): unknown {
  try {
    return JSON.parse(String(json)) as unknown;
  } catch {
    return undefined;
  }
}
