import { avoidedIn } from '../../book/avoided.io.ts';
import type { Problem } from '../../errors.ts';
import { listStudies } from '../../search/journal/study-folder.io.ts';
import { loadStudy } from '../../search/journal/load-study.io.ts';
import { savedInterval } from '../../search/workers/saved-interval.ts';
import type { Savings } from '../../report/waste/savings.ts';
import { sum } from '../../units/arithmetic.ts';
import { fromWritten, written } from '../../units/estimate.ts';

/** Reads from a book what was saved. */
export function savingsIn(book: string): {
  readonly savings: Savings;
  readonly problems: readonly Problem[];
} {
  const avoided = avoidedIn(book);
  const problems: Problem[] = avoided.problem === undefined ? [] : [avoided.problem];
  const folders = listStudies(book);
  if (!folders.ok) problems.push(folders.error);
  const saved = (folders.ok ? folders.value : []).flatMap((folder) => {
    const study = loadStudy(folder);
    if (!study.ok) problems.push(study.error);
    return (study.ok ? savedInterval(study.value.state) : undefined) ?? [];
  });
  const { entries } = avoided;
  const total = (of: (one: (typeof saved)[number]) => number | undefined): number | null =>
    saved.every((one) => of(one) !== undefined) ? saved.reduce((all, one) => all + (of(one) ?? 0), 0) : null;
  return {
    problems,
    savings: {
      cache: {
        hits: entries.length,
        energy: written(sum(entries.map(({ energy }) => fromWritten(energy))), 'J'),
        carbon: written(sum(entries.map(({ carbon }) => fromWritten(carbon))), 'g'),
      },
      searches: {
        studies: saved.length,
        trials: saved.reduce((all, { trials }) => all + trials, 0),
        energy: {
          value: total(({ joules }) => joules) ?? 0,
          low: total(({ low }) => low),
          high: total(({ high }) => high),
          unit: 'J',
        },
      },
    },
  };
}
