import type { Book } from '../../book/book.io.ts';
import type { Problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CiResult } from './ci-result.ts';
import type { CiConstants } from './constants.ts';
import { type BaselineSource, TAG_BASELINE, TAG_OVER } from './find-baseline.io.ts';
import { updatedBaseline } from './update-baseline.ts';
import { rewriteBaseline } from './write-baseline.io.ts';

/** Marks the runs in the book, and writes the baseline where that is asked for. */
export function accept(
  context: CliContext,
  book: Book | undefined,
  { options }: InputOf<typeof CI>,
  result: CiResult,
  source: BaselineSource,
  { sameRam }: CiConstants,
): CiResult {
  if (result.verdict === 'failed') return result;
  const mark = (tag: string): Problem | undefined => {
    for (const { id } of result.fresh) {
      const failed = book?.amend(id, { addTags: [tag] });
      if (failed !== undefined) return failed;
    }
    return undefined;
  };
  if (!options.updateBaseline) {
    const failed = result.verdict === 'over' ? mark(TAG_OVER) : undefined;
    if (failed !== undefined) context.warn(failed);
    return result;
  }
  if (source.kind !== 'file') {
    const failed = mark(TAG_BASELINE);
    if (failed !== undefined) context.warn(failed);
    return {
      ...result,
      updated: 'This run begins the new baseline in the book; older runs are no longer compared with.',
    };
  }
  const { low, high } = result.judgement?.interval ?? { low: null, high: null };
  const changed = result.verdict === 'over' || (high !== null && high < 1) || (low !== null && low > 1);
  const replaced = new Set(changed ? result.chosen.runs.map(({ run }) => run.id) : []);
  const written = rewriteBaseline(source.path, (old) =>
    updatedBaseline(old, result.fresh, { replaced, sameRam }),
  );
  if (!written.ok) {
    context.warn(written.error);
    return result;
  }
  const n = written.value.length;
  return {
    ...result,
    updated: `${source.path} now holds ${n} ${n === 1 ? 'run' : 'runs'}${changed ? '; the level before was replaced' : ''}.`,
  };
}
