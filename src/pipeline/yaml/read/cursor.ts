import { BOM, CR, isBreak, LF, SPACE } from './characters.ts';
import { codePoints } from '../../values/code-points.ts';
import { YamlFault } from './fault.ts';

// What may stand in a YAML text; the line breaks beyond ASCII among it.
const UNREADABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** A place in a text that moves forward and knows its column. The text ends with a NUL that is not part of it. */
export class Cursor {
  readonly text: string;
  at = 0;
  /** Where the current line begins. Only LF, CR and CR LF end a line here, though other breaks part the words of a scalar as well. */
  lineStart = 0;
  /** Whether one character is always one column: no pairs, no byte order mark behind the first. */
  readonly #even: boolean;

  /** @throws YamlFault where the text holds a character that YAML does not allow */
  constructor(text: string) {
    const bad = UNREADABLE.exec(text);
    if (bad !== null) throw unreadable(bad);
    this.text = `${text}\u0000`;
    if (text.charCodeAt(0) === BOM) this.at = this.lineStart = 1;
    this.#even = !/[\ud800-\udfff\ufeff]/.test(text.slice(this.at));
  }

  /** The code of the character `ahead` of the cursor. */
  code(ahead = 0): number {
    const code = this.text.charCodeAt(this.at + ahead);
    return Number.isNaN(code) ? 0 : code;
  }

  /** The column of the cursor, from 0. */
  get column(): number {
    return this.#even ? this.at - this.lineStart : this.distance(this.lineStart, this.at, true);
  }

  /** How many characters lie between two places. */
  distance(from: number, to: number, withoutMarks = false): number {
    if (this.#even) return to - from;
    const between = this.text.slice(from, to);
    return codePoints(withoutMarks ? between.replaceAll('\ufeff', '') : between);
  }

  /** Whether the text goes on with these characters. */
  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  /** Goes to the end of the line, as behind a comment. */
  skipLine(): void {
    while (this.code() !== 0 && !isBreak(this.code())) this.at++;
  }

  /** Goes behind a line break; what it counts as in a scalar, or nothing where there is none. */
  lineBreak(): string {
    const code = this.code();
    if (!isBreak(code)) return '';
    this.at += code === CR && this.code(1) === LF ? 2 : 1;
    if (code === LF || code === CR) this.lineStart = this.at;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }
}

function unreadable({ index, 0: char }: RegExpExecArray): YamlFault {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return new YamlFault(
    index,
    `the character U+${code} is not allowed in YAML`,
    'Remove it, or write it as an escape inside double quotes.',
    char.length,
  );
}
