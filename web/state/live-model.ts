import type { LiveAnswer, LiveFacts } from '../../src/report/live/live-facts.ts';
import type { LiveBucket, LiveMessage } from '../../src/report/live/live-message.ts';
import { type PowerPoint, PowerRing } from '../../src/report/live/power-ring.ts';

/** A run that lives, as it is known now. */
export interface LiveView {
  readonly facts: LiveFacts;
  /** Samples and attributed energy (J) until now; the power of the latest point, W. */
  readonly samples: number;
  readonly energyJ: number;
  readonly w: number | null;
  /** When the latest sample ended, ms since 1970 by its machine's clock. */
  readonly lastMs: number | null;
  readonly points: readonly PowerPoint[];
}

interface Held {
  facts: LiveFacts;
  samples: number;
  energyJ: number;
  w: number | null;
  lastMs: number | null;
  readonly ring: PowerRing;
  /** Messages until here are in it already. */
  untilN: number;
  /** As it was last shown; undefined since something has come. */
  view: LiveView | undefined;
}

/** More messages are not kept while an answer is on its way: then all is asked for anew. */
const MOST_KEPT = 64;

/**
 * Joins the answers to what is asked with the messages that come by themselves, so that no sample is counted twice or missed: an answer says up to which message
 * it holds, and what comes while it is on its way is kept until it is there.
 */
export class LiveModel {
  #epoch = '';
  #n = 0;
  #version = 0;
  readonly #runs = new Map<string, Held>();
  readonly #bySlot = new Map<number, Held>();
  #kept: LiveMessage[] | undefined;

  /** What the next question names to get only what has changed; undefined where all is to be asked. */
  get since(): { readonly epoch: string; readonly version: number } | undefined {
    return this.#epoch === '' ? undefined : { epoch: this.#epoch, version: this.#version };
  }

  /** A question is on its way. */
  asking(): void {
    this.#kept = [];
  }

  /** It was not answered. */
  unanswered(): void {
    this.#kept = undefined;
  }

  /** Forgets where it stood, so that all is asked for. */
  lose(): void {
    this.#epoch = '';
  }

  answered(answer: LiveAnswer): void {
    const isWhole = answer.epoch !== this.#epoch;
    if (isWhole) {
      this.#runs.clear();
      this.#bySlot.clear();
      this.#epoch = answer.epoch;
      this.#n = answer.n;
    }
    const ids = new Set(answer.ids);
    for (const [id, { facts }] of this.#runs) {
      if (ids.has(id)) continue;
      this.#runs.delete(id);
      this.#bySlot.delete(facts.slot);
    }
    for (const facts of answer.runs) this.#take(facts, answer.n);
    this.#version = answer.version;
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const message of kept) {
      this.#apply(message);
      if (message.epoch === this.#epoch) this.#n = Math.max(this.#n, message.n);
    }
  }

  /** Takes in a message. `lost`: one before it did not come, or the server was started anew. */
  heard(message: LiveMessage): 'known' | 'changed' | 'lost' {
    if (this.#kept !== undefined) {
      this.#kept.push(message);
      if (this.#kept.length > MOST_KEPT) return 'lost';
    }
    if (this.#epoch === '') return 'changed';
    if (message.epoch !== this.#epoch || message.n > this.#n + 1) return 'lost';
    if (message.n === this.#n + 1) {
      this.#apply(message);
      this.#n = message.n;
    }
    return message.version > this.#version ? 'changed' : 'known';
  }

  /** Whether the stream goes on where it was left. */
  goesOn(greeting: LiveMessage): boolean {
    return greeting.epoch === this.#epoch && greeting.n === this.#n;
  }

  /** Of each run the same view as before, unless something has come: what has not changed is not drawn again. */
  get views(): readonly LiveView[] {
    return Array.from(this.#runs.values(), (held) => (held.view ??= viewOf(held)));
  }

  #take(facts: LiveFacts, n: number): void {
    const known = this.#runs.get(facts.id);
    const { power, ...rest } = facts;
    if (known === undefined || power !== undefined) {
      const ring = new PowerRing();
      for (const [atS, w, low, high] of power ?? []) ring.add({ atS, w, low, high });
      const w = power?.at(-1)?.[1] ?? null;
      const { samples, lastMs } = facts;
      const held = {
        facts: rest,
        samples,
        energyJ: facts.energy.value ?? 0,
        w,
        lastMs,
        ring,
        untilN: n,
        view: undefined,
      };
      this.#runs.set(facts.id, held);
      this.#bySlot.set(facts.slot, held);
      return;
    }
    known.facts = rest;
    known.view = undefined;
    if (facts.samples < known.samples) return;
    known.samples = facts.samples;
    known.energyJ = facts.energy.value ?? known.energyJ;
    known.lastMs = facts.lastMs;
  }

  #apply({ epoch, n, buckets }: LiveMessage): void {
    if (epoch !== this.#epoch) return;
    for (const bucket of buckets) {
      const held = this.#bySlot.get(bucket.slot);
      if (held !== undefined && n > held.untilN) add(held, bucket, n);
    }
  }
}

function viewOf({ facts, samples, energyJ, w, lastMs, ring }: Held): LiveView {
  return { facts, samples, energyJ, w, lastMs, points: ring.points };
}

function add(held: Held, bucket: LiveBucket, n: number): void {
  held.untilN = n;
  held.view = undefined;
  held.ring.add(bucket);
  held.w = bucket.w;
  if (bucket.samples < held.samples) return;
  held.samples = bucket.samples;
  held.energyJ = bucket.energyJ;
  held.lastMs = held.facts.startedMs + bucket.atS * 1000;
}
