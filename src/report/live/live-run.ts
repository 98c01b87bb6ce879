import type { EndEvent, GridHour, JournalLine, StartEvent } from '../../book/journal-event.ts';
import { type LiveGrids, withGridEvent } from '../../book/live-grid.ts';
import { RunReducer } from '../../book/run-reducer.ts';
import { forecastEstimate } from '../../run/forecast.ts';
import { type Estimate, written } from '../../units/estimate.ts';
import type { PlateauRules } from '../waste/plateau.ts';
import { LiveEpochs } from './live-epochs.ts';
import {
  type IntensityNow,
  type LiveFacts,
  packed,
  type ShortEstimate,
  type StopSuggestion,
} from './live-facts.ts';
import type { LiveBucket } from './live-message.ts';
import { FINEST_S, PowerRing } from './power-ring.ts';

const MS = 1000;
const HOUR_MS = 3_600_000;
/** Open stages beyond these are not named. */
const MOST_STAGES = 32;
/** Bands and carbon are told anew after so many seconds of samples, though nothing else has changed. */
const REFRESH_S = 10;

interface Pending {
  atS: number;
  energyJ: number;
  lengthS: number;
  low: number;
  high: number;
}

/** One run that lives, told from the lines of its journal as they come. It takes the same room after a day as after a minute. */
export class LiveRun {
  readonly id: string;
  readonly slot: number;
  readonly #run: RunReducer;
  readonly #epochs = new LiveEpochs();
  readonly #ring = new PowerRing();
  readonly #stages = new Map<string, string>();
  #grids: LiveGrids = {};
  #start: (StartEvent & { readonly t: number }) | undefined;
  #end: EndEvent | undefined;
  #name: string | undefined;
  #pending: Pending | undefined;
  #toldS = 0;
  #lastT: number | undefined;
  /** Whether something else than power and energy has changed since {@link takeChange}. */
  #hasChanged = true;

  constructor(id: string, slot: number) {
    this.id = id;
    this.slot = slot;
    this.#run = new RunReducer(id, 'totals');
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  get isStarted(): boolean {
    return this.#start !== undefined;
  }

  /** Takes in the next line. */
  apply(line: JournalLine): void {
    const before = this.#run.attributedWallJ;
    this.#run.apply(line);
    switch (line.k) {
      case 'start':
        this.#start = line;
        this.#name = line.name;
        break;
      case 'sample':
        this.#lastT = line.t;
        if (line.dt > 0) this.#sample(line.t, line.dt, this.#run.attributedWallJ - before);
        return;
      case 'epoch':
        this.#epochs.end(line.n, line.of, this.#sinceStart(line.t), this.#run.attributedWallJ);
        break;
      case 'metric':
        for (const [name, value] of Object.entries(line.values)) this.#epochs.metric(name, value);
        return;
      case 'stage':
        if (line.op === 'end') this.#stages.delete(line.w);
        else if (this.#stages.size < MOST_STAGES) this.#stages.set(line.w, line.name);
        break;
      case 'grid':
        this.#grids = withGridEvent(this.#grids, line);
        break;
      case 'rename':
        this.#name = line.name;
        break;
      case 'end':
        this.#end = line;
        break;
      default:
        return;
    }
    this.#hasChanged = true;
  }

  /** What came since it was last told, for a message. */
  get pending(): LiveBucket | undefined {
    if (this.#pending === undefined) return undefined;
    const { atS, energyJ, lengthS, low, high } = this.#pending;
    const { samples, attributedWallJ } = this.#run;
    return { slot: this.slot, samples, energyJ: attributedWallJ, atS, w: energyJ / lengthS, low, high };
  }

  /** It is told: the ring has it from now on. */
  settle(): void {
    const { pending } = this;
    if (pending !== undefined) this.#ring.add(pending);
    this.#pending = undefined;
  }

  /** Settles what nobody listens to, in points that are not finer than they are drawn. */
  settlePoint(): void {
    const pending = this.#pending;
    if (pending !== undefined && pending.lengthS >= FINEST_S) this.settle();
  }

  /** Whether facts have changed since it was last asked. */
  takeChange(): boolean {
    const isStale = this.#run.durationS - this.#toldS >= REFRESH_S;
    const has = this.#hasChanged || isStale;
    if (has) this.#toldS = this.#run.durationS;
    this.#hasChanged = false;
    return has;
  }

  /** @param rules from when on a run no longer gains. @param withPower for who has not seen it before. */
  facts(nowMs: number, rules: PlateauRules, withPower: boolean): LiveFacts {
    const start = this.#start;
    const machine = this.#run.machine;
    const { latest } = this.#epochs;
    const end = this.#end;
    return {
      id: this.id,
      slot: this.slot,
      parentId: start?.parentId ?? null,
      name: this.#name ?? this.id,
      project: start?.project ?? '',
      kind: start?.kind ?? 'command',
      command: start?.command ?? [],
      host: machine?.environment['hostname'] ?? start?.hostId ?? '',
      pid: start?.pid ?? 0,
      intervalS: start?.intervalS ?? 1,
      state: end?.state ?? 'running',
      startedMs: this.#startedMs,
      lastMs: this.#lastT === undefined ? null : this.#wallMs(this.#lastT),
      endedMs: end === undefined ? null : Date.parse(end.endedAt),
      samples: this.#run.samples,
      durationS: this.#run.durationS,
      energy: short(this.#run.headline('attributed'), 'J'),
      carbon: short(this.#run.carbon(), 'g'),
      stage: [...this.#stages.values()].at(-1) ?? null,
      epoch: latest === undefined ? null : { n: latest.n, of: latest.of ?? null },
      forecast: end === undefined ? this.#forecast() : null,
      intensity: this.#intensity(nowMs),
      stop: end === undefined ? this.#stop(rules) : null,
      ...(withPower ? { power: packed(this.#ring.points) } : {}),
    };
  }

  #sample(t: number, dt: number, energyJ: number): void {
    const atS = this.#sinceStart(t);
    const w = energyJ / dt;
    const pending = this.#pending;
    if (pending === undefined) {
      this.#pending = { atS, energyJ, lengthS: dt, low: w, high: w };
      return;
    }
    pending.atS = atS;
    pending.energyJ += energyJ;
    pending.lengthS += dt;
    pending.low = Math.min(pending.low, w);
    pending.high = Math.max(pending.high, w);
  }

  #forecast(): LiveFacts['forecast'] {
    const found = this.#epochs.forecast();
    if (found === undefined) return null;
    const endMs = this.#startedMs + (this.#epochs.endedAtS + found.remainingS) * MS;
    return { energy: short(forecastEstimate(found), 'J'), endMs };
  }

  #stop(rules: PlateauRules): StopSuggestion | null {
    const found = this.#epochs.plateau(rules);
    if (found === undefined) return null;
    const { metric, epochs, of, joules } = found;
    const ahead = this.#epochs.forecast();
    const spent = this.#run.attributedWallJ;
    const rest = (total: number): number => Math.max(0, total - spent);
    const saves =
      ahead === undefined
        ? null
        : { value: rest(ahead.totalJ), low: rest(ahead.lowJ), high: rest(ahead.highJ), unit: 'J' };
    return { metric, epochs, of, sinceJ: joules, saves };
  }

  #intensity(nowMs: number): IntensityNow | null {
    const live = this.#grids.average;
    const hour = live?.hours.get(Math.floor(nowMs / HOUR_MS) * HOUR_MS);
    if (live !== undefined && hour !== undefined) return ofHour(hour, live.about.name);
    const yearly = this.#run.machine?.intensity;
    if (yearly === undefined || yearly.value === null) return null;
    return { gPerKwh: yearly.value, source: yearly.source };
  }

  #sinceStart(t: number): number {
    return t - (this.#start?.t ?? this.#run.startT);
  }

  get #startedMs(): number {
    const ms = Date.parse(this.#start?.startedAt ?? '');
    return Number.isNaN(ms) ? 0 : ms;
  }

  #wallMs(t: number): number {
    return this.#startedMs + this.#sinceStart(t) * MS;
  }
}

function ofHour({ hour, g, how }: GridHour, source: string): IntensityNow {
  return { gPerKwh: g, source, hour, how };
}

function short(estimate: Estimate, unit: string): ShortEstimate {
  const { value, low, high } = written(estimate, unit);
  return { value, low, high, unit };
}
