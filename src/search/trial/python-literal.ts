/**
 * Reads what Python prints of a dictionary, and JSON with it: quotes of both kinds, `None`, `True`, `nan`, and numbers inside a call
 * (`np.float64(0.3)`, `tensor(0.3, device='cuda:0')`).
 *
 * @returns undefined where the text is no such object, or goes on behind it.
 * @example
 * pythonLiteral("{'eval_loss': np.float64(0.3), 'epoch': 1.0}") // { eval_loss: 0.3, epoch: 1 }
 */
export function pythonLiteral(text: string): Readonly<Record<string, unknown>> | undefined {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  if (value === undefined || !reader.isAtEnd) return undefined;
  const { is } = value;
  return typeof is === 'object' && is !== null && !Array.isArray(is)
    ? (is as Readonly<Record<string, unknown>>)
    : undefined;
}

/** A value that was read; boxed, since undefined means that there was none. */
interface Boxed {
  readonly is: unknown;
}

/** Deeper nesting is not read: hostile output must not exhaust the stack. */
const DEEPEST = 20;

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['nan', Number.NaN],
  ['NaN', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#take(/\s*/y) !== undefined && this.#at === this.#text.length;
  }

  value(depth: number): Boxed | undefined {
    if (depth > DEEPEST) return undefined;
    this.#take(/\s*/y);
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[' || first === '(') return this.#list(first === '[' ? ']' : ')', depth);
    if (first === '"' || first === "'") return this.#string();
    const number = this.#take(/[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { is: Number(number) };
    const minus = this.#take(/-(?=inf|Infinity|nan)/y) === undefined ? 1 : -1;
    const word = this.#take(/[A-Za-z_][\w.]*/y);
    if (word === undefined) return undefined;
    const known = WORDS.get(word);
    if (known !== undefined) return { is: typeof known === 'number' ? minus * known : known };
    return this.#text[this.#at] === '(' ? this.#call(depth) : undefined;
  }

  /** A call stands for its first argument. */
  #call(depth: number): Boxed | undefined {
    this.#at += 1;
    const first = this.value(depth + 1);
    return this.#take(/[^()]{0,200}\)/y) === undefined ? undefined : first;
  }

  #object(depth: number): Boxed | undefined {
    this.#at += 1;
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (;;) {
      if (this.#take(/\s*\}/y) !== undefined) return { is: object };
      const key = this.value(depth + 1);
      if (key === undefined || this.#take(/\s*:/y) === undefined) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      object[String(key.is)] = value.is;
      if (this.#take(/\s*,/y) === undefined && !/^\s*\}/.test(this.#text.slice(this.#at))) return undefined;
    }
  }

  #list(end: ']' | ')', depth: number): Boxed | undefined {
    this.#at += 1;
    const list: unknown[] = [];
    for (;;) {
      this.#take(/\s*/y);
      if (this.#text[this.#at] === end) {
        this.#at += 1;
        return { is: list };
      }
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      list.push(value.is);
      if (this.#take(/\s*,/y) === undefined) {
        this.#take(/\s*/y);
        if (this.#text[this.#at] !== end) return undefined;
      }
    }
  }

  #string(): Boxed | undefined {
    const found = this.#take(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y);
    return found === undefined ? undefined : { is: found.slice(1, -1).replaceAll(/\\(.)/g, '$1') };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
