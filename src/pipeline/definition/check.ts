import { isTextKey } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';

/** The way to a value from the top of its file: keys, and indices that count from 0. */
export type Path = readonly (string | number)[];

/** Something in a file that its schema does not allow; the message is in the words that DVC uses. */
export interface Misfit {
  readonly path: Path;
  readonly message: string;
  /** What stands wrong: the name itself, or what stands under it. */
  readonly of: 'key' | 'value';
  /** The names that are allowed where this one is not. */
  readonly known?: readonly string[];
}

/** Tells what of a value does not fit; nothing where all is well. */
export type Check = (value: Value, path: Path) => readonly Misfit[];

const NONE: readonly Misfit[] = [];

/** Anything at all. */
export const anything: Check = () => NONE;

/** A text. */
export const text: Check = (value, path) => (typeof value === 'string' ? NONE : expected('str', path));

/** `true` or `false`. */
export const flag: Check = (value, path) => (typeof value === 'boolean' ? NONE : expected('bool', path));

/** Nothing: a name with an empty value. */
export const nothing: Check = (value, path) => (value === null ? NONE : expected('None', path));

/** A list of anything. */
export const list: Check = (value, path) => (isList(value) ? NONE : expected('list', path));

/** A mapping with anything in it. */
export const mapping: Check = (value, path) => (isMap(value) ? NONE : expected('dict', path));

/** A list whose items all fit. */
export function listOf(item: Check): Check {
  return (value, path) =>
    isList(value) ? value.flatMap((member, i) => item(member, [...path, i])) : expected('a list', path);
}

/** A mapping from any names to values that all fit. */
export function mapOf(item: Check): Check {
  return (value, path) =>
    isMap(value)
      ? [...value].flatMap(([key, member]) =>
          isTextKey(key)
            ? item(member, [...path, key])
            : [{ path: [...path, key], message: 'expected str', of: 'key' as const }],
        )
      : expected('a dictionary', path);
}

/** A mapping with certain names only. */
export function fields(shape: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const known = Object.keys(shape);
  return (value, path) => {
    if (!isMap(value)) return expected('a dictionary', path);
    const misfits: Misfit[] = [];
    for (const [key, member] of value) {
      const check = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (check === undefined) {
        misfits.push({
          path: [...path, key],
          message: 'extra keys not allowed',
          of: 'key',
          known: known.filter((name) => !value.has(name)),
        });
      } else misfits.push(...check(member, [...path, key]));
    }
    for (const name of required) {
      if (!value.has(name)) {
        misfits.push({ path: [...path, name], message: 'required key not provided', of: 'key' });
      }
    }
    return misfits;
  };
}

/** One of several forms; where none fits, what is told is what is wrong with the form that went furthest. */
export function either(...forms: readonly Check[]): Check {
  return (value, path) => {
    let best: readonly Misfit[] | undefined;
    for (const form of forms) {
      const misfits = form(value, path);
      if (misfits.length === 0) return NONE;
      if (best === undefined || depth(misfits) > depth(best)) best = misfits;
    }
    return best ?? NONE;
  };
}

/** One of two forms, chosen by the names that a mapping has. */
export function choose(second: (value: ValueMap) => boolean, first: Check, other: Check): Check {
  return (value, path) => (isMap(value) && second(value) ? other : first)(value, path);
}

function depth(misfits: readonly Misfit[]): number {
  return misfits[0]?.path.length ?? 0;
}

function expected(what: string, path: Path): readonly Misfit[] {
  return [{ path, message: `expected ${what}`, of: 'value' }];
}
