import type { ComponentInfo } from '../meters/meter.ts';
import { fromSensitivities, sum } from '../units/arithmetic.ts';
import { bounded, type ErrorSources, type Estimate, interval, sides } from '../units/estimate.ts';
import type { SampleEvent } from './journal-event.ts';

/** What is summed for each component; a share may be known by its bounds only, so what depends on one is kept at both ends. */
const FIELD = {
  machine: 0,
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
} as const;
const FIELDS = 13;

type Share = number | readonly [number, number];

/** One way in which one component was read, from one machine line to the next that differs. */
export type Segment = ComponentInfo;

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
      if (typeof energy !== 'number' || !Number.isFinite(energy)) continue;
      this.#column(
        c * FIELDS,
        energy,
        sample.i[c] ?? null,
        sample.s[c] ?? 0,
        nested ? 0 : (sample.x[c] ?? 0),
      );
    }
  }

  #column(at: number, energy: number, idle: number | null, s: Share, x: Share): void {
    const v = this.values;
    const [sLow, sHigh] = typeof s === 'number' ? [s, s] : s;
    const [xLow, xHigh] = typeof x === 'number' ? [x, x] : x;
    v[at + FIELD.machine] = energy;
    if (idle === null) {
      // All of it may be dynamic or idle: the run owns a part between its two shares.
      v[at + FIELD.unknown] = energy;
      v[at + FIELD.activeHigh] = energy * sHigh;
      v[at + FIELD.attributedLow] = energy * Math.min(sLow, xLow);
      v[at + FIELD.attributedHigh] = energy * Math.max(sHigh, xHigh);
    } else this.#withIdle(at, energy, idle, s, x);
    v[at + FIELD.boundedActive] = v[at + FIELD.activeLow] === v[at + FIELD.activeHigh] ? 0 : 1;
    v[at + FIELD.boundedAttributed] = v[at + FIELD.attributedLow] === v[at + FIELD.attributedHigh] ? 0 : 1;
  }

  #withIdle(at: number, energy: number, idle: number, s: Share, x: Share): void {
    const v = this.values;
    const [sLow, sHigh] = typeof s === 'number' ? [s, s] : s;
    const [xLow, xHigh] = typeof x === 'number' ? [x, x] : x;
    const dynamic = energy - idle;
    v[at + FIELD.idle] = idle;
    v[at + FIELD.activeLow] = dynamic * sLow;
    v[at + FIELD.activeHigh] = dynamic * sHigh;
    v[at + FIELD.idleByShareLow] = idle * sLow;
    v[at + FIELD.idleByShareHigh] = idle * sHigh;
    v[at + FIELD.idleShareLow] = idle * xLow;
    v[at + FIELD.idleShareHigh] = idle * xHigh;
    v[at + FIELD.attributedLow] = dynamic * sLow + idle * xLow;
    v[at + FIELD.attributedHigh] = dynamic * sHigh + idle * xHigh;
  }

  /** Energy of the whole machine in the sample, J. */
  get machineJ(): number {
    return this.#total(FIELD.machine, FIELD.machine);
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
    return this.#where((s) => s.name === name).some((i) => this.#at(i, FIELD.machine) > 0);
  }

  /** The run's part of a component's dynamic energy; null where it is not known or there was none. */
  share(name: string): number | null {
    let dynamic = 0;
    let active = 0;
    for (const i of this.#where((s) => s.name === name)) {
      if (this.#at(i, FIELD.boundedActive) > 0) return null;
      dynamic += this.#at(i, FIELD.machine) - this.#at(i, FIELD.idle);
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
      machineJ: this.#at(i, FIELD.machine),
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
      const machine = this.#at(i, FIELD.machine);
      return weighted(machine, info, machine, 0);
    }
    if (part === 'idle') {
      const idle = this.#at(i, FIELD.idle);
      const known = weighted(idle, info, 0, idle);
      const unknown = this.#at(i, FIELD.unknown);
      return unknown === 0 ? known : bounded(interval(known).low ?? 0, (interval(known).high ?? 0) + unknown);
    }
    const high = this.#owned(i, info, part, 1);
    if (this.#at(i, part === 'active' ? FIELD.boundedActive : FIELD.boundedAttributed) === 0) return high;
    const low = this.#owned(i, info, part, 0);
    return bounded(interval(low).low ?? 0, interval(high).high ?? 0);
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
