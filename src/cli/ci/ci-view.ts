import { printDuration } from '../../units/format-duration.ts';
import { fitText, printable, textWidth, wrapText } from '../output/text-width.ts';
import type { Look } from '../views/look.ts';
import { printOptions } from '../views/look.ts';
import type { CiResult } from './ci-result.ts';
import { changeText, judgementText, marginText, remarks, VERDICT_WORDS, verdictSentence } from './texts.ts';

const LABEL = 11;

const LABELS: Readonly<Record<CiResult['figure'], string>> = {
  attributed: 'Energy',
  active: 'Above idle',
  machine: 'Machine',
};

/** The comparison under the cards of the runs. Lines are never wider than the terminal. */
export function ciView(result: CiResult, look: Look): readonly string[] {
  const change = changeText(result, printOptions(look));
  const { judgement, fresh, chosen, updated } = result;
  const rows: (readonly [label: string, text: string])[] = [];
  if (change !== '') rows.push([LABELS[result.figure], change]);
  const aboveIdle = judgementText(result.aboveIdle, printOptions(look));
  if (aboveIdle !== '') rows.push(['Above idle', aboveIdle]);
  rows.push(['Margin', `+${marginText(result.margin)}. ${verdictSentence(result)}`]);
  if (judgement !== undefined) {
    const times = fresh.map(({ durationS }) => durationS);
    const mean = printDuration(times.reduce((total, s) => total + s, 0) / times.length, printOptions(look));
    const fromRun = `${percentText(judgement.spread)} from run to run`;
    rows.push([
      'Runs',
      `${fresh.length} new (${mean}) against ${chosen.runs.length} ${result.from}; ${fromRun}`,
    ]);
  }
  for (const remark of remarks(result)) rows.push(['Note', remark]);
  if (updated !== undefined) rows.push(['Baseline', updated]);
  return [header(result, look), ...rows.flatMap(([label, text]) => row(label, text, look))];
}

function percentText(part: number): string {
  return `${Number((part * 100).toPrecision(2))}%`;
}

function header(result: CiResult, look: Look): string {
  const dash = look.unicode ? '─' : '-';
  const name = printable(result.fresh[0]?.name ?? '');
  const left = `${dash.repeat(2)} joulebook ci ${dash.repeat(2)} ${name} `;
  const right = ` ${VERDICT_WORDS[result.verdict]} ${dash.repeat(2)}`;
  const fill = look.width - textWidth(left) - textWidth(right);
  const text =
    fill > 0 ? left + dash.repeat(fill) + right : fitText(left + right.trim(), look.width, ellipsis(look));
  const paint = result.verdict === 'over' ? look.style.red : (line: string) => line;
  return look.style.bold(paint(text));
}

function row(label: string, text: string, look: Look): readonly string[] {
  const lead = ` ${label.padEnd(LABEL)}`;
  const room = Math.max(10, look.width - lead.length);
  return wrapText(printable(text), room).map(
    (line, i) =>
      look.style.dim(i === 0 ? lead : ' '.repeat(lead.length)) + fitText(line, room, ellipsis(look)),
  );
}

function ellipsis({ unicode }: Look): string {
  return unicode ? '…' : '...';
}
