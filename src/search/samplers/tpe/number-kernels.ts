import { logNormalMass, ndtr, normalQuantileFast } from '../../../stats/log-ndtr.ts';
import type { RandomStream } from '../../random/random-stream.ts';
import type { NumberDimension } from '../dimension.ts';
import { logCellMass } from './cell-mass.ts';
import { grown, grownIntegers } from './growing.ts';
import type { Kernels, Scores } from './kernels.ts';
import { SortedSlots } from './sorted-slots.ts';

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
/** The narrowest kernel is the range over this, or over 1 + the number of kernels while they are fewer. */
const MOST_PER_RANGE = 100;
const PRIOR_MEAN = 0.5;
const PRIOR_WIDTH = 1;

/**
 * Kernels of a numeric parameter on its axis from 0 to 1: normal distributions cut to it, as wide as the gap to the farther neighbour. They
 * are kept sorted from trial to trial, so that a new one changes its neighbours alone.
 */
export class NumberKernels implements Kernels {
  readonly #dimension: NumberDimension;
  readonly #isContinuous: boolean;
  readonly #sorted = new SortedSlots();
  /** 1 / standard deviation by slot. */
  #inverse = new Float64Array(0);
  /** Logarithm of what the kernel is divided by, so that its mass on the axis is 1. */
  #factor = new Float64Array(0);
  readonly #priorFactor: number;
  #settledCount = 0;
  /** Of parameters with cells: which of the different kernels a slot has, and the masses under them of cells that were asked for. */
  #kinds = new Int32Array(0);
  #kindCount = 0;
  readonly #masses = new Map<number, Float64Array>();

  constructor(dimension: NumberDimension) {
    this.#dimension = dimension;
    this.#isContinuous = dimension.size === Infinity;
    this.#priorFactor = this.#factorOf(PRIOR_MEAN, PRIOR_WIDTH);
  }

  add(coordinate: number, number: number): void {
    const slot = this.#sorted.count;
    this.#inverse = grown(this.#inverse, slot + 1);
    this.#factor = grown(this.#factor, slot + 1);
    this.#sorted.insert(coordinate, number);
  }

  remove(slot: number): void {
    const last = this.#sorted.count - 1;
    this.#inverse[slot] = this.#inverse[last] as number;
    this.#factor[slot] = this.#factor[last] as number;
    this.#sorted.remove(slot);
  }

  settle(totals: Float64Array): void {
    const { count, order } = this.#sorted;
    // The narrowest width changes with the number of kernels while they are few; then all widths may.
    const few = MOST_PER_RANGE - 2;
    const all = Math.min(count, this.#settledCount) < few;
    for (let position = 0; position < count; position += 1) {
      const slot = order[position] as number;
      if (all || this.#sorted.isStale(slot)) this.#setWidth(position, slot);
      totals[slot] = (totals[slot] as number) + (this.#factor[slot] as number);
    }
    this.#sorted.settled();
    this.#settledCount = count;
    if (!this.#isContinuous) this.#numberKinds();
  }

  draw(slot: number | undefined, random: RandomStream): number {
    const mean = slot === undefined ? PRIOR_MEAN : (this.#sorted.coordinates[slot] as number);
    const width = slot === undefined ? PRIOR_WIDTH : 1 / (this.#inverse[slot] as number);
    const place = cutNormal(random.uniform(), mean, width);
    const { axis } = this.#dimension;
    return this.#isContinuous ? place : axis.toUnit(axis.fromUnit(place));
  }

  sift(coordinate: number, from: Scores, count: number, least: number, into: Scores): number {
    const { slots, logs } = from;
    const { slots: keptSlots, logs: keptLogs } = into;
    let kept = 0;
    if (this.#isContinuous) {
      const { coordinates: means } = this.#sorted;
      const inverse = this.#inverse;
      for (let index = 0; index < count; index += 1) {
        const slot = slots[index] as number;
        const z = (coordinate - (means[slot] as number)) * (inverse[slot] as number);
        const log = (logs[index] as number) - 0.5 * z * z;
        if (log < least) continue;
        keptSlots[kept] = slot;
        keptLogs[kept] = log;
        kept += 1;
      }
      return kept;
    }
    const masses = this.#massesAt(coordinate);
    for (let index = 0; index < count; index += 1) {
      const slot = slots[index] as number;
      const log = (logs[index] as number) + masses(slot);
      if (log < least) continue;
      keptSlots[kept] = slot;
      keptLogs[kept] = log;
      kept += 1;
    }
    return kept;
  }

  priorLog(coordinate: number): number {
    if (this.#isContinuous) return -0.5 * (coordinate - PRIOR_MEAN) ** 2 - this.#priorFactor;
    const { from, to } = this.#dimension.cellAt(coordinate);
    return logCellMass(from - PRIOR_MEAN, to - PRIOR_MEAN) - this.#priorFactor;
  }

  /** Logarithm of the mass of the cell at a coordinate under a slot's kernel; kept where there are few different kernels. */
  #massesAt(coordinate: number): (slot: number) => number {
    const { from, to } = this.#dimension.cellAt(coordinate);
    const { count, coordinates: means } = this.#sorted;
    const massOf = (slot: number): number => {
      const mean = means[slot] as number;
      const inverse = this.#inverse[slot] as number;
      return logCellMass((from - mean) * inverse, (to - mean) * inverse);
    };
    if (this.#kindCount > count / 2) return massOf;
    let kept = this.#masses.get(from);
    if (kept === undefined) {
      kept = new Float64Array(this.#kindCount).fill(Number.NaN);
      this.#masses.set(from, kept);
    }
    const masses = kept;
    return (slot) => {
      const kind = this.#kinds[slot] as number;
      const known = masses[kind] as number;
      if (!Number.isNaN(known)) return known;
      const mass = massOf(slot);
      masses[kind] = mass;
      return mass;
    };
  }

  /** Numbers the different kernels: equal ones are neighbours in sorted order. */
  #numberKinds(): void {
    const { count, order, coordinates: means } = this.#sorted;
    this.#kinds = grownIntegers(this.#kinds, count);
    this.#masses.clear();
    let [kind, lastMean, lastInverse] = [-1, Number.NaN, Number.NaN];
    for (let position = 0; position < count; position += 1) {
      const slot = order[position] as number;
      const mean = means[slot] as number;
      const inverse = this.#inverse[slot] as number;
      if (mean !== lastMean || inverse !== lastInverse) kind += 1;
      this.#kinds[slot] = kind;
      [lastMean, lastInverse] = [mean, inverse];
    }
    this.#kindCount = kind + 1;
  }

  /** The width of the kernel at a sorted position: the wider gap to its neighbours; the ends count as such only for a single kernel. */
  #setWidth(position: number, slot: number): void {
    const { count, order, coordinates: means } = this.#sorted;
    const mean = means[slot] as number;
    const left = position === 0 ? 0 : (means[order[position - 1] as number] as number);
    const right = position === count - 1 ? 1 : (means[order[position + 1] as number] as number);
    let gap = Math.max(mean - left, right - mean);
    if (count > 1 && position === 0) gap = right - mean;
    if (count > 1 && position === count - 1) gap = mean - left;
    const width = Math.min(1, Math.max(gap, 1 / Math.min(MOST_PER_RANGE, count + 2)));
    this.#inverse[slot] = 1 / width;
    this.#factor[slot] = this.#factorOf(mean, width);
  }

  #factorOf(mean: number, width: number): number {
    const mass = logNormalMass(-mean / width, (1 - mean) / width);
    return this.#isContinuous ? mass + Math.log(width) + HALF_LOG_TWO_PI : mass;
  }
}

/** The number below which a part of a normal distribution lies that is cut to [0, 1]; of its two tails the one that keeps its digits. */
export function cutNormal(part: number, mean: number, width: number): number {
  const below = ndtr(-mean / width);
  const above = ndtr((mean - 1) / width);
  const inside = 1 - below - above;
  const p = below + part * inside;
  const z = p < 0.5 ? normalQuantileFast(p) : -normalQuantileFast(above + (1 - part) * inside);
  return Math.min(1, Math.max(0, mean + width * z));
}
