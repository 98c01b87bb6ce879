import type { Problem } from '../../errors.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Host } from '../../host/host.ts';
import type { Native } from '../../host/native.io.ts';
import { ok, type Result } from '../../result.ts';
import type { CpuSource } from '../../run/cpu-source.ts';
import { IdleAccount } from '../../run/idle-account.ts';
import { type PartOutcome, type PartRequest, Parts } from '../../run/run-part.io.ts';
import { RunSession } from '../../run/session.io.ts';
import type { SessionOptions } from '../../run/session-options.ts';
import type { Usage } from '../study/outcome.ts';
import { priced } from './priced.ts';
import { warningsOnce } from '../../run/warnings-once.ts';

/** What belongs to all measured runs of one search. */
export type TrialSession = Omit<SessionOptions, 'kind' | 'name' | 'command' | 'params'>;

/** Runs the trials of a search, each measured as a run of its own inside one run for the whole search, whose idle energy they share while they run. */
export class MeasuredTrials {
  readonly #root: RunSession;
  readonly #parts: Parts;
  readonly #options: TrialSession;
  readonly #account = new IdleAccount();
  readonly #live = new Map<string, RunSession>();
  readonly #warnings: Problem[] = [];
  /** Of trials that have ended, J. */
  #trialsJ = 0;
  #overheadJ = 0;

  private constructor(host: Host, native: Native | null, options: TrialSession, root: RunSession) {
    this.#options = options;
    this.#root = root;
    this.#parts = new Parts(host, native, root);
    const startedS = host.clock.bootS();
    root.attach(withOwn(this.#parts.cpu), startedS);
    root.begin();
  }

  /** Opens the run around all trials. @param name of the study. */
  static open(
    host: Host,
    native: Native | null,
    options: TrialSession,
    name: string,
    command: readonly string[],
  ): Result<MeasuredTrials> {
    const opened = RunSession.open(host, { ...options, kind: 'block', name, command, params: {} });
    return opened.ok ? ok(new MeasuredTrials(host, native, options, opened.value)) : opened;
  }

  /** Id of the run around all trials. */
  get id(): string {
    return this.#root.id;
  }

  /** Folder of the book. */
  get book(): string {
    return this.#root.book;
  }

  /** Whether the carbon of a joule is known here. */
  get knowsCarbon(): boolean {
    return this.#root.reducer.carbon('attributed').value !== null;
  }

  /** Yearly carbon intensity of the place, which says where that is; undefined before it is known. */
  get intensity(): SourcedIntensity | undefined {
    return this.#root.reducer.machine?.intensity;
  }

  /** Power at the wall at the last reading, W. */
  get powerW(): number | undefined {
    return this.#root.reducer.lastPowerW;
  }

  /** What the whole search has used in this session. */
  spent(): Usage & { readonly joules: number } {
    this.#root.read();
    return this.#priced(this.#root.spent().energyJ);
  }

  /** What was used since the last call beside the trials: proposals, waiting, starting. Call it while no trial runs or where that hardly matters. */
  overhead(): Usage & { readonly joules: number } {
    const liveJ = [...this.#live.keys()].reduce((sum, key) => sum + this.usage(key).joules, 0);
    const joules = Math.max(0, this.spent().joules - this.#trialsJ - liveJ - this.#overheadJ);
    this.#overheadJ += joules;
    return this.#priced(joules);
  }

  /** What a running trial has used until now. @param key given to {@link run}. */
  usage(key: string): Usage & { readonly joules: number } {
    const session = this.#live.get(key);
    if (session === undefined) return { joules: 0 };
    session.read();
    return this.#priced(session.spent().energyJ + this.#account.soFarJ(key, this.#idleJ()));
  }

  /** Runs a trial to its end. @param key names it among those that run. */
  async run(
    key: string,
    request: Omit<PartRequest, 'session'> & { readonly session: Pick<SessionOptions, 'name' | 'params'> },
  ): Promise<Result<PartOutcome & { readonly usage: Usage & { readonly joules: number } }>> {
    this.#account.begin(key, this.#idleJ());
    const { watcher } = request;
    let usage: Usage & { readonly joules: number } = { joules: 0 };
    const outcome = await this.#parts.run({
      ...request,
      session: { ...this.#options, ...request.session, kind: 'trial', command: request.argv },
      watcher: {
        ...watcher,
        onStart: (session, command) => {
          this.#live.set(key, session);
          watcher?.onStart(session, command);
        },
        onExit: async (exit) => {
          await watcher?.onExit?.(exit);
          usage = this.usage(key);
        },
      },
    });
    this.#live.delete(key);
    this.#account.end(key, this.#idleJ());
    this.#trialsJ += usage.joules;
    if (!outcome.ok) return outcome;
    this.#warnings.push(...outcome.value.warnings);
    return ok({ ...outcome.value, usage });
  }

  /** Forgets the run around all trials: none was started. */
  discard(): void {
    this.#root.discard();
  }

  /** Ends the run around all trials. */
  end(state: 'ok' | 'failed' | 'interrupted' | 'stopped'): void {
    this.#root.end({ state, exitCode: null, signal: null });
  }

  /** What went wrong with measuring, each once; what only widens a figure stands in the record of its run. */
  get warnings(): readonly Problem[] {
    return warningsOnce([...this.#root.warnings, ...this.#warnings]);
  }

  /** Energy with what it causes. */
  #priced(joules: number): Usage & { readonly joules: number } {
    const pue = this.#root.reducer.machine?.pue.value;
    return priced(joules, { ...this.#root.spent(), pue, price: this.#options.price });
  }

  /** What of the whole only kept the machine on, J. */
  #idleJ(): number {
    this.#root.read();
    const { attributed, active } = this.#root.reducer.wallEnergy();
    return Math.max(0, (attributed.value ?? 0) - (active.value ?? 0));
  }
}

/** The trials' CPU time and our own: proposing is part of the search. */
function withOwn(parts: CpuSource): CpuSource {
  const before = process.cpuUsage();
  return {
    ...parts,
    totalS: () => {
      const { user, system } = process.cpuUsage(before);
      return parts.totalS() + (user + system) / 1e6;
    },
  };
}
