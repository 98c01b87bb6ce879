import { unreachable } from '../../../result.ts';
import type { Figure, FigureTable } from '../../chart/figure.ts';
import { element, escapeText } from '../../chart/markup.ts';
import { THEMED } from '../../chart/palette.ts';
import type { Block, Fact, ReportDocument, Section } from '../document.ts';
import { PAGE_STYLE } from './page-style.ts';

/**
 * The report as one page that needs nothing else: no request, no font, and no script; it opens from disk. Every chart stands there twice, for wide and
 * narrow windows, and with its table.
 *
 * @param hash SHA-256 of a text, base64.
 * @param program what makes more of the page where JavaScript is on; it stands whole without it.
 */
export function htmlReport(
  report: ReportDocument,
  hash: (text: string) => string,
  program?: PageProgram,
): string {
  const style = PAGE_STYLE + (program?.style ?? '');
  const scripts = program === undefined ? '' : ` script-src 'sha256-${hash(program.script)}';`;
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}';${scripts} base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${escapeText(report.madeBy)}">
<title>${escapeText(report.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${own(report.title)}</h1>
<p class="sub">${own(report.subtitle)}</p>
${report.claim.length === 0 ? '' : `<p class="claim">${report.claim.map((sentence) => own(sentence)).join(' ')}</p>`}
${report.facts.length === 0 ? '' : facts(report.facts)}
${notes(report.notes)}
</header>
${contents(report.sections)}
${report.sections.map(section).join('\n')}
</main>
<footer>Made by ${escapeText(report.madeBy)}. Energy with 90 % intervals; the page is whole as it is and asks nobody for anything.</footer>${
    program === undefined
      ? ''
      : `
<script type="application/json" id="page-data">${jsonInPage(program.data)}</script>
<script>${program.script}</script>`
  }
</body>
</html>
`;
}

/** A script of ours that a page carries, and what it reads. */
export interface PageProgram {
  /** Stands as it is: no text of anybody else's is in it. */
  readonly script: string;
  readonly style: string;
  /** What the script reads from `#page-data`. */
  readonly data: unknown;
}

/** JSON that no text in it can end: `<` is written as an escape of JSON. */
function jsonInPage(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`).replaceAll('\u2028', String.raw`\u2028`);
}

/** A text of anybody's: its direction is its own. */
function own(text: string): string {
  return element('bdi', {}, escapeText(text));
}

function facts(all: readonly Fact[]): string {
  const tiles = all.map(
    ({ name, value, range, note }) =>
      `<div><dt>${escapeText(name)}</dt><dd><b>${own(value)}</b>${range === undefined ? '' : `<span>${own(range)}</span>`}${note === undefined ? '' : `<small>${own(note)}</small>`}</dd></div>`,
  );
  return `<dl class="facts">${tiles.join('')}</dl>`;
}

function notes(all: readonly string[]): string {
  if (all.length === 0) return '';
  return `<details open class="notes"><summary>To read this right</summary><ul>${all.map((note) => `<li>${own(note)}</li>`).join('')}</ul></details>`;
}

function contents(sections: readonly Section[]): string {
  const links = sections.map(({ id, heading }) => `<a href="#${escapeText(id)}">${escapeText(heading)}</a>`);
  return `<nav aria-label="Sections">${links.join(' ')}</nav>`;
}

function section({ id, heading, blocks }: Section): string {
  return `<section id="${escapeText(id)}" aria-labelledby="${escapeText(id)}-h">
<h2 id="${escapeText(id)}-h">${escapeText(heading)}</h2>
${blocks.map(block).join('\n')}
</section>`;
}

function block(each: Block): string {
  switch (each.kind) {
    case 'text':
      return `<p>${own(each.text)}</p>`;
    case 'facts':
      return facts(each.facts);
    case 'list':
      return `<ul>${each.entries.map((entry) => `<li>${own(entry)}</li>`).join('')}</ul>`;
    case 'table':
      return `<h3>${own(each.title)}</h3>\n${table(each.table, each.title)}`;
    case 'figure':
      return figure(each.figure);
    case 'paste':
      return `<details class="paste"><summary>${own(each.title)}</summary><pre tabindex="0">${lines(each.text)}</pre></details>`;
    default:
      return unreachable(each);
  }
}

/** Line breaks and indents are kept; every line is escaped by itself. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => `${/^ */.exec(line)?.[0] ?? ''}${escapeText(line, MOST_OF_A_LINE)}`)
    .join('\n');
}

const MOST_OF_A_LINE = 20_000;
const WIDE = 840;
const NARROW = 340;

function figure({ id, title, sentence, draw, table: twin, note }: Figure): string {
  const drawn = (width: number, kind: 'wide' | 'narrow'): string =>
    `<div class="${kind}">${draw({ width, paint: THEMED, prefix: `${id}-${kind}` })}</div>`;
  return `<figure id="chart-${escapeText(id)}" aria-labelledby="chart-${escapeText(id)}-h">
<h3 id="chart-${escapeText(id)}-h">${own(title)}</h3>
<p class="says">${own(sentence)}</p>
${drawn(WIDE, 'wide')}${drawn(NARROW, 'narrow')}
${note === undefined ? '' : `<figcaption>${own(note)}</figcaption>`}
<details class="twin"><summary>As a table</summary>${table(twin, title)}</details>
</figure>`;
}

function table({ columns, rows, note }: FigureTable, caption: string): string {
  const head = columns.map(({ title, isNumber }) =>
    title === ''
      ? '<td class="k"></td>'
      : `<th scope="col"${isNumber === true ? ' class="n"' : ''}>${own(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const column = columns[i];
      // A column without a title is a mark or a letter, and as narrow as that.
      const kind = column?.isNumber === true ? ' class="n"' : column?.title === '' ? ' class="k"' : '';
      return `<td${kind}>${cell === '' ? '' : withLink(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeText(caption)}, table"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>${note === undefined ? '' : `<p class="small">${own(note)}</p>`}`;
}

/** An address in angle brackets at the end of a text of ours becomes a link, if it is one that may be followed. */
function withLink(text: string): string {
  const [, before, url] = /^(.*) <(https?:\/\/[^\s<>"']+)>$/.exec(text) ?? [];
  if (before === undefined || url === undefined) return own(text);
  return `<a href="${escapeText(url)}" rel="noopener noreferrer">${own(before)}</a>`;
}
