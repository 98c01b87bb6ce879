import type { Problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import type { Path, Shape } from '../lock/shape.ts';
import { isList, type Value, type ValueMap } from '../model/value.ts';

/** The fields of a mapping, the first wrong one kept. */
export class Fields {
  problem: Problem | undefined;
  readonly #shape: Shape;
  readonly #map: ValueMap;
  readonly #path: Path;

  constructor(shape: Shape, map: ValueMap, path: Path) {
    this.#shape = shape;
    this.#map = map;
    this.#path = path;
  }

  /** A text; undefined where there is none, or nothing and that is allowed. */
  text(name: string, mayBeEmpty = false): string | undefined {
    const value = this.#map.get(name);
    if (value === undefined || (value === null && mayBeEmpty)) return undefined;
    return this.take(this.#shape.text(value, [...this.#path, name]));
  }

  /** A truth value; undefined where there is none. */
  flag(name: string): boolean | undefined {
    const value = this.#map.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    this.take(this.#shape.wrong([...this.#path, name], '`true` or `false` should stand here'));
    return undefined;
  }

  /** A list, empty where there is none. */
  list(name: string, mayBeEmpty = false): readonly Value[] {
    const value = this.#map.get(name);
    if (value === undefined || (value === null && mayBeEmpty)) return [];
    return isList(value) ? value : (this.take(this.#shape.list(value, [...this.#path, name])) ?? []);
  }

  /** The value of a result, or its problem kept. */
  take<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.problem ??= result.error;
    return undefined;
  }
}
