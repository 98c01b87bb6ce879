import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { readDistribution } from './distribution.ts';
import { emptyTrial, type StoredStudy, type StoredTrial, TRIAL_STATES } from './stored-study.ts';

/** Operations of Optuna's journal, by their numbers (optuna/storages/journal/_storage.py, JournalOperation). */
const OPERATION = {
  createStudy: 0,
  deleteStudy: 1,
  setStudySystemAttr: 3,
  createTrial: 4,
  setParam: 5,
  setState: 6,
  setStep: 7,
  setUserAttr: 8,
  setSystemAttr: 9,
} as const;

type Log = Readonly<Record<string, unknown>>;

/** Whether a text may be a journal of Optuna: its lines have an operation. */
export function isOptunaJournal(text: string): boolean {
  return /^\s*\{[^\n]*"op_code"\s*:/u.test(text);
}

/** Reads a journal file of Optuna. A torn last line is left out. */
export function readOptunaJournal(text: string): Result<readonly StoredStudy[]> {
  const journal = new Journal();
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const log = parsed(line);
    if (log === undefined) {
      if (i >= lines.length - 1) break;
      return err(
        problem(
          'E_IMPORT',
          `line ${i + 1} of the journal is damaged`,
          'It is no JSON, and others follow.',
          'Take the file from a copy.',
        ),
      );
    }
    journal.apply(log);
  }
  return ok(journal.studies.filter((study) => study !== undefined));
}

/** Python writes NaN and Infinity, which JSON has no words for. */
function parsed(line: string): Log | undefined {
  const text = line.replaceAll(/(?<=[[:,]\s*)(-?Infinity|NaN)(?=\s*[\],}])/g, '"$1"');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Log) : undefined;
  } catch {
    return undefined;
  }
}

class Journal {
  readonly studies: (StoredStudy | undefined)[] = [];
  readonly #trials: StoredTrial[] = [];

  apply(log: Log): void {
    const op = log['op_code'];
    if (op === OPERATION.createStudy) this.#createStudy(log);
    else if (op === OPERATION.deleteStudy) this.studies[Number(log['study_id'])] = undefined;
    else if (op === OPERATION.setStudySystemAttr) this.#nameMetrics(log);
    else if (op === OPERATION.createTrial) this.#createTrial(log);
    else this.#changeTrial(op, log);
  }

  #createStudy(log: Log): void {
    const directions = listOf(log['directions']).map((one) => (one === 2 ? 'maximize' : 'minimize'));
    this.studies.push({ name: String(log['study_name']), directions, trials: [] });
  }

  #nameMetrics(log: Log): void {
    const study = this.studies[Number(log['study_id'])];
    const names = membersOf(log['system_attr'])['study:metric_names'];
    if (study !== undefined && Array.isArray(names)) study.metricNames = names.map(String);
  }

  #createTrial(log: Log): void {
    const trial = emptyTrial();
    const study = this.studies[Number(log['study_id'])];
    if (study === undefined) return;
    study.trials.push(trial);
    this.#trials.push(trial);
    trial.state = stateOf(log['state'] ?? 0);
    const values =
      log['values'] ?? (log['value'] === undefined || log['value'] === null ? undefined : [log['value']]);
    if (values !== undefined) trial.values = listOf(values).map(Number);
    const distributions = membersOf(log['distributions']);
    for (const [name, kept] of Object.entries(membersOf(log['params'])))
      trial.params.set(name, {
        kept: Number(kept),
        distribution: readDistribution(String(distributions[name])),
      });
    for (const [step, value] of Object.entries(membersOf(log['intermediate_values'])))
      trial.steps.set(Number(step), Number(value));
    setAll(trial.userAttrs, log['user_attrs']);
    setAll(trial.systemAttrs, log['system_attrs']);
  }

  #changeTrial(op: unknown, log: Log): void {
    const trial = this.#trials[Number(log['trial_id'])];
    if (trial === undefined) return;
    if (op === OPERATION.setParam)
      trial.params.set(String(log['param_name']), {
        kept: Number(log['param_value_internal']),
        distribution: readDistribution(String(log['distribution'])),
      });
    else if (op === OPERATION.setState) {
      trial.state = stateOf(log['state']);
      if (Array.isArray(log['values'])) trial.values = log['values'].map(Number);
    } else if (op === OPERATION.setStep)
      trial.steps.set(Number(log['step']), Number(log['intermediate_value']));
    else if (op === OPERATION.setUserAttr) setAll(trial.userAttrs, log['user_attr']);
    else if (op === OPERATION.setSystemAttr) setAll(trial.systemAttrs, log['system_attr']);
  }
}

function stateOf(number: unknown): StoredTrial['state'] {
  return TRIAL_STATES[Number(number)] ?? 'FAIL';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function setAll(attributes: Map<string, unknown>, members: unknown): void {
  for (const [key, value] of Object.entries(membersOf(members))) attributes.set(key, value);
}
