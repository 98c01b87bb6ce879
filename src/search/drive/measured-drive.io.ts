import type { EndEvent, Scalar } from '../../book/journal-event.ts';
import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CpuSource } from '../../run/cpu-source.ts';
import { type WatchedProcess, watchProcess } from '../../run/process-cpu.io.ts';
import { RunSession } from '../../run/session.io.ts';
import type { SessionResult } from '../../run/session-end.ts';
import type { Usage } from '../study/outcome.ts';
import type { TrialSession } from '../trial/measured-trials.io.ts';
import { priced } from '../trial/priced.ts';
import { SharedEnergy } from './shared-energy.ts';
import { warningsOnce } from '../../run/warnings-once.ts';

/** The program that works on a study. */
export interface Driven {
  readonly pid: number;
  /** As its run has it. */
  readonly command: readonly string[];
}

/** How a run ended. */
export type EndState = EndEvent['state'];

/**
 * Measures a program that works on a study: one run for as long as the study is open, and in it a run for each trial. The energy of that run
 * while trials are in flight is theirs, {@link SharedEnergy}.
 */
export class MeasuredDrive {
  readonly #host: Host;
  readonly #options: TrialSession;
  readonly #driven: Driven;
  readonly #root: RunSession;
  readonly #watched: WatchedProcess;
  readonly #energy = new SharedEnergy();
  readonly #live = new Map<number, RunSession>();
  readonly #warnings: Problem[] = [];

  private constructor(
    host: Host,
    options: TrialSession,
    driven: Driven,
    root: RunSession,
    watched: WatchedProcess,
  ) {
    this.#host = host;
    this.#options = options;
    this.#driven = driven;
    this.#root = root;
    this.#watched = watched;
    root.attach(withOwn(watched.cpu), host.clock.bootS());
    root.begin();
  }

  /** Begins to measure a program. @param name of the study. */
  static open(host: Host, options: TrialSession, driven: Driven, name: string): Result<MeasuredDrive> {
    const watched = watchProcess(host, driven.pid, new Set([host.pid]));
    if (!watched.ok) return watched;
    const { pid: rootPid, command } = driven;
    const opened = RunSession.open(host, { ...options, kind: 'block', name, command, rootPid, params: {} });
    if (opened.ok) return ok(new MeasuredDrive(host, options, driven, opened.value, watched.value));
    watched.value.cpu.close();
    return err(opened.error);
  }

  /** The run around all trials. */
  get root(): RunSession {
    return this.#root;
  }

  get isAlive(): boolean {
    return this.#watched.isAlive();
  }

  /** Whether the carbon of a joule is known here. */
  get knowsCarbon(): boolean {
    return this.#root.reducer.carbon('attributed').value !== null;
  }

  /** A trial begins: its run in the book. */
  begin(trial: number, name: string, params: Readonly<Record<string, Scalar>>): Result<RunSession> {
    const { pid: rootPid, command } = this.#driven;
    const asked = { ...this.#options, kind: 'trial', name, command, params, rootPid } as const;
    const opened = RunSession.open(this.#host, asked, { within: this.#root });
    if (!opened.ok) return opened;
    opened.value.attach(fromNow(this.#watched.cpu), this.#host.clock.bootS());
    opened.value.begin();
    this.#energy.begin(trial, this.#totalJ());
    this.#live.set(trial, opened.value);
    return opened;
  }

  /** What a trial in flight has used until now. */
  usage(trial: number): Usage & { readonly joules: number } {
    return this.#priced(this.#energy.soFarJ(trial, this.#totalJ()));
  }

  /** A trial has ended. */
  end(trial: number, state: EndState, error: string | undefined): SessionResult | undefined {
    const session = this.#live.get(trial);
    if (session === undefined) return undefined;
    if (error !== undefined) session.told.annotate({ note: error });
    const ended = session.end({ state, exitCode: null, signal: null });
    this.#live.delete(trial);
    this.#energy.end(trial, this.#totalJ());
    this.#warnings.push(...session.warnings);
    return ended;
  }

  /** Does what is the search's own work, not a trial's. */
  proposing<T>(work: () => T): T {
    this.#energy.proposes(true, this.#totalJ());
    try {
      return work();
    } finally {
      this.#energy.proposes(false, this.#totalJ());
    }
  }

  /** What the search itself has used since the last call. */
  takeEngine(): Usage & { readonly joules: number } {
    return this.#priced(this.#energy.takeEngineJ());
  }

  /** Ends the run around all trials, which have ended. */
  async close(state: EndState): Promise<SessionResult> {
    this.#root.read();
    await this.#root.settle();
    return this.#root.end({ state, exitCode: null, signal: null });
  }

  /** Forgets it all: no trial was begun. */
  discard(): void {
    this.#root.discard();
  }

  /** What went wrong with measuring, each once; what only widens a figure stands in the record of its run. */
  get warnings(): readonly Problem[] {
    return warningsOnce([...this.#root.warnings, ...this.#warnings]);
  }

  #priced(joules: number): Usage & { readonly joules: number } {
    const pue = this.#root.reducer.machine?.pue.value;
    return priced(joules, { ...this.#root.spent(), pue, price: this.#options.price });
  }

  #totalJ(): number {
    this.#root.read();
    return this.#root.spent().energyJ;
  }
}

/** The program's CPU time and our own: proposing is part of the search. */
function withOwn(cpu: CpuSource): CpuSource {
  const before = process.cpuUsage();
  return {
    ...cpu,
    totalS: () => {
      const { user, system } = process.cpuUsage(before);
      return cpu.totalS() + (user + system) / 1e6;
    },
  };
}

/** CPU time of a tree that another run counts too, from now on. */
function fromNow(cpu: CpuSource): CpuSource {
  const before = cpu.totalS();
  return {
    ...cpu,
    totalS: () => Math.max(0, cpu.totalS() - before),
    survivors: () => [], // they are the program's, which lives on
    close: () => {},
  };
}
