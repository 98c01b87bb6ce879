import type { Problem } from '../../errors.ts';
import { doesPause } from '../engine/stopper-of.ts';
import { CONTINUE, type Decision } from '../stoppers/stopper.ts';
import type { Metrics } from '../study/metrics.ts';
import type { Usage } from '../study/outcome.ts';
import type { Study, TrialToRun } from '../study/study.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import { NOTHING_SAID } from '../trial/resource-count.ts';
import { TrialRun, type TrialWorld } from '../trial/run-trial.io.ts';
import { TrialFolder } from '../trial/trial-folder.io.ts';
import type { TrialEnd, TrialJudge, TrialTask } from '../trial/trial-task.ts';
import { CleanHours, type CleanSetting, type Hold } from './clean-hours.ts';
import { FailureWatch, isProven } from './failure-watch.ts';
import type { HttpReports } from './http-reports.io.ts';
import { MeterPace } from './meter-pace.ts';
import { OtherNames } from './other-names.ts';
import type { SearchClose, TellSearch } from './search-event.ts';
import { BEGINS_ANEW, failing, leftBehind, STOPS_INSTEAD } from './search-warnings.ts';
import { Silence } from './silence.ts';
import type { Slot } from './slots.ts';
import { scalarsOf, type TrialPlan } from './trial-plan.ts';

/** A study that we work on. What it has decided is on the disk after `flush`. */
export interface OpenStudy {
  readonly study: Study;
  flush(): Problem | undefined;
}

/** What a search is run with. */
export interface SearchSetting {
  readonly world: TrialWorld;
  readonly open: OpenStudy;
  readonly plan: TrialPlan;
  readonly slots: readonly Slot[];
  /** Absent where nothing can be listened on. */
  readonly http?: HttpReports;
  /** The user's limit of a trial's silence, s. */
  readonly silenceS?: number;
  /** Where trials wait for cleaner electricity. */
  readonly clean?: CleanSetting;
  readonly tell: TellSearch;
  /** Takes in what others want of the study while we work on it; called between trials and now and then. */
  readonly lookAround?: () => void;
}

/** How often we look around while nothing happens, ms. */
const LOOK_MS = 1000;

/** The trials of a search on this machine: started as the study asks for them, heard, ended, and told to the study. */
export class SearchRun {
  readonly #setting: SearchSetting;
  readonly #free: Slot[];
  readonly #running = new Map<number, TrialRun>();
  readonly #failures: FailureWatch;
  readonly #others: OtherNames;
  readonly #silence: Silence;
  readonly #clean: CleanHours | undefined;
  #hold: Hold | undefined;
  /** Of the energy of waiting. */
  readonly #pace = new MeterPace(Number.NEGATIVE_INFINITY);
  #closing: SearchClose | undefined;
  #isOver = false;
  #hasSaidCheckpoints = false;
  #notBeforeS = 0;
  #settling: Promise<void> | undefined;
  /** The study cannot be written: the trials that may have filled the disk are being ended. */
  #isFull = false;
  #wake: () => void = () => {};

  constructor(setting: SearchSetting) {
    this.#setting = setting;
    this.#free = [...setting.slots];
    this.#silence = new Silence(setting.silenceS);
    this.#clean = setting.clean === undefined ? undefined : new CleanHours(setting.clean);
    const proven = isProven(setting.open.study.state.trials);
    this.#failures = new FailureWatch(proven);
    this.#others = new OtherNames(setting.plan.metrics, proven);
  }

  /** Works until the study is over, the user ends it, or it makes no sense to go on. */
  async run(): Promise<SearchClose> {
    while (this.#closing === undefined || this.#running.size > 0) {
      this.#setting.lookAround?.();
      this.#fill();
      if (this.#running.size === 0 && (this.#isOver || this.#closing !== undefined)) break;
      await this.#happening();
    }
    this.#account();
    const failed = this.#setting.open.flush();
    return failed === undefined ? (this.#closing ?? { how: 'over' }) : { how: 'broken', problem: failed };
  }

  /** The user ends it: once, trials are ended as they are when they are stopped, and can be made again; twice, at once. */
  interrupt(): void {
    const isAgain = this.#closing !== undefined;
    this.#close({ how: 'interrupted' });
    if (isAgain) for (const run of this.#running.values()) run.kill();
  }

  /** Trials that run now. */
  get running(): readonly number[] {
    return [...this.#running.keys()];
  }

  /** Why no trial is begun now. */
  get hold(): Hold | undefined {
    return this.#hold;
  }

  #close(close: SearchClose): void {
    this.#closing ??= close;
    for (const run of this.#running.values()) run.end('interrupt');
    this.#wake();
  }

  /** Starts what the study asks for, while there is room. */
  #fill(): void {
    const { open, world } = this.#setting;
    while (this.#free.length > 0 && this.#closing === undefined && !this.#isOver) {
      if (this.#isFull || world.host.clock.bootS() < this.#notBeforeS || this.#isHeld()) return;
      const next = open.study.ask();
      if (!this.#flush()) {
        if (next.kind === 'run') open.study.tell(next.trial.number, { state: 'lost' });
        return;
      }
      if (next.kind === 'over') this.#isOver = true;
      if (next.kind !== 'run') {
        if (next.kind === 'wait' && this.#running.size === 0)
          throw new Error('the study waits for trials, and none runs');
        return;
      }
      const slot = this.#free.shift();
      if (slot !== undefined) void this.#start(next, slot);
    }
  }

  /** Whether trials wait for cleaner electricity; not beyond the end of the budget, which the waiting itself may bring. */
  #isHeld(): boolean {
    const { open, world, tell } = this.#setting;
    const { state } = open.study;
    const nowS = world.host.clock.bootS();
    const now = this.#clean?.look(nowS);
    const before = this.#hold;
    this.#hold = typeof now === 'object' && state.over === undefined && state.use.part < 1 ? now : undefined;
    if (this.#hold === undefined) {
      if (before !== undefined && typeof now === 'string') tell({ k: 'released', why: now });
      return false;
    }
    if (before === undefined) tell({ k: 'held', hold: this.#hold });
    if (!this.#pace.isDue(nowS, 0, open.study.plan.budget)) return true;
    this.#pace.noted(nowS, 0);
    open.study.spend(world.measured.overhead()); // with it the study's time goes on, which may be its budget
    this.#flush();
    return true;
  }

  async #start(next: TrialToRun, slot: Slot): Promise<void> {
    const { world, http, tell, open } = this.#setting;
    const trial = open.study.state.trial(next.trial.number);
    const folder = new TrialFolder(world.study, trial.number);
    if (next.resume && folder.counting.isDone === true) return this.#finish(trial, folder, slot);
    const isResumed = next.resume && folder.hasCheckpoint;
    const pace = new MeterPace(world.host.clock.bootS());
    const admitted = http?.admit(async (said) => {
      const decision = run.hear(said, 'http');
      await this.#settled();
      return decision;
    });
    const task = this.#taskOf(next, slot, isResumed, admitted?.variables ?? {});
    const run = new TrialRun(world, task, this.#judgeOf(trial, pace));
    this.#running.set(trial.number, run);
    tell({ k: 'started', trial, resumed: isResumed, ...(slot.gpu === undefined ? {} : { gpu: slot.gpu }) });
    const end = await run.run();
    if (admitted !== undefined) http?.dismiss(admitted.token);
    this.#running.delete(trial.number);
    this.#free.unshift(slot);
    if (end.ok) this.#ended(trial, folder, end.value);
    else {
      this.#setting.open.study.tell(trial.number, { state: 'lost' });
      this.#close({ how: 'broken', problem: end.error });
    }
    this.#wake();
  }

  /** A trial goes on that had come to its end before it could be paused: what it said then is heard now, and no process is needed. */
  #finish(trial: TrialRecord, folder: TrialFolder, slot: Slot): void {
    const { unheard = [], isDone: _isDone, ...counting } = folder.counting;
    this.#setting.tell({ k: 'started', trial, resumed: true });
    const usage = { joules: 0 };
    let heard = 0;
    for (; heard < unheard.length && trial.sentence === undefined; heard++) {
      const { resource = 0, metrics = {} } = unheard[heard] ?? {};
      this.#reported(trial, resource, metrics, usage);
    }
    const left = unheard.slice(heard);
    const isPaused = trial.sentence?.action === 'pause' && left.length > 0;
    this.#free.unshift(slot);
    this.#ended(trial, folder, {
      outcome: { state: isPaused ? 'paused' : 'complete', usage },
      counting: isPaused ? { ...counting, unheard: left, isDone: true } : counting,
      reports: unheard.length,
      lastLines: [],
      isWithoutCheckpoint: false,
      leftBehind: 0,
      logFailure: undefined,
    });
    this.#wake();
  }

  #taskOf(
    { trial, seed, until }: TrialToRun,
    slot: Slot,
    isResumed: boolean,
    toReport: Readonly<Record<string, string>>,
  ): TrialTask {
    const { plan, world } = this.#setting;
    const { number } = trial;
    const folder = new TrialFolder(world.study, number);
    const { configuration } = trial;
    const parameters = plan.valuesOf(configuration);
    const { study, metrics, resource, capture } = plan;
    return {
      input: { study, number, parameters, seed, isResumed, until },
      name: `${study}-${number}`,
      argv: plan.commandOf({ configuration, number, seed, study, folder }),
      variables: { ...toReport, ...slot.variables },
      params: scalarsOf(parameters),
      metrics,
      ...(resource === undefined ? {} : { resource }),
      ...(capture === undefined ? {} : { capture }),
      counting: isResumed ? folder.counting : NOTHING_SAID,
    };
  }

  #judgeOf(trial: TrialRecord, pace: MeterPace): TrialJudge {
    const { world, open, tell } = this.#setting;
    const { clock } = world.host;
    let spokeAtS = clock.bootS();
    return {
      report: ({ resource, metrics }, usage) => {
        const now = clock.bootS();
        this.#silence.broken(now - spokeAtS);
        spokeAtS = now;
        pace.noted(now, usage.joules);
        return this.#reported(trial, resource, metrics, usage);
      },
      sample: (usage, silentS) => {
        if (silentS > this.#silence.limitS) return 'silent';
        const now = clock.bootS();
        if (!pace.isDue(now, usage.joules, open.study.plan.budget)) return CONTINUE;
        pace.noted(now, usage.joules);
        const decision = open.study.meter(trial.number, usage);
        void this.#settled();
        return decision.ok ? decision.value : CONTINUE;
      },
      settled: () => this.#settled(),
      line: (text) => tell({ k: 'line', trial: trial.number, text }),
      otherNames: (said) => {
        const warning = this.#others.take(said);
        if (warning !== undefined) tell({ k: 'warning', warning });
      },
    };
  }

  #reported(
    trial: TrialRecord,
    resource: number,
    metrics: Metrics,
    usage: Usage & { readonly joules: number },
  ): Decision {
    const { open, tell } = this.#setting;
    const { history } = open.study.state.gains;
    const gains = history.length;
    const wasSentenced = trial.sentence !== undefined;
    this.#others.proven();
    const decision = open.study.report(trial.number, { resource, metrics, usage });
    void this.#settled();
    if (!decision.ok) {
      tell({ k: 'warning', warning: decision.error });
      return CONTINUE;
    }
    tell({ k: 'reported', trial, resource, isGain: history.length > gains });
    if (decision.value.action !== 'continue' && !wasSentenced)
      tell({ k: 'sentenced', trial, reason: decision.value.reason });
    return decision.value;
  }

  #ended(trial: TrialRecord, folder: TrialFolder, end: TrialEnd): void {
    const { open, tell } = this.#setting;
    const { outcome } = end;
    const told =
      outcome.state === 'paused'
        ? open.study.pause(trial.number, outcome.usage, end.isWithoutCheckpoint)
        : open.study.tell(trial.number, outcome);
    if (!told.ok) throw new Error(`trial ${trial.number} has ended twice: ${told.error.what}`);
    const fate = told.value;
    this.#account();
    // Who is paused or tried again may go on although nothing new is begun.
    if (fate.state === 'paused' || fate.again) this.#isOver = false;
    if (fate.state === 'paused') folder.keepCounting(end.counting);
    if (fate.state === 'stopped' || fate.state === 'failed') folder.dropCheckpoint();
    this.#flush();
    if (end.isWithoutCheckpoint) this.#sayCheckpoints();
    if (end.leftBehind > 0) tell({ k: 'warning', warning: leftBehind(trial.number, end.leftBehind) });
    tell({ k: 'ended', trial, fate, end });
    if (this.#closing !== undefined || outcome.state === 'lost') return;
    const isFailed = fate.state === 'failed' || fate.again;
    const why = this.#failures.take({
      trial: trial.number,
      failed: isFailed,
      again: fate.again,
      hasSpoken: end.reports > 0,
      isIncomplete: trial.failure?.kind === 'no-metric',
    });
    const { waitS } = this.#failures;
    if (waitS > 0 && why === undefined) tell({ k: 'waiting', forS: waitS });
    this.#notBeforeS = this.#setting.world.host.clock.bootS() + waitS;
    if (why !== undefined) this.#close({ how: 'failing', problem: failing(why, trial, end, folder) });
  }

  /** What was used beside the trials. */
  #account(): void {
    const overhead = this.#setting.world.measured.overhead();
    if (overhead.joules > 0) this.#setting.open.study.spend(overhead);
  }

  #sayCheckpoints(): void {
    // `auto` pauses a few trials at the start and lets one of them go on: that is no loss to speak of.
    const { stopper, checkpoint } = this.#setting.open.study.plan;
    if (this.#hasSaidCheckpoints || stopper.name === 'auto') return;
    this.#hasSaidCheckpoints = true;
    const switches = checkpoint !== true && doesPause(stopper.name);
    this.#setting.tell({ k: 'warning', warning: switches ? STOPS_INSTEAD : BEGINS_ANEW });
  }

  /**
   * Puts on the disk what was decided. Where that fails, the disk may be full of what trials have written: they are ended, and only then is it given
   * up.
   */
  #flush(): boolean {
    const failed = this.#setting.open.flush();
    this.#isFull = failed !== undefined;
    if (failed === undefined) return true;
    if (this.#running.size === 0) this.#close({ how: 'broken', problem: failed });
    for (const run of this.#running.values()) run.end('disk-full');
    return false;
  }

  /** One sync for all that was decided in one turn of the loop. */
  #settled(): Promise<void> {
    this.#settling ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#settling = undefined;
        this.#flush();
        resolve();
      });
    });
    return this.#settling;
  }

  /** Until a trial has ended, the user has interrupted us, or some time has passed. */
  #happening(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
