import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { DIMENSIONS } from '../units/dimensions.ts';

/** An emission rate from a moment on, until the next one. */
export interface RateStep {
  readonly startMs: number;
  readonly gPerKwh: number;
}

/** Factors of the units that a header may name. */
const UNITS: readonly (readonly [pattern: RegExp, factor: number])[] = [
  [/lbs?.*per.?mwh|lbs?\/mwh/i, DIMENSIONS.intensity.units['lb/MWh']],
  [/kg.*kwh/i, 1000],
  [/t.*per.?mwh|^t.*\/mwh/i, 1000],
];

/**
 * Reads a series of rates: CSV with a header, an ISO time in the first column and a rate in the second; g/kWh unless the header of the rate
 * names another unit (lb/MWh as WattTime has it, kg/kWh). Rising in time.
 */
export function readRates(text: string, file: string): Result<readonly RateStep[]> {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const unit = header.split(',')[1] ?? '';
  const factor = UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1;
  const steps: RateStep[] = [];
  for (const [i, line] of lines.entries()) {
    const [time = '', rate = ''] = line.split(',');
    const startMs = Date.parse(time.trim());
    const gPerKwh = rate.trim() === '' ? Number.NaN : Number(rate) * factor;
    const before = steps.at(-1)?.startMs ?? Number.NEGATIVE_INFINITY;
    if (!Number.isFinite(startMs) || !Number.isFinite(gPerKwh) || gPerKwh < 0 || startMs <= before)
      return err(wrongLine(file, i + 2, line));
    steps.push({ startMs, gPerKwh });
  }
  if (steps.length < 2)
    return err(
      problem('E_PARAMS', `${file}: too few rates`, 'A series has two at least.', EXAMPLE, { file }),
    );
  return ok(steps);
}

const EXAMPLE = 'Write a header `time,g_per_kwh` and rows such as `2025-03-01T00:05Z,412`.';

function wrongLine(file: string, line: number, text: string): Problem {
  return problem(
    'E_PARAMS',
    `${file}: a line is not understood`,
    'A time, later than the one before, and a rate of zero or more are asked for.',
    EXAMPLE,
    {
      file,
      line,
      column: 1,
      text,
      length: text.length,
    },
  );
}

/**
 * Mean rate over a job that draws evenly: Σ E_t · MOER_t / Σ E_t (Dodge et al. 2022), g/kWh. Fails where the series does not cover the job.
 *
 * @param startMs when the job begins; the series' first time where it is undefined
 */
export function meanRate(
  steps: readonly RateStep[],
  startMs: number | undefined,
  hours: number,
): Result<number> {
  const first = steps[0]?.startMs ?? 0;
  const last = steps.at(-1)?.startMs ?? 0;
  const width = last - (steps.at(-2)?.startMs ?? last);
  const from = startMs ?? first;
  const to = from + hours * 3.6e6;
  const end = last + width;
  if (from < first || to > end + 1)
    return err(
      problem(
        'E_USAGE',
        'the rates do not cover the job',
        `They reach from ${new Date(first).toISOString()} to ${new Date(end).toISOString()}.`,
        'Give a longer series, another `--start`, or `--intensity`.',
      ),
    );
  let sum = 0;
  for (const [i, { startMs: at, gPerKwh }] of steps.entries()) {
    const next = steps[i + 1]?.startMs ?? end;
    sum += gPerKwh * Math.max(0, Math.min(to, next) - Math.max(from, at));
  }
  return ok(sum / (to - from));
}
