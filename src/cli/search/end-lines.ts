import type { FalseStops } from '../../search/study/savings.ts';
import type { LastGain } from '../../search/workers/last-gain.ts';
import type { Saved } from '../../search/workers/saved-interval.ts';
import { energyWithBand, printEnergy } from '../../units/format.ts';
import { wrapText } from '../output/text-width.ts';
import { type Look, plainNumber, printOptions } from '../views/look.ts';

/** What is told at the end of a search, beside the study itself. */
export interface EndFacts {
  readonly study: string;
  /** Of a dashboard that runs. */
  readonly page: string | undefined;
  readonly metric: string;
  readonly saved: Saved | undefined;
  readonly falseStops: FalseStops;
  readonly gain: LastGain | undefined;
  /** What as much energy again is expected to improve the first objective by. */
  readonly again: { readonly joules: number; readonly by: number } | undefined;
}

const LABEL = 10;

/** What stopping saved, how often it would have been wrong, and what the last improvement took. */
export function endLines(
  { study, page, metric, saved, falseStops, gain, again }: EndFacts,
  look: Look,
): string[] {
  const rows: (readonly [label: string, text: string])[] = [];
  if (saved !== undefined) rows.push(['saved', savedText(saved, look)]);
  if (falseStops.spared > 0) {
    const { wrong, spared } = falseStops;
    rows.push([
      'wrong',
      `${wrong} of ${spared} trials that were let go on for a test would have been stopped and ended among the best third`,
    ]);
  }
  if (gain !== undefined) {
    const cost = printEnergy(gain.joules, printOptions(look));
    const each = printEnergy(gain.joulesPerUnit, printOptions(look));
    rows.push([
      'last gain',
      `${metric} better by ${plainNumber(gain.by)} for ${cost}: ${each} for each 1.0 of it`,
    ]);
  }
  if (again !== undefined) {
    const by = plainNumber(Number(again.by.toPrecision(2)));
    rows.push([
      'as much',
      `again, ${printEnergy(again.joules, printOptions(look))}, is expected to improve ${metric} by about ${by}`,
    ]);
  }
  rows.push(['more', `joulebook study show ${study}`], ['frontier', page ?? 'joulebook ui']);
  return rows.flatMap(([label, text]) =>
    wrapText(text, Math.max(20, look.width - LABEL)).map(
      (line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`,
    ),
  );
}

function savedText({ joules, low, high, trials }: Saved, look: Look): string {
  const options = printOptions(look);
  const band =
    low === undefined || high === undefined ? undefined : { value: joules, low, high, unit: 'J', errors: {} };
  const energy = band === undefined ? `about ${printEnergy(joules, options)}` : energyWithBand(band, options);
  return `${energy}, by ending ${trials} ${trials === 1 ? 'trial' : 'trials'} early`;
}
