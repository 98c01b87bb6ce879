import { energyWithBand } from '../../../units/format.ts';
import type { Section } from '../document.ts';
import { FATE_WORDS } from '../fate.ts';
import { saidGrams, saidMoment, saidNumber, saidTime } from '../said.ts';
import type { Statement } from '../statement.ts';

/** Most runs that are listed: a report is to be read. */
const MOST_RUNS = 200;
/** As `ls` shows an id. */
const SHORT_ID = 6;

/** The runs that are added up. */
export function runsSection({ runs, metric }: Statement): Section {
  const shown = runs.slice(0, MOST_RUNS);
  return {
    id: 'runs',
    heading: 'The runs',
    blocks: [
      {
        kind: 'table',
        title: 'Whole runs, oldest first',
        table: {
          columns: [
            { title: 'Run' },
            { title: 'Id' },
            { title: 'Became' },
            { title: 'Group' },
            { title: 'Began' },
            { title: 'Time', isNumber: true },
            { title: 'Energy at the wall', isNumber: true },
            { title: 'Carbon', isNumber: true },
            ...(metric === undefined ? [] : [{ title: metric.name, isNumber: true }]),
            { title: 'Grade' },
          ],
          rows: shown.map((run) => [
            run.name,
            run.id.slice(-SHORT_ID).toLowerCase(),
            FATE_WORDS[run.fate],
            run.group ?? '',
            saidMoment(run.startedAt),
            saidTime(run.durationS),
            energyWithBand(run.energy),
            saidGrams(run.carbon),
            ...(metric === undefined ? [] : [metricText(run.metrics[metric.name])]),
            run.grade,
          ]),
          ...(shown.length < runs.length
            ? { note: `${runs.length - shown.length} more runs are in the sums and in the JSON report.` }
            : {}),
        },
      },
    ],
  };
}

function metricText(value: number | undefined): string {
  return value === undefined ? '' : saidNumber(value);
}
