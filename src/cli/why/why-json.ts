import type { RunRecord } from '../../book/run-record.ts';
import { errorWords } from '../../report/why/error-words.ts';
import { intervalParts } from '../../report/why/interval-parts.ts';
import { assumptionsOf } from '../../report/why/tree-walk.ts';
import type { Explained } from './why-view.ts';

/** What `joulebook why --json` gives as data: the chains as trees, what makes the intervals wide, what was assumed. */
export function whyJson(figures: readonly Explained[], record: RunRecord | undefined): object {
  return {
    ...(record === undefined ? {} : { run: { id: record.id, name: record.name } }),
    figures: figures.map(({ field, tree, errors }) => ({
      field,
      derivation: tree,
      interval: intervalParts(errors).map((part) => ({ ...part, ...errorWords(part.source) })),
    })),
    assumed: assumptionsOf(figures.map(({ tree }) => tree)),
  };
}
