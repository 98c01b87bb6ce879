import { type Condition, literal } from '../../book/filter-ast.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { finishedIn, ROOTS } from '../../book/run-ref.ts';
import { equalTo } from '../../report/versus/equivalence.ts';
import { loadEquivalences } from '../../report/versus/equivalences.io.ts';
import { equalText, ownText } from '../../report/versus/versus-text.ts';
import { quantile } from '../../stats/quantile.ts';
import { fromWritten } from '../../units/estimate.ts';
import { budgetsOf } from '../budget/budgets-of.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';

/** The median is of so many runs at most, the newest. */
const MOST_RUNS = 50;
/** Of fewer runs it says nothing. */
const FEWEST_RUNS = 3;

/** What is of the user's own comes first; else, unless only that is wanted, what the energy equals. Undefined where there is nothing. */
export function versusLine(
  context: CliContext,
  record: RunRecord,
  book: string | undefined,
  isOwnOnly: boolean,
): string | undefined {
  const { unicode } = context;
  const own = ownText(
    {
      ofMedian: ofMedian(context, record, book),
      project: record.project,
      ofBudget: ofBudget(context, record),
    },
    unicode ? ' · ' : ', ',
    unicode ? '×' : 'x',
  );
  if (own !== '' || isOwnOnly) return own === '' ? undefined : own;
  const { energy, carbon } = record;
  const equal = equalTo(
    {
      energy: fromWritten(energy.wall.attributed),
      carbon: fromWritten(carbon.operational),
      country: carbon.intensity?.country,
    },
    loadEquivalences(context.host),
  );
  return equal === undefined ? undefined : equalText(equal, unicode ? '–' : '-');
}

function ofMedian(context: CliContext, record: RunRecord, path: string | undefined): number | undefined {
  const book = openCliBook(context, { book: path });
  const joules = record.energy.wall.attributed.value;
  if (!book.ok || joules === null) return undefined;
  const isOther: Condition = {
    op: 'not',
    of: { op: 'like', on: { field: 'id' }, pattern: literal(record.id) },
  };
  const where: Condition = { op: 'and', of: [finishedIn(record.project), ROOTS, isOther] };
  const { rows } = book.value.query({ where, sort: [], limit: MOST_RUNS });
  const known = rows
    .map(({ energyJ }) => energyJ)
    .filter((one) => one !== null && one > 0)
    .sort((a, b) => (a ?? 0) - (b ?? 0)) as readonly number[];
  return known.length < FEWEST_RUNS ? undefined : joules / quantile(known, 0.5);
}

/** The project's own budget goes before that of all runs. */
function ofBudget({ config }: CliContext, { project, energy }: RunRecord): number | undefined {
  const joules = energy.wall.attributed.value;
  const budgets = budgetsOf(config).filter((budget) => budget.limits.energy !== undefined);
  const budget =
    budgets.find((one) => one.project === project) ?? budgets.find((one) => one.project === null);
  const limit = budget?.limits.energy;
  return joules === null || limit === undefined || limit === 0 ? undefined : joules / limit;
}
