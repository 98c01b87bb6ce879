import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { cellsOf, decimalSign, delimiterOf, numberIn } from './csv-cells.ts';
import { type Columns, columnsOf } from './csv-columns.ts';
import { afterMidnight, type TimeForm, timeForm } from './csv-time.ts';
import type { SeriesClock, WattSeries } from './watt-series.ts';

/** What a logger's table holds. */
export interface WattCsv extends WattSeries {
  readonly clock: SeriesClock;
  /** Rows that are left out: no number (e.g. `unavailable`), or not later than the row before. */
  readonly leftOut: number;
}

/** A table of which more than this part cannot be read is not understood. */
const MOST_LEFT_OUT = 0.5;

/**
 * Parses a table of watts as loggers write them: with a heading that names time and power (W, mW, kW), or two columns without one.
 *
 * @example
 * parseWattCsv('time;Leistung (kW)\n2026-05-01T12:00:00Z;0,25\n2026-05-01T12:00:01Z;0,26\n');
 */
export function parseWattCsv(text: string): Result<WattCsv> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const delimiter = delimiterOf(lines);
  const rows = lines.map((line) => cellsOf(line, delimiter));
  const heading = rows[0] ?? [];
  const hasHeading = heading.some((cell) => /[a-z]{2}|\bW\b/i.test(cell) && !/^\d/.test(cell));
  const columns = hasHeading ? columnsOf(heading) : plainColumns(heading);
  if (columns === undefined) return err(noColumns(heading));
  const body = hasHeading ? rows.slice(1) : rows;
  const form = formOf(body, columns, hasHeading ? heading : []);
  if (form === undefined) return err(noTimes(body[0] === undefined ? '' : timeCell(body[0], columns)));
  const decimal = decimalSign(body.map((row) => row[columns.power] ?? ''));
  if (decimal === undefined) return err(ambiguous(body[0]?.[columns.power] ?? ''));
  return gather(body, columns, form, decimal);
}

function plainColumns(first: readonly string[]): Columns | undefined {
  return first.length === 2 ? { time: [0], power: 1, wattsPerUnit: 1 } : undefined;
}

function timeCell(row: readonly string[], columns: Columns): string {
  return columns.time.map((k) => row[k] ?? '').join(' ');
}

function formOf(
  body: readonly (readonly string[])[],
  columns: Columns,
  heading: readonly string[],
): TimeForm | undefined {
  for (const row of body.slice(0, 10)) {
    const form = timeForm(timeCell(row, columns), timeCell(heading, columns));
    if (form !== undefined) return form;
  }
  return undefined;
}

function gather(
  body: readonly (readonly string[])[],
  columns: Columns,
  form: TimeForm,
  decimal: '.' | ',',
): Result<WattCsv> {
  const timesS: number[] = [];
  const watts: number[] = [];
  let lastS = Number.NaN;
  for (const row of body) {
    const power = numberIn(row[columns.power] ?? '', decimal) * columns.wattsPerUnit;
    const told = form.secondsOf(timeCell(row, columns));
    const atS = form.clock === 'time-of-day' && !Number.isNaN(lastS) ? afterMidnight(told, lastS) : told;
    if (!(power >= 0) || Number.isNaN(atS) || atS <= lastS) continue;
    timesS.push(atS);
    watts.push(power);
    lastS = atS;
  }
  const leftOut = body.length - timesS.length;
  if (timesS.length < 2 || leftOut > body.length * MOST_LEFT_OUT)
    return err(fewRows(timesS.length, body.length));
  return ok({
    timesS: Float64Array.from(timesS),
    watts: Float64Array.from(watts),
    clock: form.clock,
    leftOut,
  });
}

function noColumns(heading: readonly string[]): Problem {
  const shown = heading.slice(0, 8).join(' | ').slice(0, 120);
  return problem(
    'E_PARAMS',
    'the table of watts is not understood',
    `no single column of time and one of power in its first line: ${shown}`,
    'name the columns `time` and `power (W)`, one of each',
  );
}

function noTimes(cell: string): Problem {
  return problem(
    'E_PARAMS',
    'the table of watts is not understood',
    `its times are of no known form: ${cell.slice(0, 40)}`,
    'write them as 2026-05-01T12:00:00Z, as seconds or milliseconds since 1970, or as 12:00:00',
  );
}

function ambiguous(cell: string): Problem {
  return problem(
    'E_PARAMS',
    'the table of watts is not understood',
    `${cell.slice(0, 40)} may be thousands or thousandths`,
    'write the powers with a decimal point',
  );
}

function fewRows(usable: number, all: number): Problem {
  return problem(
    'E_PARAMS',
    'the table of watts is not understood',
    `only ${usable} of ${all} rows hold a time and a power, each later than the one before`,
    'sort the table by time, and look at its times and powers',
  );
}
