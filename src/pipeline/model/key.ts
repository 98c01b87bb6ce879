import { Float, Moment, type Value } from './value.ts';

/**
 * What stands before a key that is not text. YAML cannot hold this character as such, so hardly any text begins with it, and one that
 * does (written as an escape) is marked as well.
 */
const MARK = '\u0000';

/**
 * The key under which a value stands in a {@link ValueMap}. Class weights are often written `0: 1.0`, and Python tells that from
 * `'0': 1.0`: text is its own key, every other value is kept in a marked form that {@link keyValue} reads back.
 *
 * @throws Error where the value holds a mapping, which cannot be a key.
 */
export function keyOf(value: Value): string {
  if (typeof value === 'string') return value.startsWith(MARK) ? MARK + written(value) : value;
  return MARK + written(value);
}

/** The value that a key stands for: the key itself, or a number, a truth value, a date, nothing, a list. */
export function keyValue(key: string): Value {
  return key.startsWith(MARK) ? new Reader(key, MARK.length).value() : key;
}

/** Whether a key is text, as nearly all are. */
export function isTextKey(key: string): boolean {
  return typeof keyValue(key) === 'string';
}

function written(value: Value): string {
  if (value === null) return 'n';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'bigint') return `i${value};`;
  if (typeof value === 'string') return `s${value.length};${value}`;
  if (value instanceof Float) return `d${Object.is(value.value, -0) ? '-0' : value.value};`;
  if (value instanceof Moment) return `m${value.kind};${value.text.length};${value.text}`;
  if (Array.isArray(value)) return `l${value.length};${value.map((item: Value) => written(item)).join('')}`;
  throw new Error('a mapping cannot be a key');
}

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  value(): Value {
    const sort = this.#text[this.#at++];
    switch (sort) {
      case 'n':
        return null;
      case 't':
        return true;
      case 'f':
        return false;
      case 'i':
        return BigInt(this.#word());
      case 'd':
        return new Float(Number(this.#word()));
      case 's':
        return this.#counted();
      case 'm': {
        const kind = this.#word() as Moment['kind'];
        return new Moment(kind, this.#counted());
      }
      case 'l':
        return Array.from({ length: Number(this.#word()) }, () => this.value());
      default:
        throw new Error(`not a key: ${JSON.stringify(this.#text)}`);
    }
  }

  #word(): string {
    const end = this.#text.indexOf(';', this.#at);
    const word = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return word;
  }

  #counted(): string {
    const length = Number(this.#word());
    this.#at += length;
    return this.#text.slice(this.#at - length, this.#at);
  }
}
