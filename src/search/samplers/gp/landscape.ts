import type { RandomStream } from '../../random/random-stream.ts';
import type { Configuration, ParameterValue } from '../../space/configuration.ts';
import { isActive } from '../../space/is-active.ts';
import { coordinateAt, coordinateOf, type Dimension, valueOf } from '../dimension.ts';
import { INACTIVE } from './features.ts';

/**
 * A place has a coordinate in every dimension, also in one that is not active there: it comes into force where a choice makes it so. As
 * a point those count as {@link INACTIVE}, and a number that is not continuous stands in the middle of its cell.
 */
export type Place = Float64Array;

/** How often a coordinate stays as it is in a neighbour. */
const STAYS = 0.5;

/** A space as what a sampler climbs in. */
export class Landscape {
  readonly dimensions: readonly Dimension[];
  /** The dimensions that conditions read, which alone need a value to know what is in force: to make one may take long. */
  readonly #parents: ReadonlySet<Dimension>;
  readonly #all: readonly boolean[];

  constructor(dimensions: readonly Dimension[]) {
    this.dimensions = dimensions;
    const names = new Set(dimensions.flatMap(({ parameter }) => parameter.when?.parents ?? []));
    this.#parents = new Set(dimensions.filter(({ parameter }) => names.has(parameter.name)));
    this.#all = dimensions.map(() => true);
  }

  /** A place from the prior. */
  draw(random: RandomStream): Place {
    const place = new Float64Array(this.dimensions.length);
    for (const [i, dimension] of this.dimensions.entries())
      place[i] = coordinateAt(dimension, random.uniform());
    return place;
  }

  /** A place near a configuration: about half of its coordinates moved, numbers by a normal step of `width`. */
  near(base: Configuration, width: number, random: RandomStream): Place {
    const place = this.draw(random);
    for (const [i, dimension] of this.dimensions.entries()) {
      const moves = random.uniform() >= STAYS;
      const step = random.normal() * width;
      const from = coordinateOf(dimension, base[dimension.parameter.name]);
      if (from === undefined || (moves && dimension.kind === 'choice')) continue;
      place[i] = moves ? Math.min(Math.max(from + step, 0), 1) : from;
    }
    return place;
  }

  /** Which coordinates are in force. */
  activeAt(place: Place): readonly boolean[] {
    if (this.#parents.size === 0) return this.#all;
    const values: Record<string, ParameterValue> = {};
    return this.dimensions.map((dimension, i) => {
      if (!isActive(dimension.parameter, values)) return false;
      if (this.#parents.has(dimension))
        values[dimension.parameter.name] = valueOf(dimension, place[i] as number);
      return true;
    });
  }

  /** Writes the point of a place into a row of points, from index `at` on. */
  writePoint(place: Place, points: Float64Array, at: number): void {
    const active = this.activeAt(place);
    for (const [i, dimension] of this.dimensions.entries())
      points[at + i] = active[i] === true ? settled(dimension, place[i] as number) : INACTIVE[dimension.kind];
  }

  configurationAt(place: Place): Configuration {
    const values: Record<string, ParameterValue> = {};
    for (const [i, dimension] of this.dimensions.entries()) {
      if (isActive(dimension.parameter, values))
        values[dimension.parameter.name] = valueOf(dimension, place[i] as number);
    }
    return values;
  }
}

function settled(dimension: Dimension, coordinate: number): number {
  if (dimension.kind === 'choice' || dimension.size === Infinity) return coordinate;
  return dimension.axis.toUnit(dimension.axis.fromUnit(coordinate));
}
