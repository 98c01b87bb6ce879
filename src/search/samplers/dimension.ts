import { type Axis, axisOf } from '../space/axis.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import { isActive } from '../space/is-active.ts';
import type { CategoricalParameter, NumericParameter } from '../space/parameter.ts';
import type { Space } from '../space/space.ts';

/** A parameter as samplers see it: a place on an axis, or one of several choices. */
export type Dimension = NumberDimension | ChoiceDimension;

/** Coordinates are places from 0 to 1. */
export interface NumberDimension {
  readonly kind: 'number';
  readonly parameter: NumericParameter;
  readonly axis: Axis;
  /** How many values it has: Infinity for a continuous one. */
  readonly size: number;
  /** Of one that is not continuous: the cell whose middle a coordinate is. */
  readonly cellAt: (middle: number) => Cell;
}

/** A value of a parameter that is not continuous, and the places on its axis that stand for it. */
export interface Cell {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Coordinates are indices of choices. */
export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly parameter: CategoricalParameter;
  readonly size: number;
  /** How often each choice is drawn before anything is known; they sum to 1. */
  readonly probabilities: readonly number[];
  readonly indices: ReadonlyMap<string, number>;
}

/** @returns the parameters of a space, in its order; make them once for a sampler. */
export function dimensionsOf(space: Space): readonly Dimension[] {
  return space.parameters.map((parameter) => {
    if (parameter.kind !== 'categorical') {
      const axis = axisOf(parameter);
      return { kind: 'number', parameter, axis, size: axis.size, cellAt: cellsOf(axis) };
    }
    const { choices } = parameter;
    const even = choices.map(() => 1 / choices.length);
    // The first of equal choices stands for all.
    const indices = new Map(choices.map((choice, index) => [keyOf(choice), index] as const).reverse());
    return {
      kind: 'choice',
      parameter,
      size: choices.length,
      probabilities: parameter.probabilities ?? even,
      indices,
    };
  });
}

/** Cells that are kept: a value in its shortest decimal writing is slow to make, and the same ones are asked for again and again. */
const MOST_CELLS = 4096;

function cellsOf(axis: Axis): (middle: number) => Cell {
  const kept = new Map<number, Cell>();
  return (middle) => {
    let cell = kept.get(middle);
    if (cell !== undefined) return cell;
    const value = axis.fromUnit(middle);
    const [from, to] = axis.cellOf(value);
    cell = { value, from, to };
    if (kept.size >= MOST_CELLS) kept.clear();
    kept.set(middle, cell);
    return cell;
  };
}

/** Where a value stands in its dimension; undefined for what is no value of it. */
export function coordinateOf(dimension: Dimension, value: ParameterValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (dimension.kind === 'choice') return dimension.indices.get(keyOf(value));
  return typeof value === 'number' && Number.isFinite(value) ? dimension.axis.toUnit(value) : undefined;
}

/** The value at a coordinate. */
export function valueOf(dimension: Dimension, coordinate: number): ParameterValue {
  if (dimension.kind === 'number') return dimension.axis.fromUnit(coordinate);
  const choice = dimension.parameter.choices[coordinate];
  if (choice === undefined) throw new Error(`no choice ${coordinate} of ${dimension.parameter.name}`);
  return choice;
}

/** The coordinate at a part from 0 to 1 of what is known before any trial: a choice by its probability. */
export function coordinateAt(dimension: Dimension, part: number): number {
  if (dimension.kind === 'number') return part;
  let below = 0;
  for (const [index, probability] of dimension.probabilities.entries()) {
    below += probability;
    if (part < below) return index;
  }
  // Rounding may leave the sum below 1: the last one that can be drawn at all.
  return Math.max(
    0,
    dimension.probabilities.findLastIndex((probability) => probability > 0),
  );
}

/** Makes a configuration of the active parameters, each from the part of its prior that `partOf` gives for its index. */
export function configurationAt(
  dimensions: readonly Dimension[],
  partOf: (index: number) => number,
): Configuration {
  const values: Record<string, ParameterValue> = {};
  for (const [index, dimension] of dimensions.entries()) {
    // Asked for even where it is not active, so that what comes after does not depend on it.
    const part = partOf(index);
    if (!isActive(dimension.parameter, values)) continue;
    values[dimension.parameter.name] = valueOf(dimension, coordinateAt(dimension, part));
  }
  return values;
}

function keyOf(value: ParameterValue): string {
  return typeof value === 'string' ? `"${value}` : JSON.stringify(value);
}
