/** The latest values of several quantities, for sparklines. */
export class History {
  readonly #length: number;
  readonly #values = new Map<string, number[]>();

  /** @param length how many values of each are kept. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Adds a value; null (it could not be read) leaves a hole of zero height. */
  add(name: string, value: number | null): void {
    const values = this.#values.get(name) ?? [];
    values.push(value ?? 0);
    if (values.length > this.#length) values.shift();
    this.#values.set(name, values);
  }

  /** The latest values, oldest first. */
  of(name: string, most: number): readonly number[] {
    const values = this.#values.get(name) ?? [];
    return most <= 0 ? [] : values.slice(-most);
  }

  highest(name: string): number {
    return Math.max(0, ...(this.#values.get(name) ?? []));
  }
}
