import { quantile } from '../../stats/quantile.ts';

/** Below this part of its CPU capacity a machine counts as idle (DESIGN §4). */
export const IDLE_BELOW = 0.02;
/** So many idle samples make a floor. */
const LEAST_SAMPLES = 20;
/** The median of a reservoir of so many is close enough. */
const KEPT = 256;
/** What was learned long ago weighs no more than this many samples. */
const MEMORY = 2000;

/** Idle power of one component as it was seen on this host. */
export interface ComponentFloor {
  readonly watts: number;
  /** Relative standard deviation of the samples, at least that of the mean. */
  readonly spread: number;
  readonly samples: number;
  /** The way it was read: another way's floor is another floor. */
  readonly method: string;
}

/** This host's floor by component (GPUs by UUID). */
export type Floor = Readonly<Record<string, ComponentFloor>>;

/** Gathers the powers of idle samples of one run, for the floor of later runs: a run never uses its own. */
export class FloorGauge {
  readonly #watts = new Map<string, { readonly method: string; readonly kept: number[]; seen: number }>();

  /** Takes in a sample of an idle machine. */
  add(component: string, method: string, watts: number): void {
    let known = this.#watts.get(component);
    if (known === undefined || known.method !== method) {
      known = { method, kept: [], seen: 0 };
      this.#watts.set(component, known);
    }
    // The newest replaces the oldest: no randomness is needed where order says nothing.
    known.kept[known.seen % KEPT] = watts;
    known.seen += 1;
  }

  /** The floor after this run: what was known before and what was seen, by number of samples. */
  merge(before: Floor): Floor {
    const after: Record<string, ComponentFloor> = { ...before };
    for (const [component, { method, kept, seen }] of this.#watts) {
      if (seen < LEAST_SAMPLES) continue;
      const sorted = [...kept].sort((a, b) => a - b);
      const watts = quantile(sorted, 0.5);
      if (!(watts > 0)) continue;
      const spread = (quantile(sorted, 0.84) - quantile(sorted, 0.16)) / 2 / watts;
      const old = before[component];
      if (old === undefined || old.method !== method) {
        after[component] = { watts, spread, samples: seen, method };
        continue;
      }
      const weight = seen / (seen + Math.min(old.samples, MEMORY));
      const mixed = old.watts + (watts - old.watts) * weight;
      const apart = (Math.abs(watts - old.watts) / mixed) * Math.sqrt(weight * (1 - weight));
      after[component] = {
        watts: mixed,
        spread: Math.hypot(old.spread * (1 - weight) + spread * weight, apart),
        samples: Math.min(old.samples, MEMORY) + seen,
        method,
      };
    }
    return after;
  }
}
