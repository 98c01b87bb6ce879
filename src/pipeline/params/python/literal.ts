import { keyOf, keyValue } from '../../model/key.ts';
import { Float, isMap, type Value, type ValueMap } from '../../model/value.ts';
import { pythonKey } from '../../values/same-python-value.ts';
import { stringValue } from './string-value.ts';
import type { Token } from './token.ts';

/** The value that words write out; undefined where they are no literal: a call, a name, a sum. Tuples and sets become lists. */
export function literalOf(tokens: readonly Token[]): Value | undefined {
  const reader = new Reader(tokens);
  const value = reader.tuple();
  return reader.isAtEnd ? value : undefined;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** One value, or several with commas between. */
  tuple(): Value | undefined {
    const first = this.#value();
    if (first === undefined || !this.#skip(',')) return first;
    const items = [first];
    while (!this.isAtEnd && this.#peek() !== ')') {
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#skip(',')) break;
    }
    return items;
  }

  #value(): Value | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined) return undefined;
    if (token.kind === 'string') return this.#strings();
    this.#at++;
    if (token.kind === 'number') return numberOf(token.text);
    if (token.kind === 'name') return this.#named(token.text);
    switch (token.text) {
      case '-':
      case '+':
        return this.#signed(token.text);
      case '(':
        return this.#parenthesised();
      case '[':
        return this.#items(']');
      case '{':
        return this.#braces();
      default:
        return undefined;
    }
  }

  #named(name: string): Value | undefined {
    if (name === 'None') return null;
    if (name === 'True' || name === 'False') return name === 'True';
    return name === 'set' && this.#skip('(') && this.#skip(')') ? [] : undefined;
  }

  /** Literals one after the other are one text. */
  #strings(): Value | undefined {
    let text: string | undefined = '';
    for (let token = this.#tokens[this.#at]; token?.kind === 'string'; token = this.#tokens[++this.#at]) {
      const part = stringValue(token.text);
      text = text === undefined || part === undefined ? undefined : text + part;
    }
    return text;
  }

  #signed(sign: string): Value | undefined {
    while (this.#peek() === '(') return this.#signedInParentheses(sign);
    const token = this.#tokens[this.#at++];
    const value = token?.kind === 'number' ? numberOf(token.text) : undefined;
    return sign === '-' ? negative(value) : value;
  }

  #signedInParentheses(sign: string): Value | undefined {
    this.#at++;
    const inner = this.#peek() === '-' || this.#peek() === '+' ? undefined : this.#signed(sign);
    return this.#skip(')') ? inner : undefined;
  }

  #parenthesised(): Value | undefined {
    if (this.#skip(')')) return [];
    const value = this.tuple();
    return this.#skip(')') ? value : undefined;
  }

  #items(end: string): Value[] | undefined {
    const items: Value[] = [];
    while (!this.#skip(end)) {
      const item = this.#value();
      if (item === undefined || (!this.#skip(',') && this.#peek() !== end)) return undefined;
      items.push(item);
    }
    return items;
  }

  /** A mapping, or a set, in which each item counts once. */
  #braces(): Value | undefined {
    const start = this.#at;
    const first = this.#peek() === '}' ? undefined : this.#value();
    const isSet = first !== undefined && this.#peek() !== ':';
    this.#at = start;
    if (isSet) {
      const items = this.#items('}');
      return items === undefined || items.some(isMap)
        ? undefined
        : [...mapOf(items.map((item) => [item, item] as const)).keys()].map(keyValue);
    }
    const members: [Value, Value][] = [];
    while (!this.#skip('}')) {
      const key = this.#value();
      if (key === undefined || isMap(key) || !this.#skip(':')) return undefined;
      const value = this.#value();
      if (value === undefined || (!this.#skip(',') && this.#peek() !== '}')) return undefined;
      members.push([key, value]);
    }
    return mapOf(members);
  }

  #peek(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' ? token.text : undefined;
  }

  #skip(operator: string): boolean {
    if (this.#peek() !== operator) return false;
    this.#at++;
    return true;
  }
}

/** In Python 1, 1.0 and True are one key: the first stays, with the last value. */
function mapOf(members: readonly (readonly [key: Value, value: Value])[]): ValueMap {
  const map = new Map<string, Value>();
  const keys = new Map<unknown, string>();
  for (const [key, value] of members) {
    const name = keyOf(key);
    const same = pythonKey(name);
    const first = keys.get(same) ?? name;
    keys.set(same, first);
    map.set(first, value);
  }
  return map;
}

/** Imaginary numbers have no counterpart. */
function numberOf(text: string): Value | undefined {
  const plain = text.replaceAll('_', '');
  if (/^0[xXoObB]/u.test(plain)) return BigInt(plain);
  if (/[jJ]$/u.test(plain)) return undefined;
  return /[.eE]/u.test(plain) ? new Float(Number(plain)) : BigInt(plain);
}

function negative(value: Value | undefined): Value | undefined {
  if (typeof value === 'bigint') return -value;
  return value instanceof Float ? new Float(-value.value) : undefined;
}
