import type { JournalEvent, Scalar } from '../book/journal-event.ts';
import { EpochClock, type ReportLine } from '../book/report-line.ts';
import type { CacheRecord } from '../book/run-record.ts';
import type { RunReducer } from '../book/run-reducer.ts';
import { isWorkUnit, knownWork, WORK_UNITS } from '../book/work-unit.ts';
import { type Problem, problem } from '../errors.ts';
import type { Clock } from '../host/host.ts';
import { type Forecast, forecast } from './forecast.ts';

/** Where what is told is written down, and what was measured until now. */
export interface ToldInto {
  readonly emit: (event: JournalEvent) => void;
  readonly run: RunReducer;
}

/** Takes in metrics that a run is told, and where they stand. */
export type HearMetrics = (
  values: Readonly<Record<string, number>>,
  at: { readonly step?: number; readonly epoch?: number },
) => void;

/**
 * What is told of a run from inside, by its report file or its client: stages, named windows, epochs, marks, metrics, parameters, tags and notes. Each
 * boundary is read at once, so that the energy on both sides of it is its own.
 */
export class ToldRun {
  readonly #clock: Clock;
  readonly #ledger: ToldInto;
  readonly #read: () => void;
  readonly #hear: HearMetrics | undefined;
  readonly #epochClock = new EpochClock();
  #plannedEpochs: number | undefined;
  #stage: { readonly name: string; readonly window: string } | undefined;
  readonly #openWindows = new Map<string, string>();
  #stages = 0;
  readonly #strangeUnits = new Set<string>();

  /**
   * @param read takes a reading now.
   * @param hear whoever else listens to metrics.
   */
  constructor(clock: Clock, ledger: ToldInto, read: () => void, hear?: HearMetrics) {
    this.#clock = clock;
    this.#ledger = ledger;
    this.#read = read;
    this.#hear = hear;
  }

  /** How many epochs the training will have, where it has said so. */
  get plannedEpochs(): number | undefined {
    return this.#plannedEpochs;
  }

  /** Takes a report from inside: stages, epochs and marks are read at once. */
  report(line: ReportLine): void {
    if (line.epochs !== undefined) this.#plannedEpochs = line.epochs;
    if (line.stage !== undefined) this.stage(line.stage);
    const ended = this.#epochClock.next(line);
    this.metric(line.metrics, { ...(line.step === undefined ? {} : { step: line.step }), ...epochOf(line) });
    if (line.done !== undefined) this.done(line.done);
    for (const n of ended) this.#epoch(n);
    if (line.mark !== undefined) this.mark(line.mark);
  }

  /** Records metrics; nothing where there are none. */
  metric(
    values: Readonly<Record<string, number>>,
    at: { readonly step?: number; readonly epoch?: number } = {},
  ): void {
    if (Object.keys(values).length === 0) return;
    this.#ledger.emit({ k: 'metric', values, ...at });
    this.#hear?.(values, at);
  }

  /** So much work was done since it was last told of. What is no count is said once. */
  done(counts: Readonly<Record<string, number>>): void {
    const values = knownWork(counts);
    if (Object.keys(values).length > 0) this.#ledger.emit({ k: 'done', values });
    for (const unit of Object.keys(counts)) {
      if (Object.hasOwn(values, unit) || this.#strangeUnits.has(unit)) continue;
      if (this.#strangeUnits.size >= MOST_STRANGE) break;
      this.#strangeUnits.add(unit);
      this.#ledger.emit({ k: 'warning', ...strangeCount(unit) });
    }
  }

  /** What did not have to be computed. */
  cache(cache: CacheRecord): void {
    this.#ledger.emit({ k: 'cache', ...cache });
  }

  /** Records parameters. */
  params(values: Readonly<Record<string, Scalar>>): void {
    this.#ledger.emit({ k: 'params', values });
  }

  /** Epoch n has ended. */
  epoch(n: number, planned: number | undefined, values: Readonly<Record<string, number>>): void {
    this.report({
      epoch: n,
      ...(planned === undefined ? {} : { epochs: planned }),
      metrics: values,
      ignored: [],
    });
  }

  /** A named moment. */
  mark(name: string): void {
    this.#read();
    this.#ledger.emit({ k: 'mark', name });
  }

  /** Enters a stage and so leaves the one before; null only leaves. */
  stage(name: string | null): void {
    if (this.#stage?.name === name) return;
    if (this.#stage !== undefined) this.closeWindow(this.#stage.window);
    this.#stage = undefined;
    if (name === null) return;
    const window = `stage-${++this.#stages}`;
    this.openWindow(window, name);
    this.#stage = { name, window };
  }

  /** Opens a named window; false if its id is in use. */
  openWindow(window: string, name: string, parent?: string): boolean {
    if (this.#openWindows.has(window)) return false;
    this.#read();
    this.#openWindows.set(window, name);
    this.#ledger.emit({
      k: 'stage',
      op: 'begin',
      name,
      w: window,
      ...(parent === undefined ? {} : { p: parent }),
    });
    return true;
  }

  /** Closes a window; its name, or undefined if none of that id is open. */
  closeWindow(window: string): string | undefined {
    const name = this.#openWindows.get(window);
    if (name === undefined) return undefined;
    this.#read();
    this.#openWindows.delete(window);
    this.#ledger.emit({ k: 'stage', op: 'end', name, w: window });
    return name;
  }

  /** Adds tags or a note to a run that lives. */
  annotate(annotation: { readonly tags?: readonly string[]; readonly note?: string }): void {
    if (annotation.tags !== undefined) this.#ledger.emit({ k: 'tag', add: annotation.tags, remove: [] });
    if (annotation.note !== undefined) {
      this.#ledger.emit({
        k: 'note',
        text: annotation.note,
        at: new Date(this.#clock.wallMs()).toISOString(),
      });
    }
  }

  /** What the whole run will cost, once three of a known number of epochs are over. */
  forecast(): Forecast | undefined {
    if (this.#plannedEpochs === undefined) return undefined;
    const run = this.#ledger.run;
    const epochs = run.epochEnergies();
    // A resumed training counts on from where it was: what it had done before is neither spent here nor left.
    const before = Math.max(0, (epochs[0]?.n ?? 1) - 1);
    return forecast(epochs, this.#plannedEpochs - before, run.attributedWallJ);
  }

  /** The run has ended: so has all that is open. */
  closeAll(): void {
    for (const n of this.#epochClock.atEnd()) this.#epoch(n);
    for (const window of [...this.#openWindows.keys()].reverse()) this.closeWindow(window);
  }

  #epoch(n: number): void {
    this.#read();
    this.#ledger.emit({
      k: 'epoch',
      n,
      ...(this.#plannedEpochs === undefined ? {} : { of: this.#plannedEpochs }),
    });
  }
}

/** A program that makes up units as it goes is told of the first few. */
const MOST_STRANGE = 5;

function strangeCount(unit: string): Problem {
  if (isWorkUnit(unit))
    return problem(
      'E_PROTOCOL',
      `work of less than no ${unit} is not counted`,
      undefined,
      'tell what was done since the last time',
    );
  return problem(
    'E_PROTOCOL',
    `work is not counted in ${JSON.stringify(unit.slice(0, 80))}`,
    undefined,
    `count it in ${WORK_UNITS.join(', ')}; anything else is a metric`,
  );
}

function epochOf(line: ReportLine): { readonly epoch?: number } {
  return line.epoch === undefined ? {} : { epoch: line.epoch };
}
