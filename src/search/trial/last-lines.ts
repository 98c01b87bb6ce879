import type { OutputLine } from './patterns/line-reader.ts';

const LONGEST = 400;

/** The last lines of an output, for whoever is to see why it failed. What a line was written over with stands for it. */
export class LastLines {
  readonly #most: number;
  readonly #lines: string[] = [];
  #isOpen = false;

  constructor(most = 20) {
    this.#most = most;
  }

  add({ text, isWhole }: OutputLine): void {
    if (this.#isOpen) this.#lines.pop();
    this.#isOpen = !isWhole;
    this.#lines.push(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
    if (this.#lines.length > this.#most) this.#lines.shift();
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}
