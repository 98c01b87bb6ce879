import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { ForeignStudy } from '../../search/exchange/foreign-study.ts';
import { fromOptuna } from '../../search/exchange/optuna/from-optuna.ts';
import { isOptunaJournal, readOptunaJournal } from '../../search/exchange/optuna/read-journal.ts';
import { readOptunaSqlite } from '../../search/exchange/optuna/read-sqlite.io.ts';
import { columnNames, fromRuns } from '../../search/exchange/sweep/from-runs.ts';
import { readRuns } from '../../search/exchange/sweep/read-runs.ts';
import { GOALS, goalOfName } from '../../book/metric-goal.ts';
import type { Objective } from '../../search/study/objective.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import { studyNameOf } from './study-name.ts';

/** What the options of an import say. */
export interface ForeignOptions {
  readonly name: string | undefined;
  readonly only: string | undefined;
  readonly metric: string | undefined;
  readonly params: readonly string[];
}

/** How every SQLite file begins (sqlite.org/fileformat.html). */
const SQLITE = 'SQLite format 3\0';

/** Reads the studies of a file of another program, by what is in it. */
export function readForeign(
  context: CliContext,
  file: string,
  options: ForeignOptions,
): Result<readonly ForeignStudy[]> {
  const path = resolve(context.host.cwd, file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (errnoName(error) === 'ENOENT')
      return err(
        problem(
          'E_NOT_FOUND',
          `${file}: there is no such file`,
          undefined,
          'Name a storage of Optuna, or the exported runs of a W&B sweep.',
        ),
      );
    const { why, fix } = whyNot(error);
    return err(problem('E_IMPORT', `cannot read ${file}`, why, fix));
  }
  if (bytes.subarray(0, SQLITE.length).toString('latin1') === SQLITE)
    return chosen(readOptunaSqlite(path), options, file);
  const text = bytes.toString('utf8');
  if (isOptunaJournal(text)) return chosen(readOptunaJournal(text), options, file);
  return readTable(text, file, options);
}

function chosen(
  read: ReturnType<typeof readOptunaJournal>,
  { only }: ForeignOptions,
  file: string,
): Result<readonly ForeignStudy[]> {
  if (!read.ok) return read;
  const wanted = read.value.filter(({ name }) => only === undefined || name === only);
  if (wanted.length > 0) return ok(wanted.map(fromOptuna));
  const names = read.value.map(({ name }) => name);
  const what = only === undefined ? `${file} has no studies` : `${file} has no study ${only}`;
  const fix = only === undefined ? undefined : (didYouMeanText(only, names) ?? `It has ${names.join(', ')}.`);
  return err(problem('E_NOT_FOUND', what, undefined, fix));
}

function readTable(
  text: string,
  file: string,
  { metric, params, name }: ForeignOptions,
): Result<readonly ForeignStudy[]> {
  const runs = readRuns(text);
  if (!runs.ok) return runs;
  const columns = columnNames(runs.value);
  if (metric === undefined)
    return err(
      problem(
        'E_USAGE',
        'a table does not say what was sought',
        `Its columns are ${columns.slice(0, 20).join(', ')}.`,
        'Name the metric: --metric val_loss, or --metric score:max.',
      ),
    );
  const objective = objectiveOf(metric);
  if (!objective.ok) return objective;
  const unknown = [objective.value.metric, ...params].find(
    (one) => !columns.includes(one) && !runs.value.some(({ cells }) => cells[one] !== undefined),
  );
  if (unknown !== undefined) {
    const fix = didYouMeanText(unknown, columns) ?? `Its columns are ${columns.slice(0, 20).join(', ')}.`;
    return err(problem('E_NOT_FOUND', `${file} has no column ${unknown}`, undefined, fix));
  }
  const study = fromRuns(runs.value, {
    name: name ?? studyNameOf(file),
    objective: objective.value,
    parameters: params,
  });
  if (study.parameters.length > 0) return ok([study]);
  return err(
    problem(
      'E_USAGE',
      'a table does not say which of its columns are parameters',
      `Its columns are ${columns.slice(0, 20).join(', ')}.`,
      'Name them: --param lr --param batch.',
    ),
  );
}

/** `loss`, `loss:min`, `score:max`. */
function objectiveOf(text: string): Result<Objective> {
  const at = text.lastIndexOf(':');
  const word = at < 0 ? undefined : text.slice(at + 1).toLowerCase();
  const told = word !== undefined && Object.hasOwn(GOALS, word) ? GOALS[word] : undefined;
  const metric = told === undefined ? text : text.slice(0, at);
  const goal = told ?? goalOfName(metric);
  if (goal !== undefined) return ok({ metric, goal });
  return err(
    problem(
      'E_USAGE',
      `which way ${metric} is better is not known`,
      'Its name does not say.',
      `Say so: --metric ${metric}:min, or --metric ${metric}:max.`,
    ),
  );
}
