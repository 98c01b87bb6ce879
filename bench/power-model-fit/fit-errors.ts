import type { Range2, WallErrors } from '../../src/meters/model/wall-errors.ts';
import { Z90 } from '../../src/units/estimate.ts';
import type { HeldOut } from './cross-validate.ts';
import { quantile } from './quantile.ts';
import type { ServerRow } from './server-rows.ts';

/** Errors of predictions by level: ln(measured / predicted). */
export type LogErrors = readonly (readonly number[])[];

/** Errors of held-out predictions at 0, 10, … 100 % load, of the rows that `use` keeps. */
export function logErrors(
  rows: readonly ServerRow[],
  predictions: readonly HeldOut[],
  use: (row: ServerRow) => boolean = () => true,
): LogErrors {
  return Array.from({ length: 11 }, (_, level) =>
    predictions.flatMap((predicted) =>
      rows.flatMap((row, i) => {
        const measured = row.watts[level] ?? Number.NaN;
        return measured > 0 && use(row) ? [Math.log(measured / (predicted[i]?.[level] ?? Number.NaN))] : [];
      }),
    ),
  );
}

/**
 * Quantiles of the errors that become the ends of the interval. A little beyond 5 % and 95 %: servers of one CPU resemble each other, so
 * a thousand servers of a hundred CPUs tell less of the next CPU than a thousand would.
 */
const [LOW, HIGH] = [0.04, 0.96];

/**
 * The spreads of a fit from its errors on held-out servers (split conformal prediction: the quantiles of the errors on servers that were not
 * fitted are the interval of the next). `spread` is that of full load; `idleSpread` what idle errs beyond it, so that both together, in
 * quadrature of logarithms as estimates add, hold nine in ten of the idle powers.
 */
export function errorsFrom(errors: LogErrors): WallErrors {
  const full = reach(errors[10] ?? []);
  const idle = reach(errors[0] ?? []);
  return { spread: toSpread(full), idleSpread: toSpread(beyond(idle, full)), taper: taperFrom(errors) };
}

/** How much of `idleSpread` is left at each level: 1 at idle, 0 at full load, never growing. */
function taperFrom(errors: LogErrors): readonly number[] {
  const widths = errors.map((level) => {
    const { down, up } = reach(level);
    return (down + up) / 2;
  });
  const [idle = 1, full = 0] = [widths[0], widths[10]];
  let least = 1;
  return widths.map((width, level) => {
    const share =
      level === 10 ? 0 : Math.sqrt(Math.max(0, (width ** 2 - full ** 2) / (idle ** 2 - full ** 2)));
    least = Math.min(least, share);
    return Number(least.toFixed(3));
  });
}

/** How far the quantiles of the errors lie below and above none, as logarithms. */
interface Reach {
  readonly down: number;
  readonly up: number;
}

function reach(errors: readonly number[]): Reach {
  return { down: Math.max(0, -quantile(errors, LOW)), up: Math.max(0, quantile(errors, HIGH)) };
}

function beyond(wide: Reach, narrow: Reach): Reach {
  const rest = (a: number, b: number): number => Math.sqrt(Math.max(0, a ** 2 - b ** 2));
  return { down: rest(wide.down, narrow.down), up: rest(wide.up, narrow.up) };
}

function toSpread({ down, up }: Reach): Range2 {
  return [round((1 - Math.exp(-down)) / Z90), round((Math.exp(up) - 1) / Z90)];
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
