import type { Book } from '../../book/book.io.ts';
import type { RunRecord } from '../../book/run-record.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { chooseBaseline } from './choose-baseline.ts';
import { type CiResult, ciResult, IN_THE_FILE } from './ci-result.ts';
import type { CiConstants } from './constants.ts';
import { type BaselineSource, bookBaseline } from './find-baseline.io.ts';
import { measuredOf } from './measured.ts';

/** Compares new runs with those of the baseline that can be compared. */
export function compare(
  book: Book | undefined,
  { options }: InputOf<typeof CI>,
  records: readonly RunRecord[],
  source: BaselineSource,
  rest: { readonly margin: number; readonly constants: CiConstants; readonly hasFailed: boolean },
): CiResult {
  const fresh = records.map(measuredOf);
  const [first] = fresh;
  if (first === undefined) throw new Error('ci measured nothing');
  const ids = fresh.map(({ id }) => id);
  const candidates =
    source.kind !== 'last' ? source.runs : book === undefined ? [] : bookBaseline(book, first, ids);
  const most = source.kind === 'last' ? source.most : Number.POSITIVE_INFINITY;
  const { sameRam } = rest.constants;
  const figure = options.figure ?? options.scope;
  const byName = source.kind === 'file' && source.isOurs;
  const chosen = chooseBaseline(candidates, first, {
    sameRam,
    figure,
    byName,
    anyMachine: options.anyMachine,
    most,
  });
  const from =
    source.kind === 'last' ? 'in the book' : source.kind === 'file' ? IN_THE_FILE : `(${source.from})`;
  return ciResult({ ...rest, figure, fresh, chosen, from });
}
