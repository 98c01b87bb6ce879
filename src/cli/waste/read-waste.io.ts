import type { Book } from '../../book/book.io.ts';
import { readOwnPower } from '../../book/own-power.io.ts';
import { runFolder } from '../../book/run-folder.io.ts';
import { readHistory } from '../../report/export/read-history.io.ts';
import { metricWindows } from '../../report/waste/metric-windows.ts';
import type { WasteRules } from '../../report/waste/rules.ts';
import { mayPause, waitingPart } from '../../report/waste/waiting.ts';
import { type WasteRun, wasteRun } from '../../report/waste/waste-run.ts';
import { ok } from '../../result.ts';
import type { WasteReader } from './waste-reader.ts';

const MOST_WINDOWS = 50;
const BUCKETS = 256;
/** A longer journal takes longer to read than the page should: its series tells, with the mean of its idle power. */
const MOST_SAMPLES = 5000;

/** Reads from the files of a book, anew each time. */
export function wasteReader(book: Book, rules: WasteRules): WasteReader {
  return {
    run: ({ id }) => {
      const record = book.record(id);
      return record.ok ? ok(wasteRun(record.value)) : record;
    },
    windows: ({ id }) => metricWindows(readHistory(book.dir, id), MOST_WINDOWS),
    waiting: (run) => waitingOf(book, run, rules),
  };
}

function waitingOf(book: Book, { id, energy, active, durationS }: WasteRun, rules: WasteRules): number {
  if (energy.value === null || active.value === null) return 0;
  const series = book.power(id, { buckets: BUCKETS });
  if (!series.ok) return 0;
  const channel = series.value.channels.indexOf('attributed');
  const power = series.value.buckets.map(({ fromS, toS, mean }) => ({
    seconds: toS - fromS,
    watts: mean[channel] ?? Number.NaN,
  }));
  const idleW = Math.max(0, energy.value - active.value) / durationS;
  const own = mayPause(power)
    ? readOwnPower(runFolder(book.dir, id).journal, durationS, {
        stretches: BUCKETS,
        mostSamples: MOST_SAMPLES,
      })
    : undefined;
  return waitingPart(own ?? power, idleW, rules);
}
