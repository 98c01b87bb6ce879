import { isAnchorName, isBlank, shown, SPACE, TAB } from './characters.ts';
import { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { PossibleKeys } from './possible-keys.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanDirective } from './scan-directive.ts';
import { cannotBegin, misplaced, secondValue } from './scan-faults.ts';
import { atDocumentMark, scanPlain } from './scan-plain.ts';
import { scanQuoted } from './scan-quoted.ts';
import { scanTag } from './scan-tag.ts';
import { mark, type Token, type TokenKind } from './token.ts';

// What a plain scalar cannot begin with.
const INDICATORS = new Set('-?:,[]{}#&*!|>\'"%@`');

/** Cuts a YAML text into tokens, one after the other as they are asked for, so that the first fault in the text is the one reported. */
export class Scanner {
  readonly cursor: Cursor;
  readonly #tokens: Token[] = [];
  #taken = 0;
  #done = false;
  /** The open flow collections, innermost last. */
  readonly #flow: ('[' | '{')[] = [];
  #indent = -1;
  readonly #indents: number[] = [];
  #keyAllowed = true;
  readonly #keys: PossibleKeys;

  /** @throws YamlFault where the text holds a character that YAML does not allow */
  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.#keys = new PossibleKeys(this.cursor);
  }

  /** The next token, which stays the next one. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    const token = this.#tokens[this.#taken];
    if (token === undefined) throw new Error('read beyond the end of the tokens');
    return token;
  }

  /** The next token, and goes on. */
  take(): Token {
    const token = this.peek();
    this.#taken++;
    return token;
  }

  /** Whether the next token is of one of these sorts. */
  at(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.peek().kind);
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#taken === this.#tokens.length) return true;
    this.#keys.dropStale();
    return this.#keys.has(this.#taken);
  }

  #fetch(): void {
    this.#toNextToken();
    this.#keys.dropStale();
    this.#unwind(this.cursor.column);
    const { cursor } = this;
    const char = cursor.text.charAt(cursor.at);
    if (cursor.at === cursor.text.length - 1) return this.#fetchEnd();
    if (cursor.column === 0) {
      if (char === '%') return this.#fetchDirective();
      if (atDocumentMark(cursor))
        return this.#fetchDocumentMark(char === '-' ? 'document start' : 'document end');
    }
    const blankBehind = isBlank(cursor.code(1));
    switch (char) {
      case '[':
      case '{':
        return this.#fetchFlowStart(char);
      case ']':
      case '}':
        return this.#fetchFlowEnd(char);
      case ',':
        return this.#fetchFlowEntry();
      case '-':
        if (blankBehind) return this.#fetchBlockEntry();
        break;
      case '?':
        if (this.#flow.length > 0 || blankBehind) return this.#fetchKey();
        break;
      case ':':
        if (this.#isValue(blankBehind)) return this.#fetchValue();
        break;
      case '*':
        return this.#fetchName('alias');
      case '&':
        return this.#fetchName('anchor');
      case '!':
        return this.#fetchFlowish(() => scanTag(cursor));
      case "'":
      case '"':
        return this.#fetchFlowish(() => scanQuoted(cursor, char));
      case '|':
      case '>':
        if (this.#flow.length === 0) return this.#fetchBlockScalar(char);
        break;
      default:
    }
    if (this.#isPlain(char, blankBehind)) return this.#fetchPlain();
    throw cannotBegin(cursor.at, char);
  }

  /** Goes over spaces, comments and line breaks. Tabs may stand between tokens of flow collections only. */
  #toNextToken(): void {
    const { cursor } = this;
    for (;;) {
      while (cursor.code() === SPACE || (this.#flow.length > 0 && cursor.code() === TAB)) cursor.at++;
      if (cursor.startsWith('#')) cursor.skipLine();
      if (cursor.lineBreak() === '') return;
      if (this.#flow.length === 0) this.#keyAllowed = true;
    }
  }

  #isValue(blankBehind: boolean): boolean {
    const innermost = this.#flow.at(-1);
    if (innermost === undefined || blankBehind) return blankBehind;
    if (innermost === '[') return false;
    return !(this.#taken < this.#tokens.length && this.#tokens.at(-1)?.kind === ':');
  }

  #isPlain(char: string, blankBehind: boolean): boolean {
    if (!INDICATORS.has(char)) return !isBlank(char.charCodeAt(0));
    const next = this.cursor.code(1);
    if (char === ':' && this.#flow.length > 0) return next !== SPACE && next !== TAB;
    return !blankBehind && (char === '-' || (this.#flow.length === 0 && (char === '?' || char === ':')));
  }

  #add(kind: TokenKind, length: number): void {
    const { at } = this.cursor;
    this.cursor.at += length;
    this.#tokens.push(mark(kind, at, at + length));
  }

  #fetchEnd(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#keys.clear();
    this.#add('end', 0);
    this.#done = true;
  }

  #fetchDirective(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#tokens.push(scanDirective(this.cursor));
  }

  #fetchDocumentMark(kind: 'document start' | 'document end'): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#add(kind, 3);
  }

  #fetchFlowStart(char: '[' | '{'): void {
    this.#saveKey();
    this.#flow.push(char);
    this.#keyAllowed = true;
    this.#add(char, 1);
  }

  #fetchFlowEnd(char: ']' | '}'): void {
    this.#dropKey();
    this.#flow.pop();
    this.#keyAllowed = false;
    this.#add(char, 1);
  }

  #fetchFlowEntry(): void {
    this.#keyAllowed = true;
    this.#dropKey();
    this.#add(',', 1);
  }

  #fetchBlockEntry(): void {
    if (this.#flow.length === 0) {
      if (!this.#keyAllowed) throw misplaced(this.cursor.at, 'an item of a list (`- `)');
      this.#indentTo(this.cursor.column, 'block list', this.#tokens.length, this.cursor.at);
    }
    this.#keyAllowed = true;
    this.#dropKey();
    this.#add('-', 1);
  }

  #fetchKey(): void {
    if (this.#flow.length === 0) {
      if (!this.#keyAllowed) throw misplaced(this.cursor.at, 'a key');
      this.#indentTo(this.cursor.column, 'block map', this.#tokens.length, this.cursor.at);
    }
    this.#keyAllowed = this.#flow.length === 0;
    this.#dropKey();
    this.#add('?', 1);
  }

  #fetchValue(): void {
    const depth = this.#flow.length;
    const key = this.#keys.take(depth);
    if (key !== undefined) {
      this.#tokens.splice(key.index, 0, mark('?', key.at, key.at));
      if (depth === 0) this.#indentTo(key.column, 'block map', key.index, key.at);
      this.#keyAllowed = false;
    } else {
      if (depth === 0) {
        if (!this.#keyAllowed) throw secondValue(this.cursor, this.#tokens.at(-1));
        this.#indentTo(this.cursor.column, 'block map', this.#tokens.length, this.cursor.at);
      }
      this.#keyAllowed = depth === 0;
      this.#dropKey();
    }
    this.#add(':', 1);
  }

  #fetchName(kind: 'alias' | 'anchor'): void {
    this.#fetchFlowish(() => {
      const { cursor } = this;
      const start = cursor.at++;
      while (isAnchorName(cursor.code())) cursor.at++;
      const text = cursor.text.slice(start + 1, cursor.at);
      if (text === '') {
        const sign = kind === 'alias' ? '*' : '&';
        throw new YamlFault(
          start,
          `\`${sign}\` is not followed by a name`,
          `Put the text into quotes if it is to begin with \`${sign}\`.`,
        );
      }
      if (!isBlank(cursor.code()) && !',[]{}'.includes(cursor.text.charAt(cursor.at))) {
        throw new YamlFault(
          cursor.at,
          `${shown(cursor.text.charAt(cursor.at))} cannot be part of the name of an anchor`,
        );
      }
      return { kind, start, end: cursor.at, text, style: 'plain' };
    });
  }

  /** Fetches a token that may be a key and behind which none may begin. */
  #fetchFlowish(scan: () => Token): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#tokens.push(scan());
  }

  #fetchBlockScalar(style: '|' | '>'): void {
    this.#keyAllowed = true;
    this.#dropKey();
    this.#tokens.push(scanBlockScalar(this.cursor, style, this.#indent));
  }

  #fetchPlain(): void {
    this.#saveKey();
    const { token, brokeLine } = scanPlain(this.cursor, this.#indent + 1, this.#flow.length > 0);
    this.#keyAllowed = brokeLine;
    this.#tokens.push(token);
  }

  /** Begins a collection where the column is beyond the indentation so far. */
  #indentTo(column: number, kind: TokenKind, index: number, at: number): void {
    if (this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#tokens.splice(index, 0, mark(kind, at, at));
  }

  /** Ends the collections that are indented further than a column. In flow, indentation does not count. */
  #unwind(column: number): void {
    if (this.#flow.length > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#add('block end', 0);
    }
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const depth = this.#flow.length;
    this.#keys.save(depth, this.#tokens.length, depth === 0 && this.#indent === this.cursor.column);
  }

  #dropKey(): void {
    this.#keys.drop(this.#flow.length);
  }
}
