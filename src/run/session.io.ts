import { join } from 'node:path';
import type { LiveRun } from '../attribution/registry-entry.ts';
import type { EndEvent } from '../book/journal-event.ts';
import type { RunReducer } from '../book/run-reducer.ts';
import type { Problem, Warning } from '../errors.ts';
import { bootId, hostId } from '../hardware/host-id.io.ts';
import type { Host } from '../host/host.ts';
import { closeFeeds } from '../meters/feeds.io.ts';
import { learnFloor } from '../meters/machine/floor-file.io.ts';
import { removeFile } from '../host/remove-file.io.ts';
import { ok, type Result } from '../result.ts';
import type { Estimate } from '../units/estimate.ts';
import { type CpuSource, NO_CPU } from './cpu-source.ts';
import { describeRun, type RunGround } from './describe-run.io.ts';
import { IntervalReader } from './interval-reader.io.ts';
import { Ledger } from './ledger.io.ts';
import type { Spent } from './limits.ts';
import { Pages } from './pages.io.ts';
import { parseReportLine } from '../book/report-line.ts';
import { followReports, toTrial } from './follow-reports.io.ts';
import type { ReportWatch } from './report-watch.io.ts';
import { Succession } from './ranks/succession.io.ts';
import { RunSite } from './run-site.io.ts';
import { rounded } from './sample-numbers.ts';
import type { SessionEnd, SessionResult } from './session-end.ts';
import type { SessionOptions } from './session-options.ts';
import { Standing, type TakeOver } from './standing.io.ts';
import { startEvent } from './start-event.io.ts';
import { stealWarning } from './steal-warning.ts';
import { Ticker } from './ticker.io.ts';
import { ToldRun } from './told-run.ts';
import { unreadProblem } from './unread-problem.ts';
import { Upkeep } from './upkeep.io.ts';

/** A reading this fresh serves the next mark too, s. */
const FRESH_S = 0.0005;

/** Where a run stands from the beginning. */
export interface SessionPlace {
  /** The job whose ranks it leads from now on, their leader having ended. */
  readonly takesOver?: TakeOver;
  /** The run of this process that it is a part of: what that one has found out of the machine holds for it too. */
  readonly within?: RunSession;
}

/**
 * The life of one measured run: it opens the journal, takes readings on shared ticks and at every mark, hears the reports from
 * inside, and at the end sums the journal into the record. Trouble with the book never stops a run: it becomes one warning.
 */
export class RunSession {
  readonly id: string;
  readonly name: string;
  readonly isNested: boolean;
  readonly reportFile: string;
  /** What is told of it from inside. */
  readonly told: ToldRun;
  readonly #host: Host;
  readonly #options: SessionOptions;
  readonly #pages: Pages;
  readonly #standing: Standing;
  readonly #takesOver: boolean;
  /** The run of this process that it is a part of. */
  readonly #within: RunSession | undefined;
  readonly #ledger: Ledger;
  readonly #report: ReportWatch | undefined;
  #reader: IntervalReader | undefined;
  #cpu: CpuSource | undefined;
  #ground: RunGround | undefined;
  #ticker: Ticker | undefined;
  #poller: NodeJS.Timeout | undefined;
  #startedS: number;
  /** When the first reading was taken, where that was after the start, s. */
  #firstReadingS = Number.NEGATIVE_INFINITY;
  #badReports = 0;
  #onSample: () => void = () => {};
  #onReport: (text: string) => void = () => {};
  readonly #succession: Succession<RunSession>;
  readonly #site: RunSite;
  readonly #upkeep: Upkeep;
  /** When what is measured had ended, on the boot clock: nothing is read any more. */
  #stoppedS: number | undefined;

  private constructor(
    host: Host,
    options: SessionOptions,
    pages: Pages,
    { takesOver, within }: SessionPlace,
  ) {
    this.#host = host;
    this.#options = options;
    this.#within = within;
    this.#pages = pages;
    this.#takesOver = takesOver !== undefined;
    const beganS = options.beganS ?? host.clock.bootS();
    this.#startedS = beganS;
    const startedMs = host.clock.wallMs() - (host.clock.bootS() - beganS) * 1000;
    this.id = pages.id;
    this.name = options.name ?? pages.name;
    this.#ledger = new Ledger(host.clock, pages);
    this.#upkeep = new Upkeep(host.clock, pages, this.#ledger);
    this.#site = new RunSite(host, options, this.#ledger, startedMs, () => this.durationS);

    const boot = bootId(host);
    this.#standing = new Standing(host, boot, {
      id: this.id,
      name: this.name,
      rootPid: this.#rootPid,
      intervalS: options.intervalS,
      ...(takesOver === undefined ? {} : { takesOver }),
      ...(within === undefined ? {} : { within: within.#standing }),
    });
    this.#succession = new Succession(this.#standing, (name, takesOver) => this.#continue(name, takesOver));
    this.isNested = !this.#standing.isRoot;
    this.reportFile = options.reportFile ?? join(pages.folder ?? pages.spool(), 'report.jsonl');
    const trial = toTrial(host, options.kind, this.reportFile, (found) => this.warn(found));
    this.told = new ToldRun(host.clock, this.#ledger, () => this.read(), trial);
    this.#report = followReports(
      this.reportFile,
      (text) => this.#reported(text),
      (found) => this.warn(found),
    );
    const beginning = { id: this.id, name: this.name, bootId: boot, startedMs, continues: takesOver?.from };
    this.#ledger.emitAt(beganS, startEvent(host, options, this.#standing, beginning));
  }

  /**
   * Opens the run's pages in the book. Fails only where what stands in the book's place is no book.
   *
   * @param place where it stands from the beginning; else it looks for the runs around it.
   */
  static open(host: Host, options: SessionOptions, place: SessionPlace = {}): Result<RunSession> {
    const pages = Pages.open(host, options.book, options.id, place.within !== undefined);
    return pages.ok ? ok(new RunSession(host, options, pages.value, place)) : pages;
  }

  /** The book's folder. */
  get book(): string {
    return this.#pages.book;
  }

  /** The run's folder; null where the book cannot be written. */
  get folder(): string | null {
    return this.#pages.folder;
  }

  /** What the command finds in its environment (DESIGN §6). */
  get variables(): Readonly<Record<string, string>> {
    return {
      JOULEBOOK_DIR: this.#pages.book,
      JOULEBOOK_RUN: this.id,
      JOULEBOOK_REPORT_FILE: this.reportFile,
    };
  }

  /** What was measured until now. */
  get reducer(): RunReducer {
    return this.#ledger.run;
  }

  get warnings(): readonly Warning[] {
    return this.#ledger.warnings;
  }

  get durationS(): number {
    return (this.#stoppedS ?? this.#host.clock.bootS()) - this.#startedS;
  }

  /** Whether what ended at that moment, s since boot, had ended before anything was read: nothing is known of its energy. */
  isUnread(endedS: number): boolean {
    return endedS <= this.#firstReadingS;
  }

  /** Names the processes that are measured. Everything before is not the run's. */
  attach(cpu: CpuSource, startedS: number): void {
    this.#startedS = this.#options.beganS ?? startedS;
    this.#cpu = cpu;
    const { machine, claimed, place, isRoot, registry } = this.#standing;
    this.#reader = new IntervalReader(
      this.#host,
      {
        runId: this.id,
        isRoot,
        rootPid: this.#rootPid,
        ...claimed,
        cpuCapacity: machine.cpuCapacity,
        ...(place === undefined ? {} : { job: place.key, finalOf: (id) => place.takeFinal(id) }),
        takesOver: this.#takesOver,
      },
      cpu,
      registry,
    );
  }

  /** Describes the machine, takes up the meters and begins to sample. The command already runs: nothing here delays it. */
  begin(): void {
    if (this.#reader === undefined) throw new Error('begin() before attach()');
    const standing = this.#standing;
    const around = this.#within;
    const known = around === undefined ? undefined : around.#ground;
    const ground = describeRun(this.#host, this.#options, standing.machine, known);
    this.#ground = ground;
    const { event, meter, tenancies } = ground;
    const reader = this.#reader;
    reader.use(meter, tenancies);
    // A part is never alone: the run around it lives.
    if (!this.isNested) standing.registry?.watchWhileAlone();
    if (this.isNested) standing.place?.watch(() => this.#mindLeader(standing.registry?.others() ?? []));
    this.#ledger.emit(event);
    this.#noteLateStart(reader);
    const pollMs = reader.pollWithinS * 1000;
    // A counter that wraps faster than readings are taken is read in between.
    if (pollMs < this.#options.intervalS * 1000) this.#poller = setInterval(() => reader.poll(), pollMs);
    const { limits } = standing;
    for (const warning of [...ground.warnings, ...standing.warnings]) this.warn(warning);
    if (limits !== undefined) this.warn(limits);
    this.#ticker = new Ticker(this.#host.clock, this.#options.intervalS, () => this.#tick());
    this.#site.ask();
  }

  /** Calls back after each reading on a tick. */
  onSample(listener: () => void): void {
    this.#onSample = listener;
  }

  /** Calls back with each line of the report file, understood or not. */
  onReport(listener: (text: string) => void): void {
    this.#onReport = listener;
  }

  /** Hears now what was appended to the report file, whether or not the kernel has told of it. */
  hearReports(): void {
    this.#report?.poll();
  }

  /** Keeps a warning, once. */
  warn(warning: Problem): void {
    this.#ledger.warn(warning);
  }

  /** What the run has cost until the last reading, in the scope of its limits. */
  spent(): Spent {
    const machine = this.#options.scope === 'machine';
    const run = this.#ledger.run;
    return {
      energyJ: machine ? run.machineWallJ : run.attributedWallJ,
      co2G: run.carbon(this.#options.scope).value,
      durationS: this.durationS,
    };
  }

  /** The run's energy at the wall in the chosen scope. */
  headline(): Estimate {
    return this.#ledger.run.headline(this.#options.scope);
  }

  /** Takes a reading now, unless the last one is fresh. */
  read(): void {
    const reader = this.#reader;
    if (reader === undefined || this.#stoppedS !== undefined || reader.ageS < FRESH_S) return;
    this.#ledger.enter(reader.read(), this.#options.intervalS);
  }

  /**
   * Whether ranks of the job that it leads are alive outside of this process. The root of a job lasts until its last rank: whoever can wait a moment
   * before {@link end} spares them the hand-over.
   */
  get hasRanks(): boolean {
    return (this.#succession.successor ?? this).#standing.hasRanks;
  }

  /** The run that leads the ranks of the job and whose figures include this rank's; undefined where it is not one of them, or leads. */
  get follows(): string | undefined {
    return this.#standing.place?.leader?.id;
  }

  /** Whether it asks the network, so that its end may have to {@link settle}. */
  get isOnline(): boolean {
    return this.#site.isAsked;
  }

  /** Waits for what the network is still asked, a few seconds at most; where it is not asked for nothing. What is measured has ended. */
  async settle(): Promise<void> {
    if (!this.#site.isAsked) return;
    this.#stop();
    await this.#site.settle();
  }

  /** Ends the waiting of {@link settle}. */
  hurry(): void {
    this.#site.hurry();
  }

  /** Ends the run and writes its record. */
  end(how: SessionEnd): SessionResult {
    const stoppedS = this.#stop();
    this.#site.close();
    this.#site.refine();
    const steal = this.isNested ? undefined : stealWarning(this.#ledger.run.stolen);
    if (steal !== undefined) this.warn(steal);
    const t = this.#host.clock.bootS();
    const endedS = how.endedS ?? stoppedS;
    if (this.isUnread(endedS)) this.warn(unreadProblem());
    const survivors = this.#cpu?.survivors() ?? [];
    const end: Omit<EndEvent, 'sha256'> = {
      k: 'end',
      state: how.state,
      exitCode: how.exitCode,
      signal: how.signal,
      endedAt: new Date(this.#host.clock.wallMs() - (t - endedS) * 1000).toISOString(),
      durationS: Math.max(0, endedS - this.#startedS),
      ...(how.limit === undefined ? {} : { limit: how.limit }),
      ...(survivors.length === 0 ? {} : { survivors }),
      ...this.#cpuUsed(),
    };
    const recordPath = this.#ledger.finish(t, end, this.#options.csv);
    if (!this.isNested && this.#reader !== undefined)
      learnFloor(this.#host, hostId(this.#host), this.#reader.floor);
    this.#leave();
    this.#pages.close();
    this.#succession.successor?.end({ state: how.state, exitCode: null, signal: null });
    return { record: this.#ledger.run.record(), recordPath };
  }

  /** Forgets the run: nothing was started. */
  discard(): void {
    this.#site.close();
    this.#stopTimers();
    if (this.#options.feeds !== undefined) closeFeeds(this.#options.feeds);
    this.#report?.close();
    this.#leave();
    this.#pages.discard();
  }

  /** The last reading, and the end of all that is open; what comes after is not the run's. @returns when that was, s on the boot clock. */
  #stop(): number {
    if (this.#stoppedS !== undefined) return this.#stoppedS;
    this.#stopTimers();
    this.#report?.close();
    this.#cpu?.discover(); // what began since the last look, and lives on, counts too
    this.read();
    this.#standing.leave(this.#reader?.workS ?? 0); // from here on another rank leads
    this.told.closeAll();
    this.#stoppedS = this.#host.clock.bootS();
    return this.#stoppedS;
  }

  #stopTimers(): void {
    this.#ticker?.stop();
    clearInterval(this.#poller);
  }

  /** What a run has used before its first reading is in no sum: its gap says so. */
  #noteLateStart({ ageS }: IntervalReader): void {
    const t = this.#host.clock.bootS() - ageS;
    const dt = t - this.#startedS;
    if (this.#options.beganS === undefined || dt <= 0) return;
    this.#firstReadingS = t;
    this.#ledger.emitAt(t, { k: 'gap', dt, why: 'the tracker was starting' });
  }

  #leave(): void {
    this.#reader?.close();
    this.#standing.leave(this.#reader?.workS ?? 0);
    removeFile(this.reportFile);
  }

  #tick(): void {
    this.#report?.tick();
    this.read();
    this.#mindLeader(this.#reader?.others ?? []);
    this.#upkeep.tick();
    this.#onSample();
  }

  #reported(text: string): void {
    const line = parseReportLine(text);
    if (line.ok) this.told.report(line.value);
    else if (this.#badReports++ === 0) this.warn(line.error);
    this.#onReport(text);
  }

  get #rootPid(): number {
    return this.#options.rootPid ?? this.#host.pid;
  }

  #mindLeader(others: readonly LiveRun[]): void {
    const successor = this.#succession.mind(others);
    // Outside of the lock under which it was opened: that takes longer.
    successor?.attach(NO_CPU, this.#host.clock.bootS());
    successor?.begin();
  }

  /** Opens the run that leads the job's ranks from now on; none where the book has gone, which this run has said. */
  #continue(name: string, takesOver: TakeOver): RunSession | undefined {
    const { feeds: _feeds, id: _id, reportFile: _report, beganS: _began, ...options } = this.#options;
    const opened = RunSession.open(this.#host, { ...options, name }, { takesOver });
    return opened.ok ? opened.value : undefined;
  }

  /** CPU seconds of the run: of its own processes but the trackers among them, and of the ranks that it leads. */
  #cpuUsed(): Pick<EndEvent, 'cpuS' | 'cpuSource'> {
    const [cpu, reader, { place }] = [this.#cpu, this.#reader, this.#standing];
    if (cpu === undefined || reader === undefined) return {};
    const leads = place !== undefined && place.leader === undefined;
    return leads
      ? { cpuS: rounded(reader.workS), cpuSource: `${cpu.name()}, ranks` }
      : { cpuS: rounded(Math.max(0, cpu.totalS() - reader.trackersInsideS)), cpuSource: cpu.name() };
  }
}
