import type { Problem } from '../errors.ts';
import type { Estimate } from '../units/estimate.ts';
import { EnergySums, SampleCells, type Segment } from './energy-sums.ts';
import { type EndedEpoch, EpochSums } from './epoch-sums.ts';
import { operationalCarbon } from './footprint.ts';
import type {
  EndEvent,
  JournalLine,
  MachineEvent,
  MetricEvent,
  SampleEvent,
  Scalar,
  Scope,
  StartEvent,
} from './journal-event.ts';
import { type Amendable, amended } from './amendment.ts';
import { deriveRecord } from './derive-record.ts';
import { HourEnergy } from './hour-energy.ts';
import type { ImportedFigures } from './imported.ts';
import { intensityOf } from './live-carbon.ts';
import { type LiveGrids, withGridEvent } from './live-grid.ts';
import type { Gap, RunFacts, StolenTime, UsageSums, WarningRecord } from './run-facts.ts';
import type { CacheRecord, MarkRecord, RunRecord } from './run-record.ts';
import { WindowSums } from './window-sums.ts';
import { addWork, knownWork, type WorkDone } from './work-unit.ts';

type Timed<T> = T & { readonly t: number };
/** Energy of a window or of the run so far, at the wall. */
export interface WallEnergy {
  readonly attributed: Estimate;
  readonly active: Estimate;
  readonly machine: Estimate;
}

/**
 * Sums the lines of a journal into the record of the run. The live run and the recovery of a lost one feed the same reducer, so
 * both come to the same record. `apply` is on the sampling path; `record` may be called at any time.
 *
 * @example
 * const run = new RunReducer(id);
 * for (const line of lines) run.apply(line);
 * run.record().energy.wall.attributed // { value: …, low: …, high: …, unit: 'J', errors: … }
 */
export class RunReducer {
  readonly #id: string;
  readonly #keeps: 'all' | 'totals';
  readonly #segments: Segment[] = [];
  readonly #segmentKeys = new Map<string, number>();
  readonly #sample = new SampleCells();
  readonly #sums = new EnergySums(this.#segments);
  readonly #windows = new WindowSums(this.#segments);
  readonly #epochs = new EpochSums(this.#segments);
  readonly #usage: UsageSums = {
    runS: 0,
    busyS: 0,
    trackerS: 0,
    stolenS: 0,
    coveredS: 0,
    peakRssBytes: null,
    mostRoots: 1,
  };
  readonly #params = new Map<string, Scalar>();
  readonly #metrics = new Map<string, number>();
  readonly #marks: MarkRecord[] = [];
  #done: WorkDone = {};
  #cache: CacheRecord | undefined;
  readonly #gaps: Gap[] = [];
  readonly #warnings = new Map<string, WarningRecord>();
  #amendable: Amendable = { name: undefined, tags: [], notes: [] };
  #start: Timed<StartEvent> | undefined;
  #machine: MachineEvent | undefined;
  #end: EndEvent | undefined;
  #imported: ImportedFigures | undefined;
  #firstT: number | undefined;
  #lastT = 0;
  readonly #hours = new HourEnergy();
  #grids: LiveGrids = {};
  #samples = 0;
  /** Of the lines until now; the end of a run asks twice. */
  #derived: RunRecord | undefined;
  #unattributedJ = 0;
  #trackerJ = 0;
  #attributedJ = 0;
  #machineJ = 0;
  #lastPowerW: number | undefined;
  #idleShareLow = 0;
  #idleShareHigh = 0;
  #idleShareS = 0;

  /**
   * @param id the run's id, from its folder; used where the first line is lost.
   * @param keeps `totals`: no stages, epochs, marks and gaps, so that it stays as small as it is however long the run goes on.
   */
  constructor(id = '', keeps: 'all' | 'totals' = 'all') {
    this.#id = id;
    this.#keeps = keeps;
  }

  /** Takes in the next line. */
  apply(line: JournalLine): void {
    this.#derived = undefined;
    const isAfterEnd = this.#end !== undefined;
    if (!isAfterEnd) {
      this.#firstT ??= line.k === 'sample' || line.k === 'gap' ? line.t - line.dt : line.t;
      if (line.t > this.#lastT) this.#lastT = line.t;
    }
    if (this.#keeps === 'totals' && PARTS.includes(line.k)) return;
    switch (line.k) {
      case 'start':
        this.#begin(line);
        break;
      case 'machine':
        this.#useMachine(line);
        break;
      case 'imported':
        this.#imported = line.figures as unknown as ImportedFigures; // of the shape that a listing needs: journal-shape.ts
        break;
      case 'sample':
        this.#addSample(line);
        break;
      case 'gap':
        this.#gaps.push({
          atS: Math.max(0, line.t - line.dt - this.#startT),
          durationS: line.dt,
          why: line.why,
        });
        break;
      case 'stage':
        this.#windows.apply(line, line.t);
        break;
      case 'epoch':
        this.#epochs.end(line, line.t, this.#startT);
        break;
      case 'mark':
        this.#marks.push({ name: line.name, atS: line.t - this.#startT, attributedJ: this.#attributedJ });
        break;
      case 'metric':
        this.#addMetrics(line);
        break;
      case 'done':
        this.#done = addWork(this.#done, knownWork(line.values));
        break;
      case 'cache':
        this.#cache = { hits: line.hits, saved: line.saved };
        break;
      case 'params':
        for (const [name, value] of Object.entries(line.values)) this.#params.set(name, value);
        break;
      case 'warning':
        this.warn(line);
        break;
      case 'grid':
        this.#grids = withGridEvent(this.#grids, line);
        break;
      case 'end':
        this.#end = line;
        break;
      case 'tag':
      case 'note':
      case 'rename':
        this.#amendable = amended(this.#amendable, line);
        break;
    }
  }

  /** Adds trouble that is not in the journal, e.g. of the journal itself. The same trouble is kept once. */
  warn(warning: WarningRecord | Problem): void {
    this.#derived = undefined;
    const { code, what, why, fix } = warning;
    const kept = { code, what, ...(why === undefined ? {} : { why }), ...(fix === undefined ? {} : { fix }) };
    this.#warnings.set(JSON.stringify(kept), kept);
  }

  /** The record as of now; `running` without an end. */
  record(): RunRecord {
    this.#derived ??= deriveRecord(this.#facts());
    return this.#derived;
  }

  /** The same without its stages, epochs and marks: what a client asks for again and again must not cost more the more there are. */
  summary(): RunRecord {
    return deriveRecord({ ...this.#facts(), windows: NO_WINDOWS, epochs: [], marks: [] });
  }

  get start(): StartEvent | undefined {
    return this.#start;
  }

  get machine(): MachineEvent | undefined {
    return this.#machine;
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Boot-clock time at which the run began, and of its latest line before the end of the run. */
  get startT(): number {
    return this.#startT;
  }
  get lastT(): number {
    return this.#lastT;
  }

  get samples(): number {
    return this.#samples;
  }

  /** Length of the run so far, s. */
  get durationS(): number {
    return this.#end?.durationS ?? Math.max(0, this.#lastT - this.#startT);
  }

  /** What the machine's own host took of its CPU time so far. */
  get stolen(): StolenTime {
    const cpuS = this.#usage.stolenS;
    const capacityS = this.#usage.coveredS * (this.#machine?.machine.threads ?? 0);
    return { part: capacityS > 0 ? cpuS / capacityS : 0, cpuS };
  }

  /** Attributed energy at the wall so far, J; the middle where only bounds are known. */
  get attributedWallJ(): number {
    return this.#attributedJ;
  }

  /** Energy of the whole machine at the wall so far, J. */
  get machineWallJ(): number {
    return this.#machineJ;
  }

  /** Attributed power at the wall in the latest sample, W; undefined before the first. */
  get lastPowerW(): number | undefined {
    return this.#lastPowerW;
  }

  /** Name of the innermost stage or window that is open. */
  get openStage(): string | undefined {
    return this.#windows.innermost;
  }

  /** Energy at the wall so far. */
  wallEnergy(): WallEnergy {
    return wallOf(this.#sums);
  }

  /** The figure at the head of the card: energy at the wall in the scope that was asked for, J. */
  headline(scope: Scope): Estimate {
    return this.#sums.layer('wall', scope);
  }

  /** Operational carbon so far, g CO2e. */
  carbon(scope: Scope = 'attributed'): Estimate {
    const { pue, intensity: offline } = this.#machine ?? {};
    const intensity = intensityOf({ grids: this.#grids, energy: this.#hours, offline, pue });
    return operationalCarbon(this.#sums.layer('wall', scope), pue, intensity);
  }

  /** Energy of one window by its id: open, or closed a little while ago. */
  windowEnergy(
    w: string,
  ): { readonly name: string; readonly durationS: number; readonly energy: WallEnergy } | undefined {
    const window = this.#windows.window(w, this.#lastT);
    if (window === undefined) return undefined;
    return { name: window.name, durationS: window.durationS, energy: wallOf(window.sums) };
  }

  /** The epochs that have ended, each with its energy, for a forecast. */
  epochEnergies(): readonly EndedEpoch[] {
    return this.#epochs.ended;
  }

  get #startT(): number {
    return this.#start?.t ?? this.#firstT ?? 0;
  }

  #begin(line: Timed<StartEvent>): void {
    this.#start = line;
    this.#hours.begin(Date.parse(line.startedAt), line.t);
    for (const [name, value] of Object.entries(line.params)) this.#params.set(name, value);
    this.#amendable = { ...this.#amendable, name: line.name, tags: line.tags };
  }

  #useMachine(event: MachineEvent): void {
    this.#machine = event;
    const available = event.components.filter((component) => component.available);
    this.#sample.segments = available.map((component) => {
      const { name, method, grade, errors, idleErrors } = component;
      const key = JSON.stringify([name, method, grade, errors, idleErrors]);
      const known = this.#segmentKeys.get(key);
      if (known !== undefined) return known;
      this.#segmentKeys.set(key, this.#segments.length);
      return this.#segments.push({ ...component, rootId: this.#start?.rootId ?? this.#id }) - 1;
    });
  }

  #addSample(sample: Timed<SampleEvent>): void {
    this.#samples++;
    const columns = this.#sample.segments.length;
    if (sample.e.length !== columns) this.warn(columnsProblem(columns, sample.e.length));
    else this.#addEnergy(sample);
    const usage = this.#usage;
    usage.coveredS += sample.dt;
    usage.runS += sample.u;
    usage.busyS += sample.b;
    usage.trackerS += sample.o;
    usage.stolenS += sample.st ?? 0;
    if (sample.m !== undefined) usage.peakRssBytes = Math.max(usage.peakRssBytes ?? 0, sample.m);
    if (sample.n > usage.mostRoots) usage.mostRoots = sample.n;
  }

  #addEnergy(sample: Timed<SampleEvent>): void {
    const nested = this.#start?.parentId !== undefined;
    const cells = this.#sample;
    cells.set(sample, nested);
    const { attributedJ } = cells;
    this.#sums.add(cells);
    if (this.#keeps === 'all') {
      this.#windows.add(cells);
      this.#epochs.add(cells, attributedJ);
    }
    this.#attributedJ += attributedJ;
    this.#hours.add(sample.t, sample.dt, attributedJ);
    this.#machineJ += cells.machineJ;
    this.#unattributedJ += sample.ua;
    this.#trackerJ += sample.tr;
    if (sample.dt > 0) this.#lastPowerW = attributedJ / sample.dt;
    const share = nested ? undefined : (cells.idleShare() ?? declaredIdleShare(sample));
    if (share === undefined) return;
    this.#idleShareLow += share[0] * sample.dt;
    this.#idleShareHigh += share[1] * sample.dt;
    this.#idleShareS += sample.dt;
  }

  #addMetrics(event: MetricEvent): void {
    this.#epochs.metric(event);
    for (const [name, value] of Object.entries(event.values)) {
      if (Number.isFinite(value)) this.#metrics.set(name, value);
    }
  }

  #facts(): RunFacts {
    const idleS = this.#idleShareS;
    return {
      id: this.#id,
      start: this.#start,
      machine: this.#machine,
      end: this.#end,
      imported: this.#imported,
      durationS: this.durationS,
      sums: this.#sums,
      windows: this.#windows,
      epochs: this.#epochs.ended,
      usage: this.#usage,
      unattributedJ: this.#unattributedJ,
      trackerJ: this.#trackerJ,
      idleShare: idleS > 0 ? [this.#idleShareLow / idleS, this.#idleShareHigh / idleS] : [0, 0],
      hours: this.#hours,
      grids: this.#grids,
      samples: this.#samples,
      lastT: this.#lastT,
      params: this.#params,
      metrics: this.#metrics,
      marks: this.#marks,
      done: this.#done,
      cache: this.#cache,
      gaps: this.#gaps,
      warnings: [...this.#warnings.values()],
      amendable: this.#amendable,
    };
  }
}

/** Lines that tell of parts of a run. */
const PARTS: readonly JournalLine['k'][] = [
  'stage',
  'epoch',
  'mark',
  'gap',
  'metric',
  'done',
  'params',
  'warning',
];

const NO_WINDOWS = new WindowSums([]);

function wallOf(sums: EnergySums): WallEnergy {
  return {
    attributed: sums.layer('wall', 'attributed'),
    active: sums.layer('wall', 'active'),
    machine: sums.layer('wall', 'machine'),
  };
}

/** Where no idle energy is known, the mean of the components' idle shares. */
function declaredIdleShare(sample: SampleEvent): readonly [number, number] | undefined {
  if (sample.x.length === 0) return undefined;
  let low = 0;
  let high = 0;
  for (const x of sample.x) {
    low += typeof x === 'number' ? x : x[0];
    high += typeof x === 'number' ? x : x[1];
  }
  return [low / sample.x.length, high / sample.x.length];
}

function columnsProblem(expected: number, found: number): WarningRecord {
  return {
    code: 'E_JOURNAL',
    what: 'the energy of some samples is missing from this run',
    why: `a sample has ${found} components where the machine line before it has ${expected}: that line is lost`,
  };
}
