import type { Cursor } from './cursor.ts';
import { noColon } from './scan-faults.ts';

/** A token that turns out to be a key if `:` follows it on the same line. */
export interface PossibleKey {
  /** Which token it is. */
  readonly index: number;
  /** In block context at the indentation of a mapping, nothing but a key may stand there. */
  readonly required: boolean;
  readonly at: number;
  readonly lineStart: number;
  readonly column: number;
}

/** How far behind the beginning of a key without `?` its `:` may be. */
const KEY_LENGTH = 1024;

/** The possible keys of a text as it is scanned: one at each depth of flow collections. */
export class PossibleKeys {
  readonly #cursor: Cursor;
  readonly #keys: (PossibleKey | undefined)[] = [];
  #count = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** Keeps the cursor as the place of a possible key, in place of the one that was there. */
  save(depth: number, index: number, required: boolean): void {
    const { at, lineStart, column } = this.#cursor;
    this.drop(depth);
    this.#keys[depth] = { index, required, at, lineStart, column };
    this.#count++;
  }

  /** The possible key of a depth, which is one now. */
  take(depth: number): PossibleKey | undefined {
    const key = this.#keys[depth];
    if (key !== undefined) this.#forget(depth);
    return key;
  }

  /** Gives up the possible key of a depth. @throws YamlFault where there has to be one */
  drop(depth: number): void {
    const key = this.#keys[depth];
    if (key === undefined) return;
    if (key.required) throw noColon(this.#cursor.text, key.at);
    this.#forget(depth);
  }

  /** Gives up those that are on a line before or too far away. @throws YamlFault where there has to be one */
  dropStale(): void {
    if (this.#count === 0) return;
    const { at, lineStart } = this.#cursor;
    for (let depth = 0; depth < this.#keys.length; depth++) {
      const key = this.#keys[depth];
      if (key === undefined) continue;
      const near = at - key.at <= KEY_LENGTH || this.#cursor.distance(key.at, at) <= KEY_LENGTH;
      if (key.lineStart !== lineStart || !near) this.drop(depth);
    }
  }

  /** Whether a token may yet turn out to be a key. */
  has(index: number): boolean {
    return this.#count > 0 && this.#keys.some((key) => key?.index === index);
  }

  /** Forgets all. */
  clear(): void {
    this.#keys.length = 0;
    this.#count = 0;
  }

  #forget(depth: number): void {
    this.#keys[depth] = undefined;
    this.#count--;
  }
}
