import { isList, isMap, Moment, type Value } from '../../model/value.ts';

/**
 * Values that stand in several places: `&id001` at the first, `*id001` at the others, as DVC writes a parameter file's own anchors into
 * dvc.lock. Numbered in the order in which they are met again.
 */
export class Anchors {
  readonly #names = new Map<Value, string>();
  readonly #written = new Set<Value>();
  readonly #from: number;

  /** @param from how many names are taken already in the file */
  constructor(value: Value, from = 0) {
    this.#from = from;
    this.#meet(value, new Set());
  }

  /** How many values stand in several places. */
  get size(): number {
    return this.#names.size;
  }

  /** What stands for a value: an alias, or an anchor before it, or nothing. */
  next(value: Value): { readonly sign: '*' | '&'; readonly text: string } | undefined {
    const name = this.#names.get(value);
    if (name === undefined) return undefined;
    const sign = this.#written.has(value) ? '*' : '&';
    this.#written.add(value);
    return { sign, text: sign + name };
  }

  #meet(value: Value, met: Set<Value>): void {
    if (!isMap(value) && !isList(value) && !(value instanceof Moment)) return;
    if (met.has(value)) {
      if (!this.#names.has(value))
        this.#names.set(value, `id${`${this.#from + this.#names.size + 1}`.padStart(3, '0')}`);
      return;
    }
    met.add(value);
    if (value instanceof Moment) return;
    for (const child of value.values()) this.#meet(child, met);
  }
}
