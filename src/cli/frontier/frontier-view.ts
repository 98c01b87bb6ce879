import type { FrontierOfRuns } from '../../report/frontier/frontier-of-runs.ts';
import type { FrontierPoint } from '../../report/frontier/frontier-points.ts';
import {
  costText,
  frontierNotes,
  frontierSentence,
  type Noun,
  qualityText,
} from '../../report/frontier/frontier-words.ts';
import { kneeMethod } from '../../report/frontier/marginal.ts';
import { changeText } from '../../report/frontier/metric-text.ts';
import type { ChosenMetric } from '../../report/statement/chosen-metric.ts';
import { type Column, renderTable } from '../output/table.ts';
import { fitText, printable, wrapText } from '../output/text-width.ts';
import { type Look, shortId } from '../views/look.ts';
import type { FrontierAsked } from './frontier-json.ts';

const LONGEST_TITLE = 14;

/** A frontier on the terminal: a sentence and a table, cheapest first. No line is wider than the terminal. */
export function frontierView(
  asked: FrontierAsked & { readonly metric: ChosenMetric },
  found: FrontierOfRuns,
  options: { readonly isAll: boolean },
  look: Look,
): string[] {
  const { metric, axis, seeds } = asked;
  const noun: Noun = seeds === 'together' ? 'configuration' : 'run';
  const knee = found.steps.find(({ isKnee }) => isKnee)?.point;
  const sentence = frontierSentence(found, metric.name, metric.goal, axis, knee, noun);
  return [
    ...wrapText(plain(printable(sentence), look), look.width).map((line) => look.style.bold(line)),
    ...(found.points.length === 0 ? [] : ['', ...table(asked, found, options.isAll, look)]),
  ];
}

function table(
  { metric, axis, seeds }: FrontierAsked & { readonly metric: ChosenMetric },
  found: FrontierOfRuns,
  isAll: boolean,
  look: Look,
): string[] {
  const ellipsis = look.unicode ? '…' : '..';
  const short = fitText(printable(metric.name), LONGEST_TITLE, ellipsis);
  const delta = look.unicode ? 'Δ' : 'd';
  const columns: readonly Column[] = [
    ...(isAll ? [{ title: '', keep: true } as const] : []),
    { title: seeds === 'together' ? 'CONFIGURATION' : 'RUN', keep: true },
    { title: short, align: 'right', keep: true },
    { title: axis.word.toUpperCase(), align: 'right', keep: true },
    ...(seeds === 'together' ? [{ title: 'SEEDS', align: 'right' } as const] : []),
    { title: `PER ${found.step.text}`, align: 'right' },
    { title: '' },
    { title: `${delta} ${short}`, align: 'right' },
    { title: `${delta} ${axis.word.toUpperCase()}`, align: 'right' },
    { title: 'ID' },
  ];
  const steps = new Map(found.steps.map((step) => [step.point, step]));
  const shown = isAll ? found.points.toSorted((a, b) => a.cost - b.cost) : found.best;
  const rows = shown.map((point) => {
    const step = steps.get(point);
    return [
      ...(isAll ? [point.isBest ? (look.unicode ? '★' : '*') : ''] : []),
      point.name,
      qualityText(point),
      costText(point, axis),
      ...(seeds === 'together' ? [String(point.spread?.n ?? 1)] : []),
      maybe(step?.price, (value) => axis.print(value)),
      step?.isKnee === true ? 'knee' : '',
      maybe(step?.gained, changeText),
      maybe(step?.spent, (value) => axis.print(value, { signed: true })),
      idsText(point),
    ].map((cell) => plain(cell, look));
  });
  return renderTable(columns, rows, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.dim,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

function idsText({ id, spread }: FrontierPoint): string {
  const more = (spread?.runs.length ?? 1) - 1;
  return `${shortId(id)}${more > 0 ? ` +${more}` : ''}`;
}

function maybe(value: number | null | undefined, text: (value: number) => string): string {
  return value === null || value === undefined ? '' : text(value);
}

/** How the table is to be read, and what is not in it. */
export function frontierViewNotes(
  { metric, axis, seeds }: FrontierAsked & { readonly metric: ChosenMetric },
  found: FrontierOfRuns,
  isLog: boolean,
  look: Look,
): readonly string[] {
  const noun: Noun = seeds === 'together' ? 'configuration' : 'run';
  const notes = [
    ...(metric.goalFrom === 'assumed'
      ? [`that more ${metric.name} is better is assumed: --metric ${metric.name}:min turns it round`]
      : []),
    ...(seeds === 'together'
      ? ['± is the standard error over seeds; a configuration of one seed has none']
      : axis.key === 'time'
        ? []
        : ['± is the 90 % interval']),
    ...(found.steps.some(({ isKnee }) => isKnee) ? [kneeMethod(isLog)] : []),
    ...frontierNotes(found, metric.name, axis, noun),
  ];
  return notes.flatMap((note) => wrapText(plain(printable(note), look), look.width));
}

function plain(text: string, { unicode }: Look): string {
  if (unicode) return text;
  return text
    .replaceAll('±', '+-')
    .replaceAll('−', '-')
    .replaceAll('–', '-')
    .replaceAll('’', "'")
    .replaceAll('ä', 'ae');
}
