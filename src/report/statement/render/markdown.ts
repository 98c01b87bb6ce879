import { unreachable } from '../../../result.ts';
import type { FigureTable } from '../../chart/figure.ts';
import { visibleText } from '../../chart/visible-text.ts';
import type { Block, Fact, ReportDocument, Section } from '../document.ts';

/** The report as Markdown, as GitHub and other readers of CommonMark with tables show it. Charts are their sentences and tables. */
export function markdownReport(report: ReportDocument): string {
  const parts = [
    `# ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.subtitle),
    ...(report.claim.length === 0
      ? []
      : [report.claim.map((sentence) => escapeMarkdown(sentence)).join(' ')]),
    ...(report.facts.length === 0 ? [] : [factTable(report.facts)]),
    ...(report.notes.length === 0
      ? []
      : [report.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    ...report.sections.flatMap(section),
    `Made by ${escapeMarkdown(report.madeBy)}. Intervals are 90 %.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * A text of whatever origin: no markup, no HTML, no table cell, no link comes out of it.
 *
 * @example
 * escapeMarkdown('a*b|<c>') // 'a\\*b\\|&lt;c&gt;'
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]|~$#!]/g, (sign) => `\\${sign}`)
    .replaceAll('@', '&#64;') // names nobody
    .replaceAll(/(https?|ftp):/gi, '$1&#58;') // an address of a run's is no link
    .replaceAll(/www\./gi, 'www&#46;')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

function section({ heading, blocks }: Section): readonly string[] {
  return [`## ${escapeMarkdown(heading)}`, ...blocks.flatMap(block)];
}

function block(each: Block): readonly string[] {
  switch (each.kind) {
    case 'text':
      return [escapeMarkdown(each.text)];
    case 'facts':
      return [factTable(each.facts)];
    case 'list':
      return [each.entries.map((entry) => `- ${escapeMarkdown(entry)}`).join('\n')];
    case 'table':
      return [`### ${escapeMarkdown(each.title)}`, table(each.table)];
    case 'figure': {
      const { title, sentence, table: twin } = each.figure;
      return [`### ${escapeMarkdown(title)}`, escapeMarkdown(sentence), table(twin)];
    }
    case 'paste':
      return [`### ${escapeMarkdown(each.title)}`, fenced(each.text)];
    default:
      return unreachable(each);
  }
}

function factTable(facts: readonly Fact[]): string {
  return table({
    columns: [{ title: '' }, { title: '', isNumber: true }, { title: '' }],
    rows: facts.map(({ name, value, range, note = '' }) => [
      name,
      range === undefined ? value : `${value} (${range})`,
      note,
    ]),
  });
}

function table({ columns, rows, note }: FigureTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => linked(cell)))),
  ];
  return `${lines.join('\n')}${note === undefined ? '' : `\n\n${escapeMarkdown(note)}`}`;
}

/** An address in angle brackets at the end of a text of ours becomes a link. */
function linked(cell: string): string {
  const [, before, url] = /^(.*) <(https?:\/\/[^\s<>()"'|\\]+)>$/.exec(cell) ?? [];
  return before === undefined || url === undefined
    ? escapeMarkdown(cell).replace(/^\\(?=[-+=])/, '') // behind the bar of a table a sign begins no list
    : `[${escapeMarkdown(before)}](${url})`;
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}`;
}
