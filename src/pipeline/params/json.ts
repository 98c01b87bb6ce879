import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { keyOf } from '../model/key.ts';
import { Float, type Value } from '../model/value.ts';
import { placeIn } from './place-in.ts';

/**
 * Reads JSON as Python's `json.loads` does: whole numbers without bound apart from others, `NaN` and `Infinity` allowed, the last of two
 * members of one name counts.
 */
export function readJson(text: string, file: string): Result<Value> {
  try {
    return ok(new Reader(text).whole());
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    return err(
      problem(
        'E_PIPELINE_FILE',
        `unable to read: '${file}', JSON file structure is corrupted`,
        fault.message,
        'mend the file',
        placeIn(text, file, fault.at),
      ),
    );
  }
}

/** Thrown from the depth of the reader and caught where it begins. */
class JsonFault extends Error {
  readonly at: number;
  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}

const SPACE = /[ \t\n\r]*/uy;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/uy;
const WORD = /-?[A-Za-z]+/uy;
/** What a string holds as it is: all but controls, quotes and backslashes. */
// oxlint-disable-next-line no-control-regex
const CHUNK = /[^"\\\u0000-\u001f]*/uy;

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(Number.NaN)],
  ['Infinity', new Float(Number.POSITIVE_INFINITY)],
  ['-Infinity', new Float(Number.NEGATIVE_INFINITY)],
]);

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Deeper nesting is refused, as Python refuses it. */
const DEEPEST = 900;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Value {
    if (this.#text.startsWith('\ufeff')) throw new JsonFault(0, 'it begins with a byte order mark');
    const value = this.#value();
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw new JsonFault(this.#at, 'something stands behind its end');
    return value;
  }

  #value(): Value {
    this.#take(SPACE);
    const char = this.#text[this.#at];
    if (char === '{') return this.#nested(() => this.#object());
    if (char === '[') return this.#nested(() => this.#list());
    if (char === '"') return this.#string();
    return this.#number() ?? this.#word();
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new JsonFault(this.#at, 'it is nested too deeply');
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Value {
    const members = new Map<string, Value>();
    if (this.#skip('}')) return members;
    do {
      this.#take(SPACE);
      if (this.#text[this.#at] !== '"')
        throw new JsonFault(this.#at, 'a name in double quotes is expected here');
      const name = keyOf(this.#string());
      if (!this.#skip(':')) throw new JsonFault(this.#at, 'a colon is expected here');
      members.set(name, this.#value());
    } while (this.#skip(','));
    if (!this.#skip('}')) throw new JsonFault(this.#at, 'a comma or a closing brace is expected here');
    return members;
  }

  #list(): Value {
    const items: Value[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.#value());
    while (this.#skip(','));
    if (!this.#skip(']')) throw new JsonFault(this.#at, 'a comma or a closing bracket is expected here');
    return items;
  }

  #string(): string {
    const start = this.#at++;
    let out = '';
    for (;;) {
      out += this.#take(CHUNK);
      const char = this.#text[this.#at];
      if (char === '"') {
        this.#at++;
        return out;
      }
      if (char === undefined) throw new JsonFault(start, 'this text is not closed');
      if (char !== '\\') throw new JsonFault(this.#at, 'a control character must be written as an escape');
      out += this.#escape();
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const hex = this.#text.slice(this.#at + 2, this.#at + 6);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/u.test(hex))
      throw new JsonFault(this.#at, 'this escape is not known');
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #number(): Value | undefined {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return undefined;
    this.#at = NUMBER.lastIndex;
    const [all, whole = all, fraction, exponent] = match;
    return fraction === undefined && exponent === undefined ? BigInt(whole) : new Float(Number(all));
  }

  #word(): Value {
    const start = this.#at;
    const value = WORDS.get(this.#take(WORD));
    if (value === undefined) throw new JsonFault(start, 'a value is expected here');
    return value;
  }

  #skip(char: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [taken = ''] = pattern.exec(this.#text) ?? [];
    this.#at += taken.length;
    return taken;
  }
}
