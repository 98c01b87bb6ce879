import { type Check, type CheckGroup, type CheckState, GROUPS } from '../doctor/check.ts';
import { asciiText } from '../output/ascii-text.ts';
import { fitText, graphemes, padText, printable, textWidth, wrapText } from '../output/text-width.ts';
import type { Look } from './look.ts';

/** What the page is made from. */
export interface DoctorPage {
  readonly checks: readonly Check[];
  readonly cpu: string;
  readonly grade: string;
  /** Files that were looked at are shown too. */
  readonly isVerbose: boolean;
  /** `--fix` has something to do. */
  readonly canMend: boolean;
}

/** Room for a mark, and for the name of a check. */
const MARK = 3;
const LABEL = 13;
/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 100;

/** Everything that was looked at, for people. No line is wider than the terminal. */
export function doctorView(page: DoctorPage, look: Look): string[] {
  const groups = [...new Set(page.checks.map(({ group }) => group))];
  return [
    heading(page, look),
    ...groups.flatMap((group) => ['', ...groupLines(group, page, look)]),
    '',
    ...summary(page, look),
  ];
}

function heading({ cpu, grade }: DoctorPage, look: Look): string {
  const dash = look.unicode ? '─' : '-';
  const left = `${dash.repeat(2)} joulebook doctor ${dash.repeat(2)} `;
  const right = ` grade ${grade} ${dash.repeat(2)}`;
  const room = look.width - textWidth(left) - textWidth(right) - 1;
  const name = fitted(cpu, room, look);
  const begin = name === '' ? left : `${left}${name} `;
  const fill = Math.max(0, look.width - textWidth(begin) - textWidth(right));
  return look.style.bold(fitted(begin + dash.repeat(fill) + right, look.width, look));
}

function groupLines(group: CheckGroup, { checks, isVerbose }: DoctorPage, look: Look): string[] {
  const told = new Set<string>();
  return [
    look.style.bold(GROUPS[group]),
    ...checks
      .filter((one) => one.group === group)
      .flatMap((one) => checkLines(isVerbose ? one : { ...toldOnce(one, told), looked: [] }, look)),
  ];
}

/** What holds for several checks of a group is said once. */
function toldOnce(one: Check, told: Set<string>): Check {
  const { why, fix, ...rest } = one;
  const isNew = (text: string | undefined): text is string => text !== undefined && !told.has(text);
  const kept = { ...rest, ...(isNew(why) ? { why } : {}), ...(isNew(fix) ? { fix } : {}) };
  for (const text of [why, fix]) if (text !== undefined) told.add(text);
  return kept;
}

function checkLines(one: Check, look: Look): string[] {
  const { style } = look;
  const room = Math.max(8, Math.min(look.width, WIDEST) - MARK - LABEL);
  const indent = ' '.repeat(MARK + LABEL);
  const [first = '', ...rest] = wrapped(one.what, room, look);
  const more = (text: string, lead: string, paint: (text: string) => string): string[] =>
    wrapped(text, room - lead.length, look).map((line, i) =>
      [indent, paint((i === 0 ? lead : ' '.repeat(lead.length)) + line)].join(''),
    );
  const label = style.dim(padText(fitted(one.label, LABEL - 1, look), LABEL));
  const paintFix = one.state === 'note' ? style.dim : style.cyan;
  return [
    `${padText(markOf(one.state, look), MARK)}${label}${first}`.trimEnd(),
    ...rest.map((line) => indent + line),
    ...(one.details ?? []).flatMap((text) => more(text, '', (line) => line)),
    ...(one.why === undefined ? [] : more(one.why, '', style.dim)),
    ...(one.fix === undefined ? [] : more(one.fix, 'fix: ', paintFix)),
    ...((one.looked ?? []).length === 0 ? [] : more(`looked at ${one.looked?.join(', ')}`, '', style.dim)),
  ];
}

function markOf(state: CheckState, { unicode, style }: Look): string {
  const marks = {
    ok: ['✓', '+', style.green],
    note: ['·', '-', style.dim],
    warn: ['!', '!', style.yellow],
    fail: ['✗', 'x', style.red],
  } as const;
  const [mark, plain, paint] = marks[state];
  return paint(unicode ? mark : plain);
}

function summary({ checks, grade, canMend }: DoctorPage, look: Look): string[] {
  const count = (state: CheckState): number => checks.filter((one) => one.state === state).length;
  const [failures, warnings] = [count('fail'), count('warn')];
  const counted = [
    ...(failures === 0 ? [] : [failures === 1 ? '1 problem' : `${failures} problems`]),
    ...(warnings === 0 ? [] : [warnings === 1 ? '1 warning' : `${warnings} warnings`]),
  ];
  const sentences = [
    failures > 0 ? 'Something is broken.' : `A run can be measured here, grade ${grade}.`,
    counted.length === 0 ? '' : `${counted.join(', ')}.`,
    canMend ? 'joulebook doctor --fix can mend some of it.' : '',
  ];
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return wrapped(text, look.width, look).map(failures > 0 ? look.style.red : look.style.bold);
}

/** Wraps at spaces, and within a word that is wider than the room: paths and commands can be. */
function wrapped(text: string, room: number, look: Look): string[] {
  return wrapText(clean(text, look), room).flatMap((line) =>
    textWidth(line) <= room ? [line] : cut(line, room),
  );
}

function cut(line: string, room: number): string[] {
  const pieces = [''];
  for (const grapheme of graphemes(line)) {
    const last = pieces.at(-1) ?? '';
    if (last !== '' && textWidth(last) + textWidth(grapheme) > room) pieces.push(grapheme);
    else pieces[pieces.length - 1] = last + grapheme;
  }
  return pieces;
}

function fitted(text: string, room: number, look: Look): string {
  return fitText(clean(text, look), room, look.unicode ? '…' : '..');
}

/** Text from outside that cannot steer the terminal, in signs that it can show. */
function clean(text: string, { unicode }: Look): string {
  const safe = printable(text);
  return unicode ? safe : asciiText(safe);
}
