import { amountText } from '../../report/budget/amount-text.ts';
import type { Month } from '../../report/budget/calendar.ts';
import { FEWEST_DAYS } from '../../report/budget/month-forecast.ts';
import type { BudgetStanding, KindStanding } from '../../report/budget/standing.ts';
import { printable, wrapText } from '../output/text-width.ts';
import { burnDownLines } from './burn-down.ts';
import { dot, type Look, printOptions } from './look.ts';
import { shareText } from '../../units/format-share.ts';

/** What a view of budgets needs to know of the month. */
export interface BudgetMonth {
  readonly month: Month;
  readonly nowMs: number;
  readonly currency: string;
  /** As it is set; undefined is this machine's. */
  readonly zone: string | undefined;
}

const CHART_LINES = 8;
const LABEL = 10;
/** Narrower than this there is no room for a column for each day. */
const NARROWEST_CHART = 48;

/** All budgets of a month, each kind with its chart. No line is wider than the terminal. */
export function budgetView(standings: readonly BudgetStanding[], about: BudgetMonth, look: Look): string[] {
  const blocks = standings.flatMap(({ budget, kinds }) =>
    kinds
      .filter((kind) => kind.limit !== null || kind.kind === 'energy' || isUsed(kind))
      .map((kind) => kindBlock(budget.project, kind, about, look)),
  );
  const head = wrapText(heading(about, look), look.width).map((line) => look.style.bold(line));
  return [...head, ...blocks.flatMap((block) => ['', ...block])];
}

function isUsed({ spent }: KindStanding): boolean {
  return spent.value > 0;
}

function heading({ month, nowMs, zone }: BudgetMonth, look: Look): string {
  const day = month.days.findIndex(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  const when =
    day >= 0 ? `day ${day + 1} of ${month.days.length}` : nowMs >= month.toMs ? 'over' : 'not begun';
  return [`Budget ${month.key}`, when, ...(zone === undefined ? [] : [zone])].join(dot(look));
}

function kindBlock(
  project: string | null,
  standing: KindStanding,
  about: BudgetMonth,
  look: Look,
): readonly string[] {
  const { limit, spent, kind } = standing;
  const text = (amount: number): string =>
    amountText(amount, kind, { ...printOptions(look), currency: about.currency });
  const whose = project === null ? 'all runs' : `project ${printable(project)}`;
  const of = limit === null ? '' : ` of ${text(limit)}`;
  const part = limit === null || limit === 0 ? '' : ` (${shareText(spent.value / limit)})`;
  const used = text(spent.value);
  const known = spent.unknownRuns === 0 ? used : spent.value === 0 ? `${kind} not known` : `at least ${used}`;
  const first = `${whose}: ${known}${of}${part}`;
  return [
    ...wrapText(first, look.width).map((line, i) => (i === 0 ? painted(line, standing, look) : line)),
    ...chart(standing, about, text, look),
    ...notes(standing, about, text, look).flatMap(([label, note]) => labelled(label, note, look)),
  ];
}

function painted(line: string, { state }: KindStanding, look: Look): string {
  if (state === 'within') return line;
  return state === 'passed' ? look.style.red(line) : look.style.yellow(line);
}

function chart(
  { limit, byDay, forecast }: KindStanding,
  { month }: BudgetMonth,
  text: (amount: number) => string,
  look: Look,
): readonly string[] {
  if (limit === null || limit === 0 || look.width < NARROWEST_CHART) return [];
  const days = month.days.length;
  const cells = Math.max(1, Math.min(3, Math.floor((look.width - LABEL - 2) / days)));
  const lines = burnDownLines(
    { limit, byDay: byDay.map(({ spent }) => spent), days, forecast },
    { cells, lines: CHART_LINES, unicode: look.unicode },
  );
  // The kind stands above: what is left of it needs its unit only.
  const short = (amount: number): string => text(amount).replace(/ CO.*$/u, '');
  const side = look.unicode ? '│' : '|';
  const labels = new Map([
    [0, short(limit)],
    [CHART_LINES / 2, short(limit / 2)],
  ]);
  const axis = axisLine(days, cells);
  return [
    ...lines.map((line, i) => `${(labels.get(i) ?? '').slice(0, LABEL).padStart(LABEL)} ${side}${line}`),
    `${'0'.padStart(LABEL)} ${look.unicode ? '└' : '+'}${(look.unicode ? '─' : '-').repeat(days * cells)}`,
    `${' '.repeat(LABEL + 2)}${axis}`,
  ];
}

/** Days of the month under the axis: the first, every fifth, the last where there is room. */
function axisLine(days: number, cells: number): string {
  let line = '';
  for (let day = 1; day <= days; day++) {
    if (day !== 1 && day % 5 !== 0) continue;
    line = `${line.padEnd((day - 1) * cells)}${day}`;
  }
  return line;
}

type Note = readonly [label: string, text: string];

function labelled(label: string, text: string, look: Look): readonly string[] {
  const lead = look.width < NARROWEST_CHART ? 0 : LABEL + 1;
  const room = lead === 0 ? look.width - label.length - 1 : look.width - lead;
  return wrapText(text, room).map((line, i) => {
    const side = (i === 0 ? label : '').padStart(LABEL).padEnd(LABEL + 1);
    return lead === 0 ? `${i === 0 ? `${label} ` : ''}${line}` : `${look.style.dim(side)}${line}`;
  });
}

function notes(
  standing: KindStanding,
  { month, nowMs }: BudgetMonth,
  text: (amount: number) => string,
  look: Look,
): readonly Note[] {
  const { kind, spent, inFlight } = standing;
  const dash = look.unicode ? '–' : '-';
  const { low, high, unknownRuns } = spent;
  const runs = unknownRuns === 1 ? '1 run' : `${unknownRuns} runs`;
  return [
    ...(high > low
      ? [['used', `${text(low)} ${dash} ${text(high)} with the errors of measuring`] as const]
      : []),
    ...(inFlight > 0
      ? [['running', `another ${text(inFlight)} to come, as earlier runs tell`] as const]
      : []),
    ...(unknownRuns > 0 ? [['unknown', `${runs} of which the ${kind} is not known`] as const] : []),
    ...(nowMs >= month.toMs ? [] : [['forecast', forecastNote(standing, text, dash)] as const]),
  ];
}

function forecastNote(
  { limit, forecast, perDay, state, passedOn, spent }: KindStanding,
  text: (amount: number) => string,
  dash: string,
): string {
  if (forecast === null && spent.unknownRuns > 0 && spent.value === 0) return 'none: nothing is known';
  if (forecast === null) return `from ${FEWEST_DAYS} whole days of runs on`;
  const { value, low, high } = forecast;
  const pace = perDay === null ? '' : `, ${text(perDay)} a day`;
  const whole = `${text(value)} at the end of the month (${text(low)} ${dash} ${text(high)})${pace}`;
  if (limit === null || state === 'passed') return whole;
  if (state === 'within') return `${whole}: within`;
  return `${whole}: used up${passedOn === null ? '' : ` on ${passedOn}`}`;
}
