import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** Carbon intensity over time: each figure holds until the next one. */
export interface IntensityTrace {
  /** ms since 1970, ascending. */
  readonly fromMs: readonly number[];
  /** g CO2e/kWh. */
  readonly gPerKwh: readonly number[];
  /** Until when the last figure holds, ms. */
  readonly endMs: number;
}

const LIFE_CYCLE = /life.?cycle/i;
const INTENSITY = /intensity|co2|co₂|\/\s*kwh/i;

/**
 * Reads a table of times and carbon intensities in g/kWh: the time first, and of several columns of figures the one whose heading says life cycle, else the
 * first that speaks of an intensity, else the second. Times without a zone are UTC. The last figure holds as long as the one before it.
 *
 * @param name of the file, for messages.
 * @example
 * readTrace('time,g/kWh\n2026-11-26T08:00Z,310\n2026-11-26T09:00Z,280\n', 'trace.csv')
 */
export function readTrace(text: string, name: string): Result<IntensityTrace> {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({
      line: i + 1,
      cells: line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')),
    }))
    .filter(({ cells: [first = ''] }) => first !== '' && !first.startsWith('#'));
  const heading =
    rows[0] !== undefined && Number.isNaN(timeOf(rows[0].cells[0] ?? '')) ? rows.shift()?.cells : undefined;
  const column = heading === undefined ? 1 : columnOf(heading);
  const fromMs: number[] = [];
  const gPerKwh: number[] = [];
  for (const { line, cells } of rows) {
    const ms = timeOf(cells[0] ?? '');
    const cell = cells[column] ?? '';
    const g = Number(cell);
    if (Number.isNaN(ms)) return err(wrong(name, line, `"${cells[0]}" is no time such as 2026-11-26T08:00Z`));
    if (cell === '') continue; // an hour of which nothing is known: the figure before it holds
    if (!(g >= 0 && Number.isFinite(g))) return err(wrong(name, line, `"${cell}" is no intensity in g/kWh`));
    if (ms <= (fromMs.at(-1) ?? Number.NEGATIVE_INFINITY))
      return err(wrong(name, line, 'its time is not after that of the line before'));
    fromMs.push(ms);
    gPerKwh.push(g);
  }
  const [last, before] = [fromMs.at(-1), fromMs.at(-2)];
  if (last === undefined || before === undefined)
    return err(
      problem(
        'E_CONFIG',
        `${name} has no carbon intensities over time`,
        'It has fewer than two lines of a time and a figure.',
        'Write lines such as `2026-11-26T08:00Z,310`.',
      ),
    );
  return ok({ fromMs, gPerKwh, endMs: last + (last - before) });
}

/** @returns the figure that holds at a time, g CO2e/kWh; undefined before the first one and after the last one. */
export function traceAt({ fromMs, gPerKwh, endMs }: IntensityTrace, ms: number): number | undefined {
  if (ms >= endMs) return undefined;
  let low = 0;
  let high = fromMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fromMs[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return gPerKwh[low - 1];
}

function columnOf(heading: readonly string[]): number {
  const find = (wanted: RegExp): number => heading.findIndex((title, i) => i > 0 && wanted.test(title));
  const lifeCycle = find(LIFE_CYCLE);
  const any = find(INTENSITY);
  return lifeCycle > 0 ? lifeCycle : any > 0 ? any : 1;
}

/** ms since 1970, or NaN. */
function timeOf(text: string): number {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(
    text,
  );
  if (found === null) return Number.NaN;
  const [, day = '', time = '00:00', zone = 'Z'] = found;
  return Date.parse(
    `${day}T${time}${/^utc$/i.test(zone) ? 'Z' : zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`,
  );
}

function wrong(name: string, line: number, why: string): ReturnType<typeof problem> {
  return problem(
    'E_CONFIG',
    `${name}, line ${line}: no carbon intensity over time`,
    `${why}.`,
    'Write lines such as `2026-11-26T08:00Z,310`, in the order of time.',
  );
}
