import { energyWithBand } from '../../units/format.ts';
import { fromWritten } from '../../units/estimate.ts';
import { printDuration } from '../../units/format-duration.ts';
import type { CiResult } from './ci-result.ts';
import {
  changeText,
  FIGURE_WORDS,
  judgementText,
  marginText,
  remarks,
  VERDICT_WORDS,
  verdictSentence,
} from './texts.ts';

/** More runs of a baseline than this are only counted. */
const MOST_LISTED = 10;

const SIGNS: Readonly<Record<CiResult['verdict'], string>> = {
  over: '❌',
  within: '✅',
  unsure: '❔',
  'no-baseline': 'ℹ️',
  unlike: 'ℹ️',
  'no-energy': '⚠️',
  failed: '❌',
};

/** The comparison as GitHub-flavoured Markdown. Names from outside cannot leave their cell. */
export function ciSummary(result: CiResult): string {
  const { fresh, chosen, figure, verdict } = result;
  const change = changeText(result, {});
  const lines = [
    `### ${SIGNS[verdict]} Energy of ${markdownText(fresh[0]?.name ?? '')}: ${VERDICT_WORDS[verdict]}`,
    '',
    ...(change === '' ? [] : [`**${change}**`, '']),
    ...aboveIdleLine(result),
    `Margin +${marginText(result.margin)}. ${verdictSentence(result)}`,
    '',
    `| run | when (UTC) | commit | time | ${FIGURE_WORDS[figure]} | grade |`,
    '|---|---|---|---|---|---|',
    ...fresh.map((run) => row(run, true)),
    ...chosen.runs.slice(0, MOST_LISTED).map(({ run }) => row(run, false)),
    '',
  ];
  const more = chosen.runs.length - MOST_LISTED;
  if (more > 0) lines.push(`and ${more} more.`, '');
  lines.push(...remarks(result).map((remark) => `- ${markdownText(remark)}`));
  if (result.updated !== undefined) lines.push(`- ${markdownText(result.updated)}`);
  lines.push(
    '',
    '<sub>Intervals are 90 %. Errors that the runs share cancel in the comparison. Made by joulebook.</sub>',
    '',
  );
  return `${lines.join('\n')}\n`;

  function row(run: CiResult['fresh'][number], isNew: boolean): string {
    const energy = energyWithBand(fromWritten(run.energy[figure]), {});
    const id = run.id.slice(-6).toLowerCase();
    const cells = [
      run.startedAt.slice(0, 16).replace('T', ' '),
      run.commit?.slice(0, 7) ?? '—',
      printDuration(run.durationS),
      energy,
      run.grade,
    ].map(markdownText);
    return `| ${isNew ? '**new** ' : ''}${markdownText(id)} | ${cells.join(' | ')} |`;
  }
}

function aboveIdleLine(result: CiResult): readonly string[] {
  const change = judgementText(result.aboveIdle, {});
  return change === '' ? [] : [`Above idle: ${change}`, ''];
}

/** Text that Markdown takes as it stands: no table cell, no HTML, no link, no mention, no line of its own. */
export function markdownText(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')
      .replaceAll(/[\\`*_{}[\]()#+!|~<>&@]/g, (char) => `&#${char.codePointAt(0)};`)
  );
}
