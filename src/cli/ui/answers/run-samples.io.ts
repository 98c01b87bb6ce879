import { csvRecord } from '../../../book/csv-text.ts';
import type { JournalLine } from '../../../book/journal-event.ts';
import { JournalReader } from '../../../book/journal-reader.io.ts';
import { readSamples } from '../../../book/samples.io.ts';
import { USAGE_CHANNELS, usageOf } from '../../../book/usage-series.ts';
import { guarded } from '../../../report/export-csv.ts';
import { ok, type Result } from '../../../result.ts';
import type { Question, Reply, Route } from '../../../server/route.ts';
import { failure } from '../failure.io.ts';
import { folderOf } from './run-id.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** So much text is made before others are answered. */
const CHUNK_CHARACTERS = 1 << 16;

type Cell = string | number | null;

/** Rows of an export, one for each line of a journal that has some. */
interface Rows {
  readonly columns: readonly string[];
  readonly each: () => Generator<readonly Cell[], void, undefined>;
}

/** What is exported whole, and how it is read from a journal. */
const EXPORTS: Readonly<Record<string, (journal: string) => Result<Rows>>> = {
  samples: powerRows,
  usage: (journal) =>
    lineRows(journal, ['at_s', 'dt_s', ...USAGE_CHANNELS], (line, atS) =>
      line.k === 'sample' && line.dt > 0 ? [[atS, line.dt, ...usageOf(line).map(finite)]] : [],
    ),
  metrics: (journal) =>
    lineRows(journal, ['at_s', 'step', 'epoch', 'metric', 'value'], (line, atS) =>
      line.k === 'metric'
        ? Object.entries(line.values).map(([name, value]) => [
            atS,
            line.step ?? null,
            line.epoch ?? null,
            name,
            finite(value),
          ])
        : [],
    ),
};

/** `/runs/:ref/samples.csv` and `.json`: every sample of a run, streamed; `usage` how busy the machine was in each, `metrics` all that was reported. */
export function runSamplesRoutes(surroundings: Surroundings): readonly Route[] {
  return Object.entries(EXPORTS).flatMap(([what, read]) =>
    (['csv', 'json'] as const).map((format) => ({
      method: 'GET' as const,
      path: `/runs/:ref/${what}.${format}`,
      answer: (question: Question): Reply => {
        const folder = folderOf(surroundings, question.part('ref'));
        if (!folder.ok) return failure(folder.error);
        const rows = read(folder.value.journal);
        if (!rows.ok) return failure(rows.error);
        return {
          status: 200,
          type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
          download: `joulebook-${folder.value.id}-${what}.${format}`,
          body: streamed(format === 'csv' ? csvOf(rows.value) : jsonOf(rows.value)),
        };
      },
    })),
  );
}

function powerRows(journal: string): Result<Rows> {
  const samples = readSamples(journal);
  if (!samples.ok) return samples;
  const { channels, each } = samples.value;
  return ok({
    columns: ['at_s', 'dt_s', ...channels.map((name) => `${name}_w`)],
    each: function* () {
      for (const { atS, dtS, watts } of each()) yield [atS, dtS, ...Array.from(watts, finite)];
    },
  });
}

/** @param rowsOf the rows of a line, and of the time at which it was written, s since the run began. */
function lineRows(
  journal: string,
  columns: readonly string[],
  rowsOf: (line: JournalLine, atS: number) => readonly (readonly Cell[])[],
): Result<Rows> {
  const reader = JournalReader.open(journal);
  if (!reader.ok) return reader;
  return ok({
    columns,
    each: function* () {
      let t0: number | undefined;
      for (const { line } of reader.value) {
        t0 ??= line.t;
        yield* rowsOf(line, line.t - t0);
      }
    },
  });
}

function* csvOf({ columns, each }: Rows): Generator<string, void, undefined> {
  yield `${csvRecord(columns.map(guarded))}\r\n`;
  for (const row of each())
    yield `${csvRecord(row.map((cell) => (typeof cell === 'string' ? guarded(cell) : cell)))}\r\n`;
}

function* jsonOf({ columns, each }: Rows): Generator<string, void, undefined> {
  yield `{"columns":${JSON.stringify(columns)},"rows":[`;
  let before = '\n';
  for (const row of each()) {
    yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield '\n]}\n';
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A text as it is made, no faster than it is read. */
function streamed(texts: Generator<string, void, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: (controller) => {
      let text = '';
      while (text.length < CHUNK_CHARACTERS) {
        const next = texts.next();
        if (next.done === true) {
          if (text !== '') controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += next.value;
      }
      controller.enqueue(encoder.encode(text));
    },
    cancel: () => void texts.return(),
  });
}
