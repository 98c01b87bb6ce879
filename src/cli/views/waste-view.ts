import type { Cause } from '../../report/waste/cause.ts';
import { CAUSE_MEANINGS } from '../../report/waste/cause.ts';
import type { Recommendation } from '../../report/waste/recommend.ts';
import type { WasteItem, WasteReport } from '../../report/waste/waste-report.ts';
import type { Savings } from '../../report/waste/savings.ts';
import { co2e, energyOnCard, printCarbon, printEnergy, printMoney } from '../../units/format.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { type Column, renderTable } from '../output/table.ts';
import { fitText, printable, wrapText } from '../output/text-width.ts';
import { bar } from './bars.ts';
import { dot, type Look, printOptions, shortId } from './look.ts';
import { shellWord } from './run-view.ts';

const BAR = 16;
const INDENT = 3;
/** A command may be a whole script: this much of it is shown. */
const MOST_LINES = 4;
const ALL = 'all';

/** What a look at waste shows. */
export interface WasteShown {
  readonly report: WasteReport;
  readonly savings: Savings | undefined;
  /** How many parts are listed. */
  readonly limit: number;
}

/** Where the energy went, what took most of what was wasted, what to do, what was saved. No line is wider than the terminal. */
export function wasteView({ report, savings, limit }: WasteShown, look: Look): string[] {
  const blocks = [
    [...title(heading(report, look), look), '', ...causesTable(report, look)],
    itemsBlock(report, limit, look),
    adviceBlock(report.recommendations, look),
    savings === undefined ? [] : savingsBlock(savings, look),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

function heading({ runs, fromMs, toMs }: WasteReport, look: Look): string {
  const day = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString().slice(0, 10));
  const [from, to] = [day(fromMs), day(toMs)];
  return ['Waste', runs === 1 ? '1 run' : `${runs} runs`, from === to ? from : `${from} to ${to}`].join(
    dot(look),
  );
}

function title(text: string, look: Look): readonly string[] {
  return wrapText(text, look.width).map((line) => look.style.bold(line));
}

interface CauseRow {
  readonly title: string;
  readonly energy: WrittenEstimate;
  readonly carbon: WrittenEstimate | null;
  readonly runs: number | null;
  readonly meaning: string;
}

function causesTable({ causes, useful, running, total }: WasteReport, look: Look): readonly string[] {
  const print = printOptions(look);
  const whole = total.energy.value ?? 0;
  const row = (
    title: string,
    amounts: Pick<CauseRow, 'energy' | 'carbon'>,
    runs: number | null,
    meaning: string,
  ): CauseRow => ({
    title,
    energy: amounts.energy,
    carbon: amounts.carbon,
    runs,
    meaning,
  });
  const rows = [
    ...causes
      .filter(({ runs }) => runs > 0)
      .map((sum) => row(sum.cause, sum, sum.runs, CAUSE_MEANINGS[sum.cause])),
    ...(running.runs > 0 ? [row('running', running, running.runs, 'not over yet')] : []),
    row('useful', useful, null, 'what is left'),
    row(ALL, total, null, ''),
  ];
  const part = ({ energy }: CauseRow): number => (whole > 0 ? (energy.value ?? 0) / whole : 0);
  const columns: readonly (Column & { readonly cell: (row: CauseRow) => string })[] = [
    {
      title: 'CAUSE',
      cell: ({ title }) => title,
      paint: (cell, i) => paintCause(rows[i]?.title, cell, look),
    },
    { title: 'ENERGY', keep: true, align: 'right', cell: ({ energy }) => energyOnCard(energy, print) },
    { title: '%', keep: true, align: 'right', cell: (one) => `${Math.round(100 * part(one))}` },
    { title: '', cell: (one) => (one.title === ALL ? '' : bar(part(one), BAR, look.unicode)) },
    { title: 'RUNS', align: 'right', cell: ({ runs }) => (runs === null ? '' : `${runs}`) },
    { title: co2e(print), align: 'right', cell: ({ carbon }) => printCarbon(carbon, print) },
    { title: 'MEANING', cell: ({ meaning }) => meaning },
  ];
  const cells = rows.map((one) => columns.map((column) => column.cell(one)));
  return table(columns, cells, look);
}

function paintCause(title: string | undefined, cell: string, look: Look): string {
  if (title === 'useful') return look.style.green(cell);
  return title === 'failed' || title === 'killed' ? look.style.red(cell) : cell;
}

function itemsBlock({ items }: WasteReport, limit: number, look: Look): readonly string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, limit);
  const print = printOptions(look);
  const columns: readonly (Column & { readonly cell: (item: WasteItem) => string })[] = [
    { title: 'ID', cell: ({ share }) => shortId(share.run.id) },
    { title: 'NAME', cell: ({ share }) => share.run.name },
    { title: 'CAUSE', keep: true, cell: ({ share }) => share.cause },
    { title: 'ENERGY', keep: true, align: 'right', cell: ({ energy }) => printEnergy(energy, print) },
    { title: 'WHY', keep: true, cell: ({ share }) => share.evidence },
  ];
  const cells = shown.map((item) => columns.map((column) => column.cell(item)));
  const rest = items.length - shown.length;
  const more = rest === 0 ? [] : wrapText(`and ${rest} more: --limit 0`, look.width).map(look.style.dim);
  return [...table(columns, cells, look), ...more];
}

function adviceBlock(recommendations: readonly Recommendation[], look: Look): readonly string[] {
  if (recommendations.length === 0) return [];
  const lines = recommendations.flatMap((one, i) => adviceLines(one, i + 1, look));
  return [...title('What would have saved most', look), ...lines];
}

function adviceLines(one: Recommendation, place: number, look: Look): readonly string[] {
  const print = printOptions(look);
  const { key, energy, carbon, cost, confidence, action, command, evidence, project } = one;
  const figures = [
    energyOnCard(energy, print),
    ...(carbon === null ? [] : [`${printCarbon(carbon, print)} ${co2e(print)}`]),
    ...(cost === null ? [] : [printMoney(cost, cost.unit, print)]),
    `confidence ${confidence}`,
    evidenceText(evidence),
    key,
  ];
  const room = Math.max(10, look.width - INDENT);
  const block = (text: string): readonly string[] => {
    const lines = wrapText(printable(text), room).map((line) => fitText(line, room, ellipsis));
    return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), ellipsis] : lines;
  };
  const ellipsis = look.unicode ? '…' : '..';
  const lines = [
    ...block(`${project}: ${action}`),
    ...block(figures.join(dot(look))),
    ...block(command.map(shellWord).join(' ')).map((line) => look.style.cyan(line)),
  ];
  return lines.map((line, i) => `${i === 0 ? `${place}. `.padEnd(INDENT) : ' '.repeat(INDENT)}${line}`);
}

/** A few of the runs that it rests on. */
function evidenceText(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).map(shortId).join(', ');
  return ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown;
}

function savingsBlock({ cache, searches }: Savings, look: Look): readonly string[] {
  const print = printOptions(look);
  const lines = [
    ...(cache.hits === 0
      ? []
      : [
          `${energyOnCard(cache.energy, print)} by ${cache.hits === 1 ? '1 result from the cache, as it once took' : `${cache.hits} results from the cache, as they once took`}`,
        ]),
    ...(searches.trials === 0
      ? []
      : [
          `${savedText(searches.energy, look)} by ending ${searches.trials === 1 ? '1 trial early, as it would have gone on' : `${searches.trials} trials early, as they would have gone on`}`,
        ]),
  ];
  if (lines.length === 0) return [];
  return [
    ...title('Never spent, so in no total above', look),
    ...lines.flatMap((line) => wrapText(line, look.width)),
  ];
}

function savedText({ value, low, high }: Savings['searches']['energy'], look: Look): string {
  const print = printOptions(look);
  if (low === null || high === null) return printEnergy(value, print);
  return energyOnCard({ value, low, high, unit: 'J', errors: {} }, print);
}

function table(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  look: Look,
): readonly string[] {
  return renderTable(columns, cells, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

/** Whether anything was wasted. */
export function isWasted(causes: readonly { readonly cause: Cause; readonly runs: number }[]): boolean {
  return causes.some(({ runs }) => runs > 0);
}
