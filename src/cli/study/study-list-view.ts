import type { StudySummary } from '../../search/study/summary.ts';
import { missing, printEnergy } from '../../units/format.ts';
import { renderTable } from '../output/table.ts';
import { localTime } from '../views/local-time.ts';
import { type Look, plainNumber, printOptions } from '../views/look.ts';

/** A table of studies. */
export function studyListView(studies: readonly StudySummary[], nowMs: number, look: Look): string[] {
  const columns = [
    { title: 'STUDY', keep: true },
    { title: 'TRIALS', align: 'right' },
    { title: 'BEST', align: 'right' },
    { title: 'METRIC' },
    { title: 'ENERGY', align: 'right' },
    { title: 'STATE' },
    { title: 'MADE' },
  ] as const;
  const rows = studies.map((study) => [
    study.name,
    `${Object.values(study.trials).reduce((sum, count) => sum + count, 0)}`,
    bestText(study),
    study.objectives.map(({ metric }) => metric).join(', '),
    study.energy.total > 0
      ? printEnergy(study.energy.total, printOptions(look))
      : missing(printOptions(look)),
    stateText(study),
    localTime(Date.parse(study.createdAt), nowMs),
  ]);
  return renderTable(columns, rows, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

/** The value of the best, or how many are on the front. */
function bestText({ recommended, objectives }: StudySummary): string {
  if (objectives.length > 1) return recommended.length === 0 ? '' : `front of ${recommended.length}`;
  const value = recommended[0]?.values[0];
  return value === undefined || value === null ? '' : plainNumber(value);
}

/** In two words: what is going on in a study. */
export function stateText({ over, trials }: StudySummary): string {
  if (trials.running > 0) return `${trials.running} running`;
  return over === null ? 'may go on' : `over: ${over.why}`;
}
