import { Float, isList, isMap, type Value } from '../../model/value.ts';
import { textOf } from '../../values/text-of.ts';
import { OverrideFault } from './override-fault.ts';
import type { Read } from './read.ts';

/** Sweeps and casts by their names. */
export function called(name: string, args: readonly Read[], named: ReadonlyMap<string, Read>): Read {
  if (name === 'choice') {
    if (args.length === 0) throw new OverrideFault('choice(…) has nothing to choose from');
    return { values: args.flatMap(({ values }) => values), isSweep: true };
  }
  if (name === 'range') return { values: range(args, named), isSweep: true };
  const cast = CASTS[name];
  const [only] = args;
  if (cast === undefined)
    throw new OverrideFault(
      name === 'glob'
        ? 'Glob override is not supported: it asks for files of a configuration, not for parameters'
        : `there is no ${name}(…) here: write the values out, or use choice(…) or range(…)`,
    );
  if (only === undefined || args.length > 1) throw new OverrideFault(`${name}(…) takes one value`);
  return { ...only, values: only.values.map(cast) };
}

/** As Python's `range`; with a number that is not whole, all are floats. */
function range(args: readonly Read[], named: ReadonlyMap<string, Read>): readonly Value[] {
  const positional = args.map(numberIn);
  const byName = (key: string): number | undefined => {
    const read = named.get(key);
    return read === undefined ? undefined : numberIn(read).number;
  };
  const numbers = positional.map(({ number }) => number);
  const [first, second, third] = numbers;
  const isOne = first !== undefined && second === undefined && byName('stop') === undefined;
  const start = byName('start') ?? (isOne ? 0 : (first ?? 0));
  const stop = byName('stop') ?? (isOne ? first : second);
  const step = byName('step') ?? third ?? 1;
  if (stop === undefined || step === 0)
    throw new OverrideFault('range(…) takes start, stop and a step that is not 0');
  const isWhole = [...positional, ...[...named.values()].map(numberIn)].every((one) => one.isWhole);
  const count = Math.max(0, Math.ceil(rounded((stop - start) / step)));
  if (count > MOST) throw new OverrideFault(`range(…) has ${count} values; a sweep takes ${MOST} at most`);
  return Array.from({ length: count }, (_, i) => {
    const value = rounded(start + i * step);
    return isWhole ? BigInt(value) : new Float(value);
  });
}

/** The most experiments that one range makes. */
const MOST = 10_000;
/** Digits that a float has for sure: 0.1 + 0.2 is meant to be 0.3. */
const DIGITS = 15;

function rounded(n: number): number {
  return Number(n.toPrecision(DIGITS));
}

function numberIn({ values }: Read): { readonly number: number; readonly isWhole: boolean } {
  const [value] = values;
  if (typeof value === 'bigint') return { number: Number(value), isWhole: true };
  if (value instanceof Float) return { number: value.value, isWhole: false };
  throw new OverrideFault('range(…) takes numbers');
}

const CASTS: Readonly<Partial<Record<string, (value: Value) => Value>>> = {
  int: (value) => BigInt(Math.trunc(numeric(value, 'int'))),
  float: (value) => new Float(numeric(value, 'float')),
  str: (value) => textOf(value),
  bool: (value) => {
    const word = textOf(value).toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    return numeric(value, 'bool') !== 0;
  },
};

function numeric(value: Value, cast: string): number {
  const text = value instanceof Float ? value.value : isList(value) || isMap(value) ? Number.NaN : value;
  const number = typeof text === 'string' && text.trim() === '' ? Number.NaN : Number(text ?? Number.NaN);
  if (!Number.isFinite(number)) throw new OverrideFault(`${cast}(${textOf(value)}) is no number`);
  return number;
}
