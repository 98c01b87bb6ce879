import { closeSync, openSync } from 'node:fs';
import { fromObject } from '../../book/report-line.ts';
import type { Host } from '../../host/host.ts';
import type { Native } from '../../host/native.io.ts';
import { ok, type Result } from '../../result.ts';
import type { CommandExit, CommandProcess } from '../../run/command-process.ts';
import { endProcesses, graceS } from '../../run/end-tree.io.ts';
import type { RunSession } from '../../run/session.io.ts';
import { signalName } from '../../run/signal-names.io.ts';
import { CONTINUE, type Decision, type StopReason } from '../stoppers/stopper.ts';
import type { Usage } from '../study/outcome.ts';
import { exitOutcome } from './exit-outcome.ts';
import { LastLines } from './last-lines.ts';
import type { MeasuredTrials } from './measured-trials.io.ts';
import { objectValues } from './object-values.ts';
import { OutputReports } from './output-reports.ts';
import type { OutputLine } from './patterns/line-reader.ts';
import { pythonLiteral } from './python-literal.ts';
import { type Counting, countOn, type Place } from './resource-count.ts';
import { RESOURCE_KEYS, type Said, valueOf } from './said.ts';
import { TrialFolder } from './trial-folder.io.ts';
import { openOutput, type TrialOutput } from './trial-output.io.ts';
import { TrialProcesses } from './trial-processes.io.ts';
import type { TrialEnd, TrialJudge, TrialTask } from './trial-task.ts';

/** By what a trial told us something. What it tells on purpose stands above what is read in its output. */
export type Channel = 'http' | 'file' | 'tag' | 'output';

/** Why we end a trial. */
export type EndReason = 'stop' | 'pause' | 'interrupt' | 'silent' | 'disk-full';

/** How long a trial that reports by its file may take to find the stop file before it is ended, s. */
const LOOKS_S = 1;
/** The same where it reports again, s. */
const LOOKS_AGAIN_S = 0.1;
/** How long what a trial has left behind may take to go by itself, s. */
const LEFT_S = 0.5;

/** What the runs of trials need. */
export interface TrialWorld {
  readonly host: Host;
  readonly native: Native | null;
  readonly measured: MeasuredTrials;
  /** Absolute path of the study's folder. */
  readonly study: string;
}

/** One attempt of a trial: its process, what it says, and how it is ended. */
export class TrialRun {
  readonly #world: TrialWorld;
  readonly #task: TrialTask;
  readonly #judge: TrialJudge;
  readonly #folder: TrialFolder;
  readonly #reports: OutputReports;
  readonly #last = new LastLines();
  #counting: Counting;
  #count = 0;
  #session: RunSession | undefined;
  #command: CommandProcess | undefined;
  #processes: TrialProcesses | undefined;
  /** The most deliberate way in which it has said something that was sought. */
  #channel: Channel = 'output';
  #ending: { readonly why: EndReason; readonly reason?: StopReason } | undefined;
  /** It has reported after it was decided against. */
  #isLate = false;
  /** What was decided against it. */
  #verdict: Decision | undefined;
  #climbing: Promise<void> | undefined;
  #noticeUntilS = 0;
  #isHurried = false;
  #exited = false;
  #leftBehind = 0;
  #heardAtS: number;

  constructor(world: TrialWorld, task: TrialTask, judge: TrialJudge) {
    this.#world = world;
    this.#task = task;
    this.#judge = judge;
    this.#folder = new TrialFolder(world.study, task.input.number);
    this.#reports = new OutputReports(task.metrics, task.capture);
    this.#counting = task.counting;
    this.#heardAtS = world.host.clock.bootS();
  }

  get number(): number {
    return this.#task.input.number;
  }

  /** Runs it to its end. A problem where the search cannot go on: the book cannot be written. */
  async run(): Promise<Result<TrialEnd>> {
    const { native, measured } = this.#world;
    const { input, argv, params, name, variables } = this.#task;
    const failed = this.#folder.prepare(input);
    if (failed !== undefined) return { ok: false, error: failed };
    const output = openOutput(native, {
      log: this.#folder.log,
      isAppended: input.isResumed,
      onLine: (line) => this.#printed(line),
    });
    const stdin = openSync('/dev/null', 'r');
    let isHandedOver = false;
    const handOver = (): void => {
      if (isHandedOver) return;
      isHandedOver = true;
      closeSync(stdin);
      output.handedOver();
    };
    const outcome = await measured.run(this.#key, {
      session: { name, params },
      argv,
      variables: { PYTHONUNBUFFERED: '1', ...variables, ...this.#folder.variables(input) },
      metricsFiles: [],
      isGroupLeader: true,
      descriptors: { stdin, stdout: output.stdout, stderr: output.stderr },
      watcher: {
        onStart: (session, command) => {
          handOver();
          this.#started(session, command);
        },
        onSample: () => this.#sampled(),
        onExit: () => this.#cleanUp(output),
        state: () => (this.#ending === undefined ? undefined : 'stopped'),
      },
    });
    handOver();
    if (outcome.ok)
      return ok(this.#endOf(outcome.value.exit, outcome.value.usage, output, outcome.value.record.id));
    await output.drain();
    const exitCode = { E_SPAWN_NOT_FOUND: 127, E_SPAWN_DENIED: 126 }[outcome.error.code as string];
    if (exitCode === undefined) return outcome;
    const { what, why } = outcome.error;
    const text = why === undefined ? what : `${what}: ${why}`;
    const failure = { kind: 'spawn', text, exitCode } as const;
    return ok(this.#endWith({ state: 'failed', failure, usage: { joules: 0 } }, output));
  }

  /** Takes in what it says. @returns what it should do. */
  hear(said: Said, channel: Channel): Decision {
    this.#heardAtS = this.#world.host.clock.bootS();
    const metrics = this.#metricsIn(said);
    if (metrics === undefined) {
      if (channel !== 'output') this.#judge.otherNames?.(said);
      return this.#standing();
    }
    if (RANK[channel] < RANK[this.#channel]) return this.#standing();
    this.#channel = channel;
    const counted = countOn(this.#counting, said, this.#task.resource);
    if (counted === undefined) return this.#standing();
    this.#counting = counted;
    this.#count += 1;
    if (channel !== 'file') this.#session?.told.report(fromObject({ ...placeIn(said), ...metrics }));
    if (this.#ending !== undefined || this.#verdict !== undefined) {
      this.#goesOn({ resource: counted.last, metrics });
      return this.#standing();
    }
    const { measured } = this.#world;
    const decision = this.#judge.report({ resource: counted.last, metrics }, measured.usage(this.#key));
    this.#follow(decision);
    return decision;
  }

  /** Ends it: it is told, then SIGTERM, ten seconds, SIGKILL. */
  end(why: EndReason, reason?: StopReason): void {
    if (this.#ending !== undefined || this.#exited) return;
    this.#ending = { why, ...(reason === undefined ? {} : { reason }) };
    this.#folder.askToStop();
    this.#climbing = this.#climb(why === 'stop' || why === 'pause' ? this.#noticeS(why) : 0);
  }

  /** Ends it at once, by SIGKILL. */
  kill(): void {
    this.#isHurried = true;
    this.end('interrupt');
  }

  get #key(): string {
    return String(this.number);
  }

  /** How long it may take to end by itself, s: it has read the answer, may look for the file, may be about to keep its state, or knows of nothing. */
  #noticeS(why: EndReason): number {
    if (this.#channel === 'http') return graceS(this.#world.host);
    return why === 'pause' || this.#channel === 'file' ? LOOKS_S : 0;
  }

  #metricsIn(said: Said): Record<string, number> | undefined {
    const found = this.#task.metrics.flatMap((name) => {
      const value = valueOf(said, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return found.length === 0 ? undefined : Object.fromEntries(found);
  }

  /** What was decided before. */
  #standing(): Decision {
    if (this.#verdict !== undefined) return this.#verdict;
    if (this.#ending === undefined) return CONTINUE;
    const { why, reason } = this.#ending;
    const { last } = this.#counting;
    return {
      action: why === 'pause' ? 'pause' : 'stop',
      reason: reason ?? { rule: why, resource: last, text: 'the trial is being ended' },
    };
  }

  /** It was told to end and reports again: it has had its chance to look, and will have another right now. */
  #goesOn(said: Place): void {
    this.#isLate = true;
    if (this.#verdict?.action === 'pause')
      this.#counting = { ...this.#counting, unheard: [...(this.#counting.unheard ?? []), said] };
    this.#noticeUntilS = Math.min(this.#noticeUntilS, this.#world.host.clock.bootS() + LOOKS_AGAIN_S);
  }

  #follow(decision: Decision): void {
    if (decision.action === 'continue' || this.#verdict !== undefined) return;
    const { action, reason } = decision;
    this.#verdict = decision; // from here on what it says comes too late, however soon it is told so
    void this.#judge.settled().then(() => this.end(action, reason));
  }

  #started(session: RunSession, command: CommandProcess): void {
    this.#session = session;
    this.#command = command;
    void command.exited.then(() => {
      this.#exited = true;
    });
    this.#processes = new TrialProcesses(this.#world.host, command.pid, this.#folder.checkpoints);
    session.onReport((text) => {
      const object = pythonLiteral(text);
      if (object !== undefined) this.hear(objectValues(object), 'file');
    });
    if (this.#ending !== undefined)
      this.#climbing = this.#climb(0); // ended before it had begun
    else this.#tellUnheard();
  }

  /** What it said in the attempt before while it was being paused. */
  #tellUnheard(): void {
    const { unheard = [], ...counting } = this.#counting;
    this.#counting = counting;
    for (const said of unheard) this.#follow(this.#judge.report(said, this.#world.measured.usage(this.#key)));
  }

  #printed(line: OutputLine): void {
    this.#heardAtS = this.#world.host.clock.bootS();
    this.#last.add(line);
    if (line.isWhole) this.#judge.line?.(line.text);
    for (const { said, isExplicit } of this.#reports.read(line))
      this.hear(said, isExplicit ? 'tag' : 'output');
  }

  #sampled(): void {
    if (this.#ending !== undefined) return;
    const { host, measured } = this.#world;
    const decision = this.#judge.sample(measured.usage(this.#key), host.clock.bootS() - this.#heardAtS);
    if (decision === 'silent') this.end('silent');
    else this.#follow(decision);
  }

  async #climb(noticeS: number): Promise<void> {
    const { host } = this.#world;
    const command = this.#command;
    if (command === undefined) return;
    this.#noticeUntilS = host.clock.bootS() + noticeS;
    while (!this.#exited && !this.#isHurried && host.clock.bootS() < this.#noticeUntilS)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (!this.#exited) await this.#endAll(command);
  }

  #endAll(command: CommandProcess): Promise<void> {
    const processes = this.#processes;
    return endProcesses(
      this.#world.host,
      command,
      () => processes?.live() ?? new Set(),
      () => this.#isHurried,
    );
  }

  /** The trial has exited: what it left behind is ended, and its output is read to the end. */
  async #cleanUp(output: TrialOutput): Promise<void> {
    const { host } = this.#world;
    await this.#climbing; // another attempt of the trial, which is known by the same folder, must not meet it
    const untilS = host.clock.bootS() + LEFT_S;
    const live = (): ReadonlySet<number> => this.#processes?.live() ?? new Set();
    while (live().size > 0 && host.clock.bootS() < untilS)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    this.#leftBehind = live().size;
    if (this.#leftBehind > 0 && this.#command !== undefined) await this.#endAll(this.#command);
    this.#processes?.close();
    await output.drain();
    for (const { said } of this.#reports.end()) this.hear(said, 'output');
  }

  #endOf(exit: CommandExit, usage: Usage, output: TrialOutput, runId: string): TrialEnd {
    const isFull = (this.#task.input.until ?? Number.POSITIVE_INFINITY) <= this.#counting.last;
    const isFine = exit.how === 'exited' && exit.code === 0;
    const { why, reason } = this.#ending ?? this.#sentence();
    const isDone = isFine && isFull;
    if (why === undefined || (isDone && !this.#isLate)) {
      const outcome = exitOutcome(exit, this.#last.lines, usage, (signal) => signalName(signal));
      return this.#endWith(outcome, output, runId);
    }
    if (why === 'interrupt') return this.#endWith({ state: 'lost', usage }, output, runId);
    if (why === 'silent' || why === 'disk-full')
      return this.#endWith({ state: 'failed', failure: { kind: why, text: WHY[why] }, usage }, output, runId);
    if (why === 'pause') {
      if (isDone) this.#counting = { ...this.#counting, isDone };
      const end = this.#endWith({ state: 'paused', usage }, output, runId);
      return { ...end, isWithoutCheckpoint: !this.#folder.hasCheckpoint };
    }
    const told = reason === undefined ? {} : { reason };
    return this.#endWith({ state: 'stopped', ...told, usage }, output, runId);
  }

  /** What was decided against it, which holds also where it was quicker to end than we to end it: else the timing would decide what counts. */
  #sentence(): { readonly why?: EndReason; readonly reason?: StopReason } {
    const verdict = this.#verdict ?? CONTINUE;
    return verdict.action === 'continue' ? {} : { why: verdict.action, reason: verdict.reason };
  }

  #endWith(outcome: TrialEnd['outcome'], output: TrialOutput, runId?: string): TrialEnd {
    return {
      outcome,
      counting: this.#counting,
      reports: this.#count,
      lastLines: this.#last.lines,
      isWithoutCheckpoint: false,
      leftBehind: this.#leftBehind,
      logFailure: output.logFailure,
      ...(runId === undefined ? {} : { runId }),
    };
  }
}

const LOOK_EVERY_MS = 25;

const WHY = {
  silent: 'it neither printed nor reported anything for too long',
  'disk-full': 'it was ended, since the disk was full and the study could not be written',
} as const;

const RANK: Readonly<Record<Channel, number>> = { output: 0, tag: 1, file: 1, http: 1 };

/** Where a report stands, as the record of the run has it. */
function placeIn(said: Said): Said {
  return Object.fromEntries(
    RESOURCE_KEYS.flatMap((key) => {
      const value = valueOf(said, key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
