import type { RunRecord } from '../../book/run-record.ts';
import { type Estimate, interval } from '../../units/estimate.ts';
import {
  missing,
  printCarbon,
  printEnergy,
  printIntensity,
  printMoney,
  printPercent,
  printPower,
  printWater,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { type Column, renderTable } from '../output/table.ts';
import { wrapText } from '../output/text-width.ts';
import type { Against, CompareRow } from './compare-row.ts';
import type { Comparison } from './compare-runs.ts';
import { type Look, plainNumber, printOptions } from './look.ts';

/** Runs side by side as a table, then whether they are alike. */
export function compareView(
  runs: readonly RunRecord[],
  comparison: Comparison,
  look: Look,
  all: boolean,
): string[] {
  const rows = comparison.rows.filter((row) => all || row.differs || row.name === 'energy');
  const pair = runs.length === 2;
  const columns: Column[] = [
    { title: '', keep: true },
    ...runs.flatMap((run, i): Column[] => {
      const title = i === 0 ? `${run.name} (base)` : run.name;
      const value: Column = { title, align: 'right', ...(pair ? { keep: true } : {}) };
      return i === 0 || pair ? [value] : [value, { title: ratioTitle(look), align: 'right' }];
    }),
    ...(pair
      ? [
          { title: look.unicode ? 'Δ' : 'diff', align: 'right' } as const,
          { title: ratioTitle(look), align: 'right' } as const,
          { title: '', keep: true } as const,
        ]
      : []),
  ];
  const cells = rows.map((row) => [
    row.name,
    ...row.values.flatMap((value, i) => {
      const cell = valueText(value, row, look);
      if (i === 0 || pair) return [cell];
      const against = row.against[i - 1] ?? null;
      const mark = against?.verdict === 'unclear' && !isExact(row) ? '~' : '';
      return [cell, mark + ratioText(against, look, look.wide === true)];
    }),
    ...(pair ? pairCells(row, look) : []),
  ]);
  const table = renderTable(columns, cells, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
  const unclear =
    !pair && rows.some((row) => row.against.some((each) => each?.verdict === 'unclear' && !isExact(row)));
  const legend = unclear ? ['~ not clear: the 90 % interval of the ratio holds 1'] : [];
  return [...table, ...legend, ...wrapText(likeText(comparison, pair, look), look.width)];
}

/** Durations and metrics are as they are; only what is estimated can differ unclearly. */
function isExact({ kind }: CompareRow): boolean {
  return kind === 'number' || kind === 'duration';
}

function ratioTitle(look: Look): string {
  return look.unicode ? '×' : 'x';
}

function pairCells(row: CompareRow, look: Look): string[] {
  const against = row.against[0] ?? null;
  if (against === null) return ['', '', ''];
  return [
    differenceText(against.difference, row, look),
    ratioText(against, look, look.wide === true),
    verdictText(against, row),
  ];
}

function valueText(value: Estimate | string | null, row: CompareRow, look: Look): string {
  const print = printOptions(look);
  if (value === null) return missing(print);
  if (typeof value === 'string') return value;
  // How well a grid is known stands in the band of the carbon.
  const band = row.kind === 'intensity' ? '' : printPercent(value, print);
  return `${quantityText(value, row, look, false)}${band === '' ? '' : ` ${band}`}`;
}

function quantityText(value: Estimate, { kind, unit }: CompareRow, look: Look, signed: boolean): string {
  const print = { ...printOptions(look), signed };
  if (kind === 'energy') return printEnergy(value, print);
  if (kind === 'carbon') return printCarbon(value, print);
  if (kind === 'intensity') return printIntensity(value, print);
  if (kind === 'water') return printWater(value, print);
  if (kind === 'money') return printMoney(value, unit ?? '', print);
  if (kind === 'power') return printPower(value, print);
  const plus = signed && (value.value ?? 0) > 0 ? '+' : '';
  if (kind === 'duration') return plus + printDuration(value.value, print);
  return value.value === null ? missing(print) : plus + plainNumber(value.value);
}

function differenceText(difference: Estimate, row: CompareRow, look: Look): string {
  return difference.value === 0 ? '0' : quantityText(difference, row, look, true);
}

/** A factor with two significant digits, three around 1, where small differences count. */
function factorText(x: number): string {
  return String(Number(x.toPrecision(x >= 0.995 && x < 10 ? 3 : 2)));
}

/** `×2.9`, with its band where there is room: `×2.9 (2.7–3.1)`. */
function ratioText(against: Against | null, look: Look, banded: boolean): string {
  if (against === null) return '';
  const times = ratioTitle(look);
  const { low, high } = interval(against.ratio);
  const { value } = against.ratio;
  const dash = look.unicode ? '–' : '-';
  if (value === null)
    return low === null || high === null ? '' : `${times}${factorText(low)}${dash}${factorText(high)}`;
  const isSharp = low === null || high === null || (high - low) / value < 0.005;
  if (isSharp || !banded) return `${times}${factorText(value)}`;
  return `${times}${factorText(value)} (${factorText(low)}${dash}${factorText(high)})`;
}

function verdictText({ verdict }: Against, { kind }: CompareRow): string {
  if (kind === 'number' || kind === 'duration') return '';
  if (verdict === 'clear') return 'clear difference';
  return verdict === 'unclear' ? 'not clear' : verdict === 'same' ? 'same' : 'unknown';
}

function likeText({ unlike }: Comparison, pair: boolean, look: Look): string {
  if (unlike.length === 0)
    return 'Like for like: yes (same host, CPU, GPU, grade, methods, PUE and intensity).';
  const versus = pair ? ' against ' : look.unicode ? ' · ' : ', ';
  const parts = unlike.map(
    ({ what, values }) => `${what} (${values.map((value) => (value === '' ? 'none' : value)).join(versus)})`,
  );
  return `Like for like: no. Different ${parts.join('; ')}.`;
}
