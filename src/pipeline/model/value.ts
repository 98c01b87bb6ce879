/**
 * A value of a parameter or lock file as Python holds it. Its text ends in dvc.lock and in the key of the run-cache, where 1 and 1.0 differ
 * and whole numbers have no bound: whole numbers are `bigint`, others {@link Float}; a plain `number` never occurs.
 */
export type Value = null | boolean | bigint | Float | string | Moment | readonly Value[] | ValueMap;

/** A mapping in the order in which it was written. Keys that are not text (`0: 1.0`) are kept as `keyOf` marks them. */
export type ValueMap = ReadonlyMap<string, Value>;

/** A floating-point number, kept apart from whole numbers: `1.0` stays `1.0`. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A date or time that YAML or TOML read as such; it can be shown and written, not computed with. */
export class Moment {
  readonly kind: 'date' | 'datetime' | 'time';
  /** As Python's `str()` writes it. */
  readonly text: string;
  constructor(kind: Moment['kind'], text: string) {
    this.kind = kind;
    this.text = text;
  }
}

/** Whether a value is a mapping. */
export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
