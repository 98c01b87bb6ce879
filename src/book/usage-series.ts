/** What each sample tells: CPUs that the run's processes and all processes kept busy, the run's resident memory, root runs alive. */
export const USAGE_CHANNELS = ['run_cpus', 'machine_cpus', 'memory_bytes', 'runs'] as const;

/** Samples that stand together: least, greatest and mean (weighted by time) by channel; NaN where it is not known. Times are seconds since the run began. */
export interface UsageBucket {
  readonly fromS: number;
  readonly toS: number;
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
}

/** The use of the machine over a run. */
export interface UsageSeries {
  readonly samples: number;
  /** Samples in each bucket; the last may have fewer. */
  readonly perBucket: number;
  readonly buckets: readonly UsageBucket[];
}

/** More are not kept: two are then put into one. */
const MOST_BUCKETS = 1 << 15;

/** Gathers the samples of a run of any length in little memory; those of a run that is not very long one by one. */
export class UsageGatherer {
  #samples = 0;
  #every = 1;
  #inLast = 0;
  #buckets: UsageBucket[] = [];

  /** A sample that ends at `atS` after `dtS` seconds; values in the order of {@link USAGE_CHANNELS}. */
  add(atS: number, dtS: number, values: readonly number[]): void {
    this.#samples++;
    const one: UsageBucket = { fromS: atS - dtS, toS: atS, min: values, max: values, mean: values };
    const last = this.#buckets.at(-1);
    if (last === undefined || this.#inLast === this.#every) {
      if (this.#buckets.length === MOST_BUCKETS) {
        this.#buckets = merged(this.#buckets, 2);
        this.#every *= 2;
      }
      this.#buckets.push(one);
      this.#inLast = 1;
    } else {
      this.#buckets[this.#buckets.length - 1] = together(last, one);
      this.#inLast++;
    }
  }

  series(): UsageSeries {
    return { samples: this.#samples, perBucket: this.#every, buckets: this.#buckets };
  }
}

/** A stretch of a series in so many buckets at most; those that it has, where they are no more. */
export function usageIn(
  { buckets, perBucket }: UsageSeries,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, most }: UsageRange,
): { readonly perBucket: number; readonly buckets: readonly UsageBucket[] } {
  const inside = buckets.filter(({ fromS, toS }) => toS > from && fromS < to);
  const size = Math.max(1, Math.ceil(inside.length / most));
  return { perBucket: perBucket * size, buckets: size === 1 ? inside : merged(inside, size) };
}

/** Seconds since the run began. */
export interface UsageRange {
  readonly from?: number;
  readonly to?: number;
  readonly most: number;
}

function merged(buckets: readonly UsageBucket[], size: number): UsageBucket[] {
  const all: UsageBucket[] = [];
  for (let i = 0; i < buckets.length; i += size)
    all.push(buckets.slice(i, i + size).reduce((a, b) => together(a, b)));
  return all;
}

function together(a: UsageBucket, b: UsageBucket): UsageBucket {
  const [spanA, spanB] = [a.toS - a.fromS, b.toS - b.fromS];
  const span = spanA + spanB || 1;
  const of = (key: 'min' | 'max' | 'mean', both: (x: number, y: number) => number): readonly number[] =>
    a[key].map((x, c) => {
      const y = b[key][c] ?? Number.NaN;
      return Number.isNaN(x) ? y : Number.isNaN(y) ? x : both(x, y);
    });
  return {
    fromS: a.fromS,
    toS: b.toS,
    min: of('min', Math.min),
    max: of('max', Math.max),
    mean: of('mean', (x, y) => (x * spanA + y * spanB) / span),
  };
}

/** The use that a sample tells, in the order of {@link USAGE_CHANNELS}. */
export function usageOf({ dt, u, b, m, n }: SampleUsage): readonly number[] {
  return [u / dt, b / dt, m ?? Number.NaN, n];
}

/** The members of a sample that tell it. */
export interface SampleUsage {
  readonly dt: number;
  readonly u: number;
  readonly b: number;
  readonly n: number;
  readonly m?: number;
}
