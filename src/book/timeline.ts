import type { JournalLine } from './journal-event.ts';

/** A window that was open from one time to another, in seconds since the run's start; null where it was not closed. */
export interface StageSpan {
  readonly name: string;
  readonly fromS: number;
  readonly toS: number | null;
  /** 0 for one that stands in no other. */
  readonly depth: number;
}

/** Metrics as they were reported. */
export interface MetricPoint {
  readonly atS: number;
  readonly step?: number;
  readonly epoch?: number;
  readonly values: Readonly<Record<string, number>>;
}

/** When what happened in a run. */
export interface Timeline {
  readonly stages: readonly StageSpan[];
  readonly epochs: readonly { readonly n: number; readonly atS: number }[];
  readonly metrics: readonly MetricPoint[];
  /** How many there are of what is not all told here. */
  readonly total: { readonly stages: number; readonly epochs: number; readonly metrics: number };
}

/** More than these are not told apart in a drawing. */
const MOST_STAGES = 2000;
const MOST_POINTS = 4000;

/** Puts a timeline together from the lines of a journal that are no samples. */
export class TimelineReducer {
  #t0: number | undefined;
  readonly #open = new Map<
    string,
    { readonly name: string; readonly fromS: number; readonly depth: number }
  >();
  readonly #stages: StageSpan[] = [];
  #stageCount = 0;
  readonly #epochs = new Thinned<{ readonly n: number; readonly atS: number }>(MOST_POINTS);
  readonly #metrics = new Thinned<MetricPoint>(MOST_POINTS);

  apply(line: JournalLine): void {
    this.#t0 ??= line.t;
    const atS = line.t - this.#t0;
    if (line.k === 'stage') this.#stage(line, atS);
    else if (line.k === 'epoch') this.#epochs.add({ n: line.n, atS });
    else if (line.k === 'metric') {
      const { step, epoch, values } = line;
      this.#metrics.add({
        atS,
        ...(step === undefined ? {} : { step }),
        ...(epoch === undefined ? {} : { epoch }),
        values,
      });
    }
  }

  timeline(): Timeline {
    const open = [...this.#open.values()].map((stage) => ({ ...stage, toS: null }));
    return {
      stages: [...this.#stages, ...open.slice(0, MOST_STAGES - this.#stages.length)].sort(
        (a, b) => a.fromS - b.fromS || a.depth - b.depth,
      ),
      epochs: this.#epochs.kept,
      metrics: this.#metrics.kept,
      total: {
        stages: this.#stageCount + open.length,
        epochs: this.#epochs.count,
        metrics: this.#metrics.count,
      },
    };
  }

  #stage(line: JournalLine & { readonly k: 'stage' }, atS: number): void {
    if (line.op === 'begin') {
      const outer = line.p === undefined ? undefined : this.#open.get(line.p);
      this.#open.set(line.w, {
        name: line.name,
        fromS: atS,
        depth: outer === undefined ? 0 : outer.depth + 1,
      });
      return;
    }
    const stage = this.#open.get(line.w);
    if (stage === undefined) return; // an end without its beginning says nothing of when
    this.#open.delete(line.w);
    this.#stageCount++;
    if (this.#stages.length < MOST_STAGES) this.#stages.push({ ...stage, toS: atS });
  }
}

/** Keeps at most so many of a row, evenly: whenever there are too many, every second of them. The last is always there. */
class Thinned<T> {
  count = 0;
  readonly #most: number;
  #every = 1;
  #all: T[] = [];
  #last: T | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    this.#last = one;
    if (this.count++ % this.#every !== 0) return;
    this.#all.push(one);
    if (this.#all.length <= this.#most) return;
    this.#all = this.#all.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  get kept(): readonly T[] {
    const last = this.#last;
    return last === undefined || this.#all.at(-1) === last ? this.#all : [...this.#all, last];
  }
}
