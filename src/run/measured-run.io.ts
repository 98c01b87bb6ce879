import { argv, emitWarning, pid } from 'node:process';
import { type Problem, problem } from '../errors.ts';
import type { Scalar } from '../book/journal-event.ts';
import type { WorkDone } from '../book/work-unit.ts';
import type { Host } from '../host/host.ts';
import { realHost } from '../host/real-host.io.ts';
import {
  JoulebookError,
  problemText,
  type RunResult,
  type RunSnapshot,
  type StartedAnswer,
  type WindowResult,
} from './agent-answers.ts';
import { AgentClient } from './agent-client.io.ts';
import type { EndOptions, RunHandle, StartRunOptions, WindowHandle } from './run-handle.ts';

const DEFAULT_TIMEOUT_MS = 5000;

/**
 * Starts a measured run.
 *
 * @example
 * const run = await startRun({ name: 'digits', params: { lr: 0.1 } });
 * const load = run.window('load');
 * await loadImages();
 * console.log((await load.end())?.energy.attributed);
 * for (const n of run.epochs(20)) run.log({ loss: trainOne(n) });
 * const result = await run.end();
 */
export async function startRun(options: StartRunOptions = {}): Promise<RunHandle> {
  return openRun(options);
}

/** As {@link startRun}, with the parts that only {@link track} needs. */
export async function openRun(options: StartRunOptions): Promise<MeasuredRun> {
  const run = new MeasuredRun(options);
  await run.begin(options);
  return run;
}

const said = new Set<string>();

/** A run as its owner sees it; made by {@link openRun}. */
export class MeasuredRun implements RunHandle {
  id: string | undefined;
  name: string;
  readonly #host: Host;
  readonly #options: StartRunOptions;
  readonly #agent: AgentClient;
  readonly #windows = new Set<OpenWindow>();
  readonly #environment: [name: string, before: string | undefined, ours: string][] = [];
  #trouble: Problem | undefined;
  #lastWindow = 0;
  #epochNow: number | undefined;
  #ending: Promise<RunResult | null> | undefined;

  constructor(options: StartRunOptions) {
    this.#options = options;
    this.#host = options.host ?? realHost();
    this.name = options.name ?? '';
    this.#agent = AgentClient.start({
      host: this.#host,
      timeoutMs: this.#timeoutMs,
      onProblem: (found) => this.#tell(found),
      ...(options.agent === undefined ? {} : { command: options.agent }),
    });
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  get measured(): boolean {
    return this.#agent.alive;
  }

  /** Whether it can still take reports. */
  get open(): boolean {
    return this.#ending === undefined;
  }

  async begin(options: StartRunOptions): Promise<void> {
    const { strict: _s, timeoutMs: _t, agent: _a, onWarning: _w, host: _h, ...description } = options;
    const answer = await this.#agent.ask({
      ...description,
      type: 'start',
      kind: 'block',
      pid,
      command: argv,
      cwd: this.#host.cwd,
    });
    if (answer === null) {
      const refused = this.#trouble !== undefined;
      const slow = this.#agent.alive && !refused; // its answer may still come: the run goes on
      if (!slow || this.#options.strict === true) await this.#agent.close();
      if (!refused) this.#tell(slow ? silent(this.#timeoutMs) : this.#noStart());
      this.#raise();
      return;
    }
    const started = answer as unknown as StartedAnswer;
    this.id = started.run;
    this.name = started.name;
    for (const warning of started.warnings ?? []) this.#warn(warning);
    this.#setEnvironment(started);
  }

  window(name: string): WindowHandle {
    return this.openWindow(name, undefined);
  }

  openWindow(name: string, parent: OpenWindow | undefined): OpenWindow {
    this.#lastWindow += 1;
    const window = new OpenWindow(this, `${this.#lastWindow}`, name);
    this.#windows.add(window);
    const within = parent === undefined || !parent.open ? {} : { parent: parent.id };
    this.#agent.send({ type: 'window', op: 'begin', window: window.id, name, ...within });
    return window;
  }

  async endWindow(window: OpenWindow): Promise<WindowResult | null> {
    this.#windows.delete(window);
    const answer = await this.#agent.ask({ type: 'window', op: 'end', window: window.id });
    this.#raise();
    return answer as unknown as WindowResult | null;
  }

  stage(name: string | null): void {
    this.#agent.send({ type: 'stage', name });
  }

  epoch(n: number, values: Readonly<Record<string, number>> & { readonly of?: number } = {}): void {
    const { of, ...metrics } = values;
    this.#epochNow = undefined;
    this.#agent.send({ type: 'epoch', n, ...(of === undefined ? {} : { of }), values: finite(metrics) });
  }

  *epochs<T = number>(rounds: Iterable<T> | number): Generator<T, void, undefined> {
    const list = typeof rounds === 'number' ? upTo(rounds) : rounds;
    const of = sizeOf(rounds);
    let n = 0;
    for (const round of list as Iterable<T>) {
      n += 1;
      this.#epochNow = n;
      yield round;
      this.epoch(n, of === undefined ? {} : { of });
    }
  }

  mark(name: string): void {
    this.#agent.send({ type: 'mark', name });
  }

  log(
    values: Readonly<Record<string, number>>,
    at: { readonly step?: number; readonly epoch?: number } = {},
  ): void {
    const epoch = at.epoch ?? this.#epochNow;
    const where = {
      ...(at.step === undefined ? {} : { step: at.step }),
      ...(epoch === undefined ? {} : { epoch }),
    };
    this.#agent.send({ type: 'metric', values: finite(values), ...where }, true);
  }

  done(counts: WorkDone): void {
    this.#agent.send({ type: 'done', values: finite(counts) }, true);
  }

  params(values: Readonly<Record<string, Scalar>>): void {
    this.#agent.send({ type: 'params', values });
  }

  tag(...tags: readonly string[]): void {
    this.#agent.send({ type: 'tag', tags });
  }

  note(text: string): void {
    this.#agent.send({ type: 'note', text });
  }

  async snapshot(): Promise<RunSnapshot | null> {
    const answer = await this.#agent.ask({ type: 'snapshot' });
    this.#raise();
    return answer as unknown as RunSnapshot | null;
  }

  end(options: EndOptions = {}): Promise<RunResult | null> {
    this.#ending ??= this.#end(options);
    return this.#ending;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  async #end(options: EndOptions): Promise<RunResult | null> {
    const started = this.id !== undefined;
    try {
      if (started && !this.#agent.alive) {
        await this.#agent.close(); // its exit status is known only then
        this.#tell(this.#lostAgent());
      }
      for (const window of this.#windows) await window.end().catch((failure: unknown) => this.#keep(failure));
      const { dropped } = this.#agent;
      if (dropped > 0) this.#tell(this.#droppedLines(dropped));
      const before = this.#trouble;
      const answer = await this.#agent.ask({ ...options, type: 'end' }, this.#timeoutMs);
      if (answer === null && this.#agent.alive && this.#trouble === before)
        this.#tell(silent(this.#timeoutMs));
      const result = answer as unknown as RunResult | null;
      for (const warning of result?.warnings ?? []) this.#warn(warning);
      return result;
    } finally {
      this.#restoreEnvironment();
      await this.#agent.close();
      this.#raise();
    }
  }

  /** Says it once and, under `strict`, keeps it for what is awaited next. */
  #tell(found: Problem): void {
    this.#trouble = found;
    if (this.#options.strict !== true) this.#warn(found);
  }

  #warn(found: Problem): void {
    if (this.#options.onWarning !== undefined) {
      this.#options.onWarning(found);
      return;
    }
    const text = problemText(found);
    if (said.has(text)) return;
    said.add(text);
    emitWarning(text, { type: 'JoulebookWarning', code: found.code });
  }

  /** Under `strict` a window that fails while the run ends must not keep the run from ending. */
  #keep(failure: unknown): void {
    if (!(failure instanceof JoulebookError)) throw failure;
    this.#trouble = failure.problem;
  }

  #raise(): void {
    const found = this.#trouble;
    if (found === undefined || this.#options.strict !== true) return;
    this.#trouble = undefined;
    throw new JoulebookError(found);
  }

  #noStart(): Problem {
    const why = `its exit status is ${this.#agent.exitStatus}`;
    return problem(
      'E_PROTOCOL',
      'nothing is measured: the agent ended at once',
      why,
      'try `joulebook doctor`',
    );
  }

  #lostAgent(): Problem {
    const why = `its exit status is ${this.#agent.exitStatus}`;
    const fix = 'see `joulebook ls`: the run is recorded up to its last sample';
    return problem('E_PROTOCOL', 'the agent has ended before the run', why, fix);
  }

  #droppedLines(count: number): Problem {
    const what = `${count} metric lines were dropped because the agent did not keep up`;
    this.#agent.send({ type: 'note', text: what });
    return problem('E_PROTOCOL', what, 'they came faster than they can be written', 'log every few steps');
  }

  /** What a process that the program starts reads to know whose part it is. */
  #setEnvironment(started: StartedAnswer): void {
    const env = this.#host.env as Record<string, string | undefined>;
    const ours = [
      ['JOULEBOOK_RUN', started.run],
      ['JOULEBOOK_REPORT_FILE', started.reportFile],
      ['JOULEBOOK_DIR', started.book],
    ] as const;
    for (const [name, value] of ours) {
      if (typeof value !== 'string' || value === '') continue;
      this.#environment.push([name, env[name], value]);
      env[name] = value;
    }
  }

  #restoreEnvironment(): void {
    const env = this.#host.env as Record<string, string | undefined>;
    for (const [name, before, ours] of this.#environment.splice(0)) {
      if (env[name] !== ours) continue; // somebody has changed it since: theirs
      if (before === undefined) delete env[name];
      else env[name] = before;
    }
  }
}

/** A window of a {@link MeasuredRun}. */
export class OpenWindow implements WindowHandle {
  readonly run: MeasuredRun;
  readonly id: string;
  readonly name: string;
  #ending: Promise<WindowResult | null> | undefined;

  constructor(run: MeasuredRun, id: string, name: string) {
    this.run = run;
    this.id = id;
    this.name = name;
  }

  get open(): boolean {
    return this.#ending === undefined;
  }

  window(name: string): WindowHandle {
    return this.run.openWindow(name, this);
  }

  end(): Promise<WindowResult | null> {
    this.#ending ??= this.run.endWindow(this);
    return this.#ending;
  }

  [Symbol.dispose](): void {
    this.end().catch(() => undefined); // under `strict` the run's end still rejects; here nobody waits
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}

function silent(timeoutMs: number): Problem {
  return problem(
    'E_PROTOCOL',
    `the agent did not answer within ${timeoutMs} ms`,
    'the machine is overloaded, or the agent is stuck',
    'look for the run in the book: `joulebook show @last`',
  );
}

function finite(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}

function* upTo(count: number): Generator<number, void, undefined> {
  for (let n = 1; n <= count; n += 1) yield n;
}

function sizeOf(rounds: Iterable<unknown> | number): number | undefined {
  if (typeof rounds === 'number') return rounds;
  if (Array.isArray(rounds)) return rounds.length;
  return rounds instanceof Set || rounds instanceof Map ? rounds.size : undefined;
}
