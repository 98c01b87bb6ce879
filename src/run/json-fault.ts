/**
 * Where a text stops being JSON: the offset of the first character that cannot stand there, or the text's length where it ends too early.
 * `JSON.parse` says it only in some versions of Node. @returns undefined for valid JSON.
 */
export function jsonFault(text: string): number | undefined {
  const scanner = new Scanner(text);
  scanner.space();
  if (!scanner.value()) return scanner.at;
  scanner.space();
  return scanner.at === text.length ? undefined : scanner.at;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex
const STRING_PART = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*/y;

/** Reads RFC 8259's grammar; stands at the fault when a reader returns false. */
class Scanner {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  space(): void {
    while (' \t\n\r'.includes(this.#text[this.at] ?? 'x')) this.at += 1;
  }

  value(): boolean {
    const first = this.#text[this.at];
    if (first === '{') return this.#list('}', () => this.#member());
    if (first === '[') return this.#list(']', () => this.value());
    if (first === '"') return this.#string();
    for (const word of ['true', 'false', 'null']) if (first === word[0]) return this.#word(word);
    return this.#match(NUMBER) > 0;
  }

  #list(end: string, item: () => boolean): boolean {
    this.at += 1;
    this.space();
    if (this.#take(end)) return true;
    for (;;) {
      if (!item()) return false;
      this.space();
      if (this.#take(end)) return true;
      if (!this.#take(',')) return false;
      this.space();
    }
  }

  #member(): boolean {
    if (this.#text[this.at] !== '"' || !this.#string()) return false;
    this.space();
    if (!this.#take(':')) return false;
    this.space();
    return this.value();
  }

  #string(): boolean {
    this.at += 1;
    this.#match(STRING_PART);
    return this.#take('"');
  }

  #word(word: string): boolean {
    for (const letter of word) if (!this.#take(letter)) return false;
    return true;
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #match(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.at += length;
    return length;
  }
}
