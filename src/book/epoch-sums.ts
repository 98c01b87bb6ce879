import type { Estimate } from '../units/estimate.ts';
import { EnergySums, type SampleCells, type Segment } from './energy-sums.ts';
import type { EpochEvent, MetricEvent } from './journal-event.ts';

/** One epoch that has ended. */
export interface EndedEpoch {
  readonly n: number;
  readonly of?: number;
  readonly attributed: Estimate;
  readonly active: Estimate;
  /** Attributed energy at the wall, J; the middle where only bounds are known. */
  readonly energyJ: number;
  readonly durationS: number;
  readonly metrics: Map<string, number>;
}

/** Epoch n is what lies between the end of the epoch before it (or the run's start) and its own end. */
export class EpochSums {
  readonly #segments: readonly Segment[];
  readonly #ended: EndedEpoch[] = [];
  readonly #byNumber = new Map<number, EndedEpoch>();
  /** Metrics that name an epoch that has not ended yet. */
  readonly #early = new Map<number, Map<string, number>>();
  #sums: EnergySums;
  #energyJ = 0;
  #since = new Map<string, number>();
  #from: number | undefined;

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
    this.#sums = new EnergySums(segments);
  }

  get ended(): readonly EndedEpoch[] {
    return this.#ended;
  }

  add(sample: SampleCells, attributedJ: number): void {
    this.#sums.add(sample);
    this.#energyJ += attributedJ;
  }

  metric(event: MetricEvent): void {
    for (const [name, value] of Object.entries(event.values)) {
      if (!Number.isFinite(value)) continue;
      if (event.epoch === undefined) this.#since.set(name, value);
      else this.#metricsOf(event.epoch).set(name, value);
    }
  }

  /** @param runStart boot-clock time at which the run began. */
  end(event: EpochEvent, t: number, runStart: number): void {
    const epoch: EndedEpoch = {
      n: event.n,
      ...(event.of === undefined ? {} : { of: event.of }),
      attributed: this.#sums.layer('wall', 'attributed'),
      active: this.#sums.layer('wall', 'active'),
      energyJ: this.#energyJ,
      durationS: Math.max(0, t - (this.#from ?? runStart)),
      metrics: new Map([...this.#since, ...(this.#early.get(event.n) ?? [])]),
    };
    this.#ended.push(epoch);
    this.#byNumber.set(event.n, epoch);
    this.#early.delete(event.n);
    this.#since = new Map();
    this.#sums = new EnergySums(this.#segments);
    this.#energyJ = 0;
    this.#from = t;
  }

  #metricsOf(n: number): Map<string, number> {
    const known = this.#byNumber.get(n)?.metrics ?? this.#early.get(n);
    if (known !== undefined) return known;
    const early = new Map<string, number>();
    this.#early.set(n, early);
    return early;
  }
}
