import { keyOf } from '../../model/key.ts';
import { Float, type Value } from '../../model/value.ts';
import { called } from './functions.ts';
import { OverrideFault } from './override-fault.ts';
import type { Read } from './read.ts';

/** Reads the right side of an override: `0.1`, `[1,2]`, `{a: 1}`, `'quoted'`, `1,2,3`, `choice(a,b)`, `range(1,10)`. */
export function readValues(text: string): Read {
  const reader = new ValueReader(text);
  return reader.whole();
}

class ValueReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Read {
    this.#space();
    if (this.#at === this.#text.length) return { values: [''], isSweep: false };
    const elements = [this.#element(',')];
    while (this.#skip(',')) elements.push(this.#element(','));
    if (this.#at < this.#text.length) throw this.#unexpected();
    const [first] = elements;
    if (first !== undefined && elements.length === 1) return first;
    if (elements.some(({ isSweep }) => isSweep)) throw new OverrideFault('a sweep cannot stand in a sweep');
    return { values: elements.flatMap(({ values }) => values), isSweep: true };
  }

  #element(ends: string): Read {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '[') return single(this.#list());
    if (char === '{') return single(this.#map());
    if (char === '"' || char === "'") return single(this.#quoted(char));
    const [, name] = /^([A-Za-z_][\w-]*)\s*\(/.exec(this.#text.slice(this.#at)) ?? [];
    if (name !== undefined) return this.#function(name);
    return single(typed(this.#bare(ends)));
  }

  #one(ends: string): Value {
    const { values, isSweep } = this.#element(ends);
    const [value] = values;
    if (isSweep || value === undefined) throw new OverrideFault('a sweep cannot stand in a list or mapping');
    return value;
  }

  #list(): Value {
    this.#at++;
    const items: Value[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.#one(',]'));
    while (this.#skip(','));
    this.#expect(']');
    return items;
  }

  #map(): Value {
    this.#at++;
    const members = new Map<string, Value>();
    if (this.#skip('}')) return members;
    do {
      this.#space();
      const key = typed(this.#bare(':,}'));
      this.#expect(':');
      members.set(keyOf(key), this.#one(',}'));
    } while (this.#skip(','));
    this.#expect('}');
    return members;
  }

  #function(name: string): Read {
    this.#at = this.#text.indexOf('(', this.#at) + 1;
    const values: Read[] = [];
    const named = new Map<string, Read>();
    if (!this.#skip(')')) {
      do {
        this.#space();
        const [whole, key] = /^([A-Za-z_]\w*)\s*=/.exec(this.#text.slice(this.#at)) ?? [];
        this.#at += whole?.length ?? 0;
        const value = this.#element(',)');
        if (key === undefined) values.push(value);
        else named.set(key, value);
      } while (this.#skip(','));
      this.#expect(')');
    }
    return called(name, values, named);
  }

  #quoted(quote: string): Value {
    let end = this.#at + 1;
    for (; end < this.#text.length && this.#text[end] !== quote; end++) if (this.#text[end] === '\\') end++;
    if (end >= this.#text.length) throw new OverrideFault(`a quote ${quote} is not closed`);
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    // Backslashes count only before a quote and at the end.
    return inner.replace(
      new RegExp(String.raw`(\\+)(${quote}|$)`, 'g'),
      (_, slashes: string, next: string) => {
        return '\\'.repeat(Math.floor(slashes.length / 2)) + next;
      },
    );
  }

  /** Text without quotes, up to what ends it; `\\,` and the like stand for themselves. */
  #bare(ends: string): Bare {
    let text = '';
    // How much of the text is more than blanks, from its begin and up to where.
    let solid = 0;
    let isEscaped = false;
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at] ?? '';
      const next = this.#text[this.#at + 1] ?? '';
      if (char === '\\' && ESCAPABLE.includes(next) && next !== '') {
        text += next;
        isEscaped = true;
        this.#at++;
        solid = text.length;
        continue;
      }
      if (char === '$' && next === '{') {
        const close = this.#text.indexOf('}', this.#at);
        if (close < 0) throw new OverrideFault('a ${ is not closed');
        text += this.#text.slice(this.#at, close + 1);
        this.#at = close;
      } else if (ends.includes(char)) break;
      else if (STRUCTURE.includes(char)) throw this.#unexpected();
      else text += char;
      if (!/[ \t]/.test(char)) solid = text.length;
    }
    if (solid === 0) throw this.#unexpected();
    return { text: text.slice(0, solid), isEscaped };
  }

  #space(): void {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #skip(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#skip(char)) throw new OverrideFault(`${char} is missing`);
  }

  #unexpected(): OverrideFault {
    const rest = this.#text.slice(this.#at);
    return new OverrideFault(
      rest === ''
        ? 'a value is missing at the end'
        : `"${rest}" is not expected there; put quotes around text with such signs`,
    );
  }
}

interface Bare {
  readonly text: string;
  readonly isEscaped: boolean;
}

/** What a backslash takes the meaning from. */
const ESCAPABLE = '\\()[]{}:=, \t';
/** What text without quotes cannot hold. */
const STRUCTURE = '()[]{}=,"\'';

const WHOLE = /^[+-]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT =
  /^[+-]?(?:(?:(?:0|[1-9](?:_?\d)*)\.|(?:0|[1-9](?:_?\d)*)?\.\d(?:_?\d)*)|(?:(?:0|[1-9](?:_?\d)*)|(?:0|[1-9](?:_?\d)*)\.|(?:0|[1-9](?:_?\d)*)?\.\d(?:_?\d)*)[eE][+-]?\d(?:_?\d)*|inf|nan)$/i;

/** A number, a truth value, nothing, or text. */
function typed({ text, isEscaped }: Bare): Value {
  if (isEscaped) return text;
  const word = text.toLowerCase();
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  const plain = text.replaceAll('_', '').replace(/^\+/, '');
  if (WHOLE.test(text)) return BigInt(plain);
  if (!FLOAT.test(text)) return text;
  if (word.endsWith('nan')) return new Float(Number.NaN);
  if (word.endsWith('inf'))
    return new Float(word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return new Float(Number(plain));
}

function single(value: Value): Read {
  return { values: [value], isSweep: false };
}
