import type { RandomStream } from '../random/random-stream.ts';
import type { Configuration } from '../space/configuration.ts';
import { CONTINUE, type Decision, type PromotedTrial } from '../stoppers/stopper.ts';
import { type Entry, entryOf, type KnownTrial } from './known-trial.ts';
import type { Mind, StudyEngine } from './mind.ts';
import { Observer } from './observer.ts';
import type { StudyState, Told } from './study-state.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** A trial's part in a batch: it is begun or resumed, and ends or is paused. */
interface Job {
  readonly trial: TrialRecord;
  readonly began: Entry;
  entries: Entry[];
  isOver: boolean;
}

/**
 * Sampler and stoppers of a deterministic study. Trials go in batches of as many as there are workers. A proposal knows what earlier batches
 * said and that the trials before it in its batch were begun; a decision knows that and the trial's own reports. For this, each place in a
 * batch has a stopper of its own, which is told of the others when the batch is over.
 */
export class BatchMind implements Mind {
  readonly #state: StudyState;
  readonly #engine: StudyEngine;
  /** Knows finished batches; proposes and promotes. */
  readonly #canon: Observer;
  readonly #places: Observer[] = [];
  /** Finished batches, to make a stopper anew where an attempt was void. */
  readonly #past: Job[][] = [];
  #batch: Job[] = [];

  constructor(state: StudyState, engine: StudyEngine) {
    this.#state = state;
    this.#engine = engine;
    this.#canon = new Observer(state, engine, true);
  }

  get mayStart(): boolean {
    return this.#batch.length < this.#size;
  }

  get knowsAll(): boolean {
    return this.#batch.length === 0;
  }

  propose(number: number, random: RandomStream): Configuration | undefined {
    return this.#canon.sampler?.propose(number, random);
  }

  promote(): PromotedTrial | undefined {
    return this.#canon.stopper.promote?.();
  }

  decide(trial: TrialRecord, report: Report): Decision {
    const place = this.#placeOf(trial);
    const observer = this.#places[place];
    const known = observer?.trials[trial.number];
    const seen = known?.reports.find(({ resource }) => resource === report.resource);
    if (observer === undefined || known === undefined || seen === undefined) return CONTINUE;
    return observer.stopper.decide(known, seen);
  }

  take({ trial, event, report }: Told): void {
    const entry = entryOf(trial, event, report);
    const place = this.#placeOf(trial);
    const job = this.#batch[place];
    if (job === undefined) {
      if (trial.origin === 'imported') this.#tellAll(trial, entry);
      else this.#begin(trial, entry);
      return;
    }
    if (entry.event === 'started' || entry.event === 'resumed') return; // once more after a void attempt: everybody was told
    job.entries.push(entry);
    this.#tell(this.#places[place] as Observer, trial, entry);
    if (entry.event === 'reported') return;
    job.isOver = true;
    if (this.#batch.length >= this.#size && this.#batch.every(({ isOver }) => isOver)) this.#close();
  }

  again(trial: TrialRecord): void {
    const place = this.#placeOf(trial);
    const job = this.#batch[place];
    if (job === undefined) return;
    job.entries = [];
    this.#places[place] = this.#rebuilt(place);
  }

  get #size(): number {
    return Math.max(1, this.#state.plan.workers);
  }

  #placeOf(trial: TrialRecord): number {
    return this.#batch.findIndex((job) => job.trial === trial);
  }

  #begin(trial: TrialRecord, began: Entry): void {
    const place = this.#batch.length;
    this.#batch.push({ trial, began, entries: [], isOver: false });
    this.#tell(this.#canon, trial, began);
    this.#places[place] ??= this.#rebuilt(place, true);
    const observer = this.#places[place];
    for (const job of this.#batch) this.#tell(observer, job.trial, job.began);
  }

  /** The batch is over: everybody is told of what the others did, in the order in which they were begun. */
  #close(): void {
    const batch = this.#batch;
    this.#batch = [];
    this.#past.push(batch);
    for (const { trial, entries } of batch)
      for (const entry of entries) this.#tell(this.#canon, trial, entry);
    this.#places.forEach((observer, place) => this.#tellOfOthers(observer, place, batch));
  }

  #tellOfOthers(observer: Observer, place: number, batch: readonly Job[]): void {
    batch.slice(place + 1).forEach(({ trial, began }) => this.#tell(observer, trial, began));
    batch.forEach(({ trial, entries }, at) => {
      if (at !== place) for (const entry of entries) this.#tell(observer, trial, entry);
    });
  }

  /** A stopper of that place as if it had been there from the beginning; `before`: of the present batch nothing yet. */
  #rebuilt(place: number, before = false): Observer {
    const observer = new Observer(this.#state, this.#engine, false);
    for (const batch of this.#past) {
      for (const { trial, began } of batch.slice(0, place + 1)) this.#tell(observer, trial, began);
      for (const entry of batch[place]?.entries ?? [])
        this.#tell(observer, (batch[place] as Job).trial, entry);
      this.#tellOfOthers(observer, place, batch);
    }
    if (!before) {
      for (const { trial, began } of this.#batch.slice(0, place + 1)) this.#tell(observer, trial, began);
    }
    return observer;
  }

  /** What happens outside batches, i.e. imports: everybody is told, and it is kept as a batch of its own that is over. */
  #tellAll(trial: TrialRecord, entry: Entry): void {
    for (const observer of [this.#canon, ...this.#places]) this.#tell(observer, trial, entry);
    const last = this.#past.at(-1)?.[0];
    if (last?.trial === trial) last.entries.push(entry);
    else this.#past.push([{ trial, began: entry, entries: [], isOver: true }]);
  }

  #tell(observer: Observer, trial: TrialRecord, entry: Entry): void {
    const known: KnownTrial = observer.meet(trial, this.#state.trials);
    observer.take(known, entry);
  }
}
