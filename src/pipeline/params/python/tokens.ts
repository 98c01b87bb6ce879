import { PythonFault, type Token } from './token.ts';

const BLANKS = /(?:[ \t\f]|\\\r?\n)*/uy;
const BREAK = /\r\n|\n|\r/uy;
const COMMENT = /#[^\n\r]*/uy;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?|[0-9](?:_?[0-9])*\.?(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?)/uy;
const QUOTES = /(?:[rRuUbBfFtT]|[rR][bBfFtT]|[bBfFtT][rR])?("""|'''|"|')/uy;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|[-+*/%&|^@:=!<>]=|->|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>()[\]{},:.;=!]/uy;

/** Columns that a tab moves to. */
const TAB = 8;

/**
 * The words of a Python text, with the breaks between its statements and where blocks begin and end.
 *
 * @throws PythonFault where a text or bracket is not closed, or an indentation fits no block
 */
export function tokensOf(text: string): readonly Token[] {
  return new Tokenizer(text).all();
}

class Tokenizer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  /** Brackets that are open, with their places. */
  readonly #open: { readonly bracket: string; readonly at: number }[] = [];
  readonly #indents = [0];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly Token[] {
    while (this.#at < this.#text.length) this.#line();
    const open = this.#open.at(-1);
    if (open !== undefined) throw new PythonFault(open.at, `'${open.bracket}' was never closed`);
    this.#indentTo(0);
    return this.#tokens;
  }

  /** One statement's line, with the lines that it goes on in. */
  #line(): void {
    const column = this.#indentation();
    if (this.#skip(COMMENT) !== '' && this.#at >= this.#text.length) return;
    if (this.#skip(BREAK) !== '' || this.#at >= this.#text.length) return;
    this.#indentTo(column);
    for (;;) {
      this.#skip(BLANKS);
      this.#skip(COMMENT);
      if (this.#at >= this.#text.length) break;
      const start = this.#at;
      if (this.#skip(BREAK) === '') this.#word(start);
      else if (this.#open.length === 0) break;
    }
    this.#push('newline', '', this.#at);
  }

  #word(start: number): void {
    const quote = this.#skip(QUOTES);
    if (quote !== '') {
      this.#string(start, /["']+$/u.exec(quote)?.[0] ?? quote);
      return;
    }
    const name = this.#skip(NAME);
    if (name !== '') {
      this.#push('name', name, start);
      return;
    }
    const number = this.#skip(NUMBER);
    if (number !== '') {
      if (/^0[0-9_]*[1-9]/u.test(number) && !/[.eEjJxXoObB]/u.test(number)) {
        throw new PythonFault(start, 'leading zeros in decimal integer literals are not permitted');
      }
      this.#push('number', number, start);
      return;
    }
    const operator = this.#skip(OPERATOR);
    if (operator === '') throw new PythonFault(start, 'this character has no meaning here');
    this.#bracket(operator, start);
    this.#push('operator', operator, start);
  }

  #bracket(operator: string, at: number): void {
    if ('([{'.includes(operator)) this.#open.push({ bracket: operator, at });
    else if (')]}'.includes(operator)) {
      const open = this.#open.pop();
      if (open === undefined || '([{'.indexOf(open.bracket) !== ')]}'.indexOf(operator)) {
        throw new PythonFault(at, `'${operator}' closes nothing`);
      }
    }
  }

  #string(start: number, quote: string): void {
    for (;;) {
      const char = this.#text[this.#at];
      const isLong = quote.length === 3;
      if (char === undefined || (!isLong && (char === '\n' || char === '\r'))) {
        throw new PythonFault(start, 'unterminated string literal');
      }
      if (this.#text.startsWith(quote, this.#at)) break;
      this.#at += char === '\\' ? (this.#text.startsWith('\r\n', this.#at + 1) ? 3 : 2) : 1;
    }
    this.#at += quote.length;
    this.#push('string', this.#text.slice(start, this.#at), start);
  }

  #indentation(): number {
    let column = 0;
    for (; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === ' ') column++;
      else if (char === '\t') column = (Math.floor(column / TAB) + 1) * TAB;
      else if (char === '\f') column = 0;
      else return column;
    }
  }

  #indentTo(column: number): void {
    if (column > (this.#indents.at(-1) ?? 0)) {
      this.#indents.push(column);
      this.#push('indent', '', this.#at);
    }
    while (column < (this.#indents.at(-1) ?? 0)) {
      this.#indents.pop();
      this.#push('dedent', '', this.#at);
    }
    if (column !== this.#indents.at(-1)) {
      throw new PythonFault(this.#at, 'unindent does not match any outer indentation level');
    }
  }

  #push(kind: Token['kind'], text: string, at: number): void {
    this.#tokens.push({ kind, text, at });
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [taken = ''] = pattern.exec(this.#text) ?? [];
    this.#at += taken.length;
    return taken;
  }
}
