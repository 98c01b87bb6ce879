import type { Place, Problem } from '../../errors.ts';
import type { Style } from './style.ts';
import { padText, printable, textWidth } from './text-width.ts';

/** How a problem is written. */
export interface ProblemLook {
  readonly style: Style;
  readonly width: number;
  readonly kind?: 'error' | 'warning';
}

/**
 * The three parts of a problem, and the line of the file underlined where there is one:
 *
 * ```
 * error: joulebook.yaml: unknown setting "regoin"                    [E_CONFIG]
 *   at joulebook.yaml:3:1
 *      3 | regoin: FR
 *        | ^^^^^^
 *   fix: Did you mean `region`?
 * ```
 */
export function renderProblem(problem: Problem, { style, width, kind = 'error' }: ProblemLook): string {
  const paint = kind === 'error' ? style.red : style.yellow;
  const head = `${kind}: ${problem.what}`;
  const code = `[${problem.code}]`;
  const lines = multiline(head).map((line, i) =>
    i === 0 ? `${paint(style.bold(`${kind}:`))}${line.slice(kind.length + 1)}` : `  ${line}`,
  );
  const first = lines[0] ?? '';
  const fits = textWidth(first) + 2 + code.length <= width;
  lines[0] = `${fits ? padText(first, width - code.length) : `${first}  `}${style.dim(code)}`;
  if (problem.at !== undefined) lines.push(...renderPlace(problem.at, style, paint));
  for (const [label, text] of [
    ['why', problem.why],
    ['fix', problem.fix],
  ] as const) {
    if (text === undefined || text === '') continue;
    const [line = '', ...more] = multiline(text);
    lines.push(`  ${style.bold(`${label}:`)} ${line}`, ...more.map((next) => `       ${next}`));
  }
  return `${lines.join('\n')}\n`;
}

function multiline(text: string): string[] {
  return text.split('\n').map(printable);
}

/** Longest piece of a line that is shown around the place. */
const EXCERPT = 100;

function renderPlace(at: Place, style: Style, paint: (text: string) => string): string[] {
  const where = [at.file, at.line, at.line === undefined ? undefined : at.column].filter(
    (part) => part !== undefined,
  );
  const lines = [`  at ${where.join(':')}`];
  if (at.text === undefined || at.line === undefined) return lines;
  const column = at.column ?? 1;
  const from = column > EXCERPT - 20 ? column - 20 : 0;
  const text = printable(at.text.slice(from, from + EXCERPT));
  const number = `${at.line}`.padStart(6);
  lines.push(`${style.dim(`${number} |`)} ${text}`);
  if (at.column === undefined) return lines;
  const indent = textWidth(printable(at.text.slice(from, column - 1)));
  const marked = printable(at.text.slice(column - 1, column - 1 + (at.length ?? 1)));
  const length = Math.max(1, Math.min(textWidth(marked), EXCERPT - indent));
  lines.push(`${style.dim(`${' '.repeat(6)} |`)} ${' '.repeat(indent)}${paint('^'.repeat(length))}`);
  return lines;
}
