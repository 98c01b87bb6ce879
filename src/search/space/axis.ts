import { type Lattice, latticeBetween, latticeIndex, latticeValue, multiplesBetween } from './lattice.ts';
import type { NumericParameter } from './parameter.ts';
import { LINEAR, LOG, priorScale, type Scale } from './prior.ts';

/**
 * A numeric parameter as the stretch from 0 to 1, along which it is spread evenly before anything is known. A parameter that is not
 * continuous fills it with cells, one for each value; those of linear and of log ones reach half a step beyond both ends of the range,
 * so that the first and the last value are as likely as their neighbours.
 */
export interface Axis {
  /** How many values there are; Infinity for a continuous parameter. */
  readonly size: number;
  /** Where a value stands. */
  readonly toUnit: (value: number) => number;
  /** The value at a place, inside the range and on the grid; places outside [0, 1] count as its ends. */
  readonly fromUnit: (unit: number) => number;
  /** The places that stand for a value; of a continuous parameter twice the same. */
  readonly cellOf: (value: number) => readonly [from: number, to: number];
  /** The values by their index from 0, ascending; only where they are finite. */
  readonly valueAt: (index: number) => number;
  readonly indexOf: (value: number) => number;
}

/** @returns the axis of a parameter; make it once and keep it. */
export function axisOf(parameter: NumericParameter): Axis {
  const lattice = latticeOf(parameter);
  return lattice === undefined ? continuousAxis(parameter) : cellAxis(parameter, lattice);
}

function scaleOf({ scale, prior }: NumericParameter): Scale {
  if (prior !== undefined) return priorScale(prior);
  return scale === 'log' ? LOG : LINEAR;
}

function latticeOf({ kind, low, high, step, prior }: NumericParameter): Lattice | undefined {
  if (prior?.quantum !== undefined) {
    const lattice = multiplesBetween(low, high, prior.quantum);
    if (lattice === undefined) throw new Error(`no multiple of ${prior.quantum} from ${low} to ${high}`);
    return lattice;
  }
  if (step !== undefined) return latticeBetween(low, high, step);
  return kind === 'integer' ? latticeBetween(Math.ceil(low), Math.floor(high), 1) : undefined;
}

function continuousAxis(parameter: NumericParameter): Axis {
  const { low, high } = parameter;
  const { positionOf, valueOf } = scaleOf(parameter);
  const [from, to] = [positionOf(low), positionOf(high)];
  const toUnit = (value: number): number => share(positionOf(value), from, to);
  return {
    size: low === high ? 1 : Infinity,
    toUnit,
    fromUnit: (unit) => {
      if (unit <= 0) return low;
      if (unit >= 1) return high;
      return clamp(valueOf(between(from, to, unit)), low, high);
    },
    cellOf: (value) => {
      const unit = toUnit(value);
      return [unit, unit];
    },
    valueAt: (index) => (index <= 0 ? low : high),
    indexOf: () => 0,
  };
}

function cellAxis(parameter: NumericParameter, lattice: Lattice): Axis {
  const { positionOf, valueOf } = scaleOf(parameter);
  const { first, step, size } = lattice;
  const half = step / 2;
  const last = latticeValue(lattice, size - 1);
  const [low, high] = edgesOf(parameter, first, last);
  const [from, to] = [positionOf(low), positionOf(high)];
  const unitOf = (value: number): number => share(positionOf(value), from, to);
  const isLinear = parameter.scale === 'linear';
  return {
    size,
    toUnit: (value) => {
      const index = latticeIndex(lattice, value);
      return isLinear ? (index + 0.5) / size : unitOf(latticeValue(lattice, index));
    },
    fromUnit: (unit) => {
      if (isLinear) return latticeValue(lattice, Math.floor(clamp(unit, 0, 1) * size));
      const value = valueOf(between(from, to, clamp(unit, 0, 1)));
      return latticeValue(lattice, latticeIndex(lattice, clamp(value, low, high)));
    },
    cellOf: (value) => {
      const index = latticeIndex(lattice, value);
      if (isLinear) return [index / size, (index + 1) / size];
      const middle = latticeValue(lattice, index);
      return [index === 0 ? 0 : unitOf(middle - half), index === size - 1 ? 1 : unitOf(middle + half)];
    },
    valueAt: (index) => latticeValue(lattice, index),
    indexOf: (value) => latticeIndex(lattice, value),
  };
}

/** Where the first cell begins and the last one ends. A prior is cut there: what it has beyond belongs to nobody. */
function edgesOf(
  { prior, low, high, step }: NumericParameter,
  first: number,
  last: number,
): readonly [number, number] {
  if (prior === undefined) return [first - (step ?? 1) / 2, last + (step ?? 1) / 2];
  return 'from' in prior ? [prior.from, prior.to] : [Math.min(low, first), Math.max(high, last)];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Never overflows, never falls while the part rises, and is exact at both ends. */
function between(from: number, to: number, part: number): number {
  const length = to - from;
  const at = Number.isFinite(length) ? from + length * part : 2 * (from / 2 + (to / 2 - from / 2) * part);
  return part >= 1 ? to : Math.min(at, to);
}

/** The part of [from, to] that lies below; halves, because the length of a stretch of doubles may be no double. */
function share(position: number, from: number, to: number): number {
  return from === to ? 0.5 : clamp((position / 2 - from / 2) / (to / 2 - from / 2), 0, 1);
}
