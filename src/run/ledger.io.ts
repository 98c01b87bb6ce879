import type { EndEvent, JournalEvent, JournalLine, MachineEvent } from '../book/journal-event.ts';
import { RunReducer } from '../book/run-reducer.ts';
import type { Problem, Warning } from '../errors.ts';
import type { Clock } from '../host/host.ts';
import type { Reading } from './interval-reader.io.ts';
import type { Pages } from './pages.io.ts';

/** How many lines of the journal are summed at once, unless somebody asks before. */
const BATCH = 32;

/**
 * What a run writes down: each event goes into its journal at once and into its sums a batch at a time, since what is in no cache after a second's sleep
 * costs several times as much. Trouble becomes warnings, each said once.
 */
export class Ledger {
  readonly warnings: Warning[] = [];
  readonly #clock: Clock;
  readonly #pages: Pages;
  readonly #sums = new RunReducer();
  /** Lines that are in the journal and not in the sums yet. */
  readonly #unsummed: JournalLine[] = [];
  #seq = 0;

  constructor(clock: Clock, pages: Pages) {
    this.#clock = clock;
    this.#pages = pages;
    if (pages.problem !== undefined) this.warn(pages.problem);
  }

  /** All that was written until now, summed. */
  get run(): RunReducer {
    for (const line of this.#unsummed) this.#sums.apply(line);
    this.#unsummed.length = 0;
    return this.#sums;
  }

  /** Writes an event of this moment. */
  emit(event: JournalEvent): void {
    this.emitAt(this.#clock.bootS(), event);
  }

  /** Writes an event of a moment on the boot clock. */
  emitAt(t: number, event: JournalEvent): void {
    const line = { ...event, seq: this.#seq++, t } as JournalLine;
    this.#pages.append(t, event, line);
    if (this.#unsummed.push(line) >= BATCH) void this.run;
    if (this.#pages.problem !== undefined) this.warn(this.#pages.problem);
  }

  /**
   * Writes a reading down: the gap in it, if there was one, the sample, and what it brought to light about the meters.
   *
   * @param intervalS how long there should be between two, s.
   */
  enter({ t, sample, suspendedS, change }: Reading, intervalS: number): void {
    if (suspendedS > 0) this.emitAt(t, { k: 'gap', dt: suspendedS, why: 'the machine was suspended' });
    else if (sample.dt > 3 * intervalS + 2)
      this.emitAt(t, { k: 'gap', dt: sample.dt, why: 'the tracker was stopped or could not run' });
    this.emitAt(t, { k: 'sample', ...sample });
    if (change === undefined) return;
    this.restateMachine(t, { components: change.components });
    for (const warning of change.warnings) this.warn(warning);
  }

  /** Writes the machine line again, with what has changed about it; nothing where there is none yet. */
  restateMachine(t: number, change: Partial<MachineEvent>): void {
    const { machine } = this.run;
    if (machine === undefined) return;
    const {
      seq: _seq,
      t: _t,
      ...event
    } = machine as MachineEvent & { readonly seq?: number; readonly t?: number };
    this.emitAt(t, { ...event, ...change });
  }

  /** Keeps a warning, once. */
  warn(warning: Problem): void {
    if (this.warnings.some((known) => known.code === warning.code && known.what === warning.what)) return;
    this.warnings.push(warning);
    const { code, what, why, fix } = warning;
    if (code === 'E_BOOK_WRITE') return; // the journal is what cannot be written
    this.emit({
      k: 'warning',
      code,
      what,
      ...(why === undefined ? {} : { why }),
      ...(fix === undefined ? {} : { fix }),
    });
  }

  /** Writes the end, the record and the rows. @returns path of `run.json`; null where it could not be written. */
  finish(t: number, end: Omit<EndEvent, 'sha256'>, csv: readonly string[]): string | null {
    const { run } = this;
    run.apply({ ...end, sha256: '', seq: this.#seq++, t });
    const path = this.#pages.finish(t, end, run, csv);
    if (this.#pages.problem !== undefined) this.warn(this.#pages.problem);
    this.warnings.push(...this.#pages.warnings);
    return path;
  }
}
