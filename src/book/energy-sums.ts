import type { ComponentInfo } from '../meters/meter.ts';
import { fromSensitivities, linear, sum } from '../units/arithmetic.ts';
import { bounded, type ErrorSources, type Estimate, interval, sides, Z90 } from '../units/estimate.ts';
import type { SampleEvent } from './journal-event.ts';

/** What is summed for each component; a share may be known by its bounds only, so what depends on one is kept at both ends. */
const FIELD = {
  machineLow: 0,
  /** Idle energy where it is known. */
  idle: 1,
  /** Energy whose idle part is not known. */
  unknown: 2,
  /** Σ (E − I) s, at the low and the high end of s. */
  activeLow: 3,
  activeHigh: 4,
  /** active + Σ I x. */
  attributedLow: 5,
  attributedHigh: 6,
  /** Σ I s: how far active falls when the idle power is higher than thought. */
  idleByShareLow: 7,
  idleByShareHigh: 8,
  /** Σ I x: the run's part of the idle energy. */
  idleShareLow: 9,
  idleShareHigh: 10,
  /** Number of samples of which only bounds are known, for active and for attributed. */
  boundedActive: 11,
  boundedAttributed: 12,
  machineHigh: 13,
} as const;
const FIELDS = 14;

/** A number, or its bounds where no more is known. */
type Ends = number | readonly [low: number, high: number];

/** One way in which one component was read, from one machine line to the next that differs. */
export type Segment = ComponentInfo & { readonly rootId: string };

/** Energy whose bounds are closer than this part of it has a value all the same: their middle, with the distance as an error of its own. */
const CLOSE = 0.1;

/** A sample worked out once, to be added to every sum that it belongs to. */
export class SampleCells {
  /** Segment of each column of the samples. */
  segments: readonly number[] = [];
  values = new Float64Array(FIELDS * 8);

  /** Works out a sample. `nested`: the run is an inclusive part of another, which holds the idle share. */
  set(sample: SampleEvent, nested: boolean): void {
    const columns = this.segments.length;
    if (this.values.length < columns * FIELDS) this.values = new Float64Array(columns * FIELDS);
    this.values.fill(0);
    for (let c = 0; c < columns; c++) {
      const energy = sample.e[c];
      if (energy === undefined || !Number.isFinite(lowOf(energy)) || !Number.isFinite(highOf(energy)))
        continue;
      this.#column(
        c * FIELDS,
        energy,
        sample.i[c] ?? null,
        sample.s[c] ?? 0,
        nested ? 0 : (sample.x[c] ?? 0),
      );
    }
  }

  #column(at: number, energy: Ends, idle: number | null, s: Ends, x: Ends): void {
    const v = this.values;
    const [low, high] = [lowOf(energy), highOf(energy)];
    v[at + FIELD.machineLow] = low;
    v[at + FIELD.machineHigh] = high;
    if (idle === null) {
      // All of it may be dynamic or idle: the run owns a part between its two shares.
      v[at + FIELD.unknown] = (low + high) / 2;
      v[at + FIELD.activeHigh] = high * highOf(s);
      v[at + FIELD.attributedLow] = low * Math.min(lowOf(s), lowOf(x));
      v[at + FIELD.attributedHigh] = high * Math.max(highOf(s), highOf(x));
    } else this.#withIdle(at, [low, high], idle, s, x);
    v[at + FIELD.boundedActive] = v[at + FIELD.activeLow] === v[at + FIELD.activeHigh] ? 0 : 1;
    v[at + FIELD.boundedAttributed] = v[at + FIELD.attributedLow] === v[at + FIELD.attributedHigh] ? 0 : 1;
  }

  #withIdle(at: number, energy: readonly [number, number], idle: number, s: Ends, x: Ends): void {
    const v = this.values;
    // Of energy that is known by its bounds less than the idle part may have been used.
    const idleLow = Math.min(idle, energy[0]);
    const [activeLow, activeHigh] = [(energy[0] - idleLow) * lowOf(s), (energy[1] - idle) * highOf(s)];
    v[at + FIELD.idle] = idle;
    v[at + FIELD.activeLow] = activeLow;
    v[at + FIELD.activeHigh] = activeHigh;
    v[at + FIELD.idleByShareLow] = idleLow * lowOf(s);
    v[at + FIELD.idleByShareHigh] = idle * highOf(s);
    v[at + FIELD.idleShareLow] = idleLow * lowOf(x);
    v[at + FIELD.idleShareHigh] = idle * highOf(x);
    v[at + FIELD.attributedLow] = activeLow + idleLow * lowOf(x);
    v[at + FIELD.attributedHigh] = activeHigh + idle * highOf(x);
  }

  /** Energy of the whole machine in the sample, J. */
  get machineJ(): number {
    return this.#total(FIELD.machineLow, FIELD.machineHigh);
  }

  /** The run's attributed energy in the sample, J; the middle where only bounds are known. */
  get attributedJ(): number {
    return this.#total(FIELD.attributedLow, FIELD.attributedHigh);
  }

  #total(low: number, high: number): number {
    let total = 0;
    for (let c = 0; c < this.segments.length; c++) {
      total += ((this.values[c * FIELDS + low] as number) + (this.values[c * FIELDS + high] as number)) / 2;
    }
    return total;
  }

  /** The run's part of the machine's idle energy in the sample, low and high; undefined where no idle energy is known. */
  idleShare(): readonly [low: number, high: number] | undefined {
    let idle = 0;
    let low = 0;
    let high = 0;
    for (let at = 0; at < this.segments.length * FIELDS; at += FIELDS) {
      idle += this.values[at + FIELD.idle] as number;
      low += this.values[at + FIELD.idleShareLow] as number;
      high += this.values[at + FIELD.idleShareHigh] as number;
    }
    return idle > 0 ? [low / idle, high / idle] : undefined;
  }
}

function lowOf(ends: Ends): number {
  return typeof ends === 'number' ? ends : ends[0];
}

function highOf(ends: Ends): number {
  return typeof ends === 'number' ? ends : ends[1];
}

/** The three scopes and the idle part. */
export type Part = 'attributed' | 'active' | 'machine' | 'idle';

/** The layers that follow from the components alone. */
export type SummedLayer = 'chips' | 'wall';

/** Sums over samples, by segment: of a run, a window, an epoch. All are plain sums, so they add over any split of the samples. */
export class EnergySums {
  readonly #segments: readonly Segment[];
  #cells = new Float64Array(0);

  /** @param segments the run's segments, shared and growing. */
  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  add(sample: SampleCells): void {
    const needed = this.#segments.length * FIELDS;
    if (this.#cells.length < needed) {
      const grown = new Float64Array(needed);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    for (let c = 0; c < sample.segments.length; c++) {
      const to = (sample.segments[c] as number) * FIELDS;
      const from = c * FIELDS;
      for (let f = 0; f < FIELDS; f++) {
        this.#cells[to + f] = (this.#cells[to + f] as number) + (sample.values[from + f] as number);
      }
    }
  }

  /** Energy of the chips (all but `other`) or at the wall. */
  layer(layer: SummedLayer, part: Part): Estimate {
    return sum(this.#where((s) => layer === 'wall' || s.name !== 'other').map((i) => this.#segment(i, part)));
  }

  /** Energy of one component over all its segments. */
  component(name: string, part: Part): Estimate {
    return sum(this.#where((s) => s.name === name).map((i) => this.#segment(i, part)));
  }

  /** Whether a component has had a reading. */
  has(name: string): boolean {
    return this.#where((s) => s.name === name).some((i) => this.#at(i, FIELD.machineHigh) > 0);
  }

  /** The run's part of a component's dynamic energy; null where it is not known or there was none. */
  share(name: string): number | null {
    let dynamic = 0;
    let active = 0;
    for (const i of this.#where((s) => s.name === name)) {
      if (this.#at(i, FIELD.boundedActive) > 0) return null;
      dynamic += this.#at(i, FIELD.machineHigh) - this.#at(i, FIELD.idle);
      active += this.#at(i, FIELD.activeHigh);
    }
    return dynamic > 0 ? active / dynamic : null;
  }

  /** Attributed and machine energy of each segment of the chips, J; the middle where only bounds are known. */
  chipSegments(): readonly {
    readonly info: Segment;
    readonly attributedJ: number;
    readonly machineJ: number;
  }[] {
    return this.#where((s) => s.name !== 'other').map((i) => ({
      info: this.#segments[i] as Segment,
      attributedJ: (this.#at(i, FIELD.attributedLow) + this.#at(i, FIELD.attributedHigh)) / 2,
      machineJ: (this.#at(i, FIELD.machineLow) + this.#at(i, FIELD.machineHigh)) / 2,
    }));
  }

  #where(holds: (segment: Segment) => boolean): readonly number[] {
    const found: number[] = [];
    this.#segments.forEach((segment, i) => {
      if (holds(segment)) found.push(i);
    });
    return found;
  }

  #at(segment: number, field: number): number {
    return this.#cells[segment * FIELDS + field] ?? 0;
  }

  #segment(i: number, part: Part): Estimate {
    const info = this.#segments[i] as Segment;
    if (part === 'machine') {
      const [low, high] = [this.#at(i, FIELD.machineLow), this.#at(i, FIELD.machineHigh)];
      return between(weighted(low, info, low, 0), weighted(high, info, high, 0), info);
    }
    if (part === 'idle') {
      const idle = this.#at(i, FIELD.idle);
      const known = weighted(idle, info, 0, idle);
      const unknown = this.#at(i, FIELD.unknown);
      return unknown === 0 ? known : bounded(interval(known).low ?? 0, (interval(known).high ?? 0) + unknown);
    }
    const high = this.#owned(i, info, part, 1);
    if (this.#at(i, part === 'active' ? FIELD.boundedActive : FIELD.boundedAttributed) === 0) return high;
    return between(this.#owned(i, info, part, 0), high, info);
  }

  /** Active or attributed energy at one end of its bounds (`end` 0 low, 1 high). */
  #owned(i: number, info: Segment, part: 'active' | 'attributed', end: 0 | 1): Estimate {
    const active = this.#at(i, FIELD.activeLow + end);
    const idleByShare = this.#at(i, FIELD.idleByShareLow + end);
    const value = part === 'active' ? active : this.#at(i, FIELD.attributedLow + end);
    const idleOwned = part === 'active' ? 0 : this.#at(i, FIELD.idleShareLow + end);
    // An error of E moves dynamic = E − I in full, by Σ E s; one of I moves it the other way. A source that moves both, such as a
    // model, stands in both lists and largely cancels.
    return weighted(value, info, value - idleOwned + idleByShare, idleOwned - idleByShare);
  }
}

/**
 * What is known of a quantity between two ends. Ends close to each other (a gap in a long run, a reset) give a value with an error of this run's
 * own; ends far apart (a GPU whose users are hidden) give bounds and no value.
 */
function between(low: Estimate, high: Estimate, info: Segment): Estimate {
  const [a, b] = [low.value ?? 0, high.value ?? 0];
  if (a === b) return high;
  if (b - a > CLOSE * b) return bounded(interval(low).low ?? 0, interval(high).high ?? 0);
  const middle = linear([
    [0.5, low],
    [0.5, high],
  ]);
  const unread = (b - a) / (b + a) / Z90;
  return { ...middle, errors: { ...middle.errors, [`unread:${info.rootId}`]: unread } };
}

/** An estimate whose energy sources act on `byEnergy` joules of it and whose idle sources act on `byIdle`. */
function weighted(value: number, info: Segment, byEnergy: number, byIdle: number): Estimate {
  const sensitivities = new Map<string, [down: number, up: number]>();
  accumulate(sensitivities, info.errors, byEnergy);
  accumulate(sensitivities, info.idleErrors, byIdle);
  return fromSensitivities(value, sensitivities);
}

function accumulate(into: Map<string, [number, number]>, errors: ErrorSources, weight: number): void {
  if (weight === 0) return;
  for (const [source, spread] of Object.entries(errors)) {
    const [down, up] = sides(spread);
    const before = into.get(source) ?? [0, 0];
    into.set(source, [before[0] + weight * down, before[1] + weight * up]);
  }
}
