import { problem } from '../../errors.ts';
import { written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { tellPage } from '../dashboard/tell-page.io.ts';
import { lookOf, openCliBook } from '../open-cli-book.io.ts';
import type { COMPARE } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CompareRow, RowKind } from '../views/compare-row.ts';
import { compareRuns } from '../views/compare-runs.ts';
import { compareView } from '../views/compare-view.ts';

const UNITS: Readonly<Record<RowKind, string>> = {
  energy: 'J',
  carbon: 'g',
  intensity: 'g/kWh',
  water: 'L',
  money: '',
  power: 'W',
  duration: 's',
  number: '',
  text: '',
};

/** Compares runs. */
export async function run(context: CliContext, input: InputOf<typeof COMPARE>): Promise<number> {
  const { options } = input;
  const refs = input.arguments.runs;
  if (refs.length < 2) {
    const fix = `Name the base first, then the others: joulebook compare ${refs[0] ?? '@prev'} @last`;
    return context.fail(problem('E_USAGE', 'joulebook compare: two runs are needed', undefined, fix));
  }
  const book = openCliBook(context, options);
  if (!book.ok) return context.fail(book.error);
  const found = book.value.resolveAll(refs);
  if (!found.ok) return context.fail(found.error);
  const records = found.value;
  const comparison = compareRuns(records);
  if (context.json) {
    return context.succeed({
      base: records[0]?.id,
      runs: records.map(({ id, name }) => ({ id, name })),
      rows: comparison.rows.map(rowJson),
      likeForLike: comparison.unlike.length === 0,
      unlike: comparison.unlike,
    });
  }
  context.out(`${compareView(records, comparison, lookOf(context, options), options.all).join('\n')}\n`);
  tellPage(context, book.value.dir, 'compare', { ids: records.map(({ id }) => id).join(',') });
  return 0;
}

function rowJson(row: CompareRow): object {
  const unit = row.unit ?? UNITS[row.kind];
  return {
    name: row.name,
    kind: row.kind,
    values: row.values.map((value) =>
      value === null || typeof value === 'string' ? value : written(value, unit),
    ),
    against: row.against.map((each) =>
      each === null
        ? null
        : {
            difference: written(each.difference, unit, { signed: true }),
            ratio: written(each.ratio, ''),
            verdict: each.verdict,
          },
    ),
  };
}
