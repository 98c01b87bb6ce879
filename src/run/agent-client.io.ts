import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Socket } from 'node:net';
import { type Problem, problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { packageRoot } from '../host/package-root.io.ts';
import { VERSION } from '../host/version.ts';
import { type AgentAnswer, parseAnswer, problemOf } from './agent-answers.ts';

/** Bytes that may wait for a full pipe before metrics are dropped. */
const METRICS_BOUND = 1 << 20;
const PROTOCOL = 'joulebook.agent/1';

/** What the client needs to know to start an agent. */
export interface AgentClientOptions {
  readonly host: Host;
  /** Program and arguments; default: `JOULEBOOK_BIN agent`, else this package's own. */
  readonly command?: readonly string[];
  /** Longest wait for an answer, ms. */
  readonly timeoutMs: number;
  /** Takes what belongs to no answer that is waited for. */
  readonly onProblem: (problem: Problem) => void;
}

/**
 * The client's end of the two pipes to an agent (docs/reference/agent-protocol.md). It never keeps the program alive: the child and
 * its pipes are unref'ed, and only an answer that is waited for holds the event loop, no longer than its timeout.
 */
export class AgentClient {
  readonly #child: ChildProcess;
  readonly #options: AgentClientOptions;
  readonly #waiting = new Map<number, (answer: AgentAnswer | null) => void>();
  readonly #ended: Promise<void>;
  #lastId = 0;
  #partial = '';
  #dead = false;
  #closing = false;
  #slow = false;
  #dropped = 0;

  private constructor(child: ChildProcess, options: AgentClientOptions) {
    this.#child = child;
    this.#options = options;
    this.#ended = new Promise((resolve) => {
      const ended = (): void => {
        this.#die();
        resolve();
      };
      child.once('exit', ended);
      child.once('error', (failure) => {
        if (!this.#dead) options.onProblem(cannotStart(failure.message));
        ended();
      });
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    child.stdout?.on('end', () => this.#die());
    child.stdin?.on('error', () => this.#die()); // a broken pipe: the agent is gone
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) (pipe as Socket | null)?.unref();
  }

  /** Starts an agent and greets it. A program that cannot be started is told to `onProblem`, and every answer is null. */
  static start(options: AgentClientOptions): AgentClient {
    const [program = '', ...args] = options.command ?? agentCommand(options.host);
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...options.host.env, JOULEBOOK_NODE: options.host.env['JOULEBOOK_NODE'] ?? execPath },
    });
    const client = new AgentClient(child, options);
    client.send({ type: 'hello', protocol: PROTOCOL, client: `node/${VERSION}` });
    return client;
  }

  /** False once the agent has ended or was closed. */
  get alive(): boolean {
    return !this.#dead && !this.#closing;
  }

  /** How many metric lines a full pipe has cost. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Sends a message that is answered only if it fails. Never blocks; metrics are dropped where the agent does not keep up. */
  send(message: Readonly<Record<string, unknown>>, droppable = false): void {
    this.#write({ ...message, quiet: true }, droppable);
  }

  /** Sends a message and waits for its answer; null when it fails (told to `onProblem`), or does not come in time. */
  async ask(message: Readonly<Record<string, unknown>>, timeoutMs?: number): Promise<AgentAnswer | null> {
    if (!this.alive) return null;
    const id = this.#write(message, false);
    // After one silence we do not wait long again, or each epoch would pay for a stuck agent.
    const wait = timeoutMs ?? (this.#slow ? Math.min(100, this.#options.timeoutMs) : this.#options.timeoutMs);
    const answer = await new Promise<AgentAnswer | null>((resolve) => {
      const timer = setTimeout(() => {
        this.#slow = true;
        resolve(null);
      }, wait);
      this.#waiting.set(id, (found) => {
        clearTimeout(timer);
        resolve(found);
      });
    });
    this.#waiting.delete(id);
    if (answer !== null) this.#slow = false;
    if (answer?.type !== 'error') return answer;
    this.#options.onProblem(problemOf(answer));
    return null;
  }

  /** Ends the input, which makes the agent close the run and leave, and waits for that no longer than the timeout. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    this.#child.stdin?.end();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.timeoutMs);
    });
    await Promise.race([this.#ended, tooLong]);
    clearTimeout(timer);
  }

  /** Exit status of an agent that has ended by itself. */
  get exitStatus(): string {
    return this.#child.signalCode ?? `${this.#child.exitCode ?? 'unknown'}`;
  }

  #write(message: Readonly<Record<string, unknown>>, droppable: boolean): number {
    this.#lastId += 1;
    const { stdin } = this.#child;
    if (!this.alive || stdin === null) return this.#lastId;
    if (droppable && stdin.writableLength > METRICS_BOUND) {
      this.#dropped += 1;
      return this.#lastId;
    }
    const t = this.#options.host.clock.bootS();
    stdin.write(`${JSON.stringify({ id: this.#lastId, ...message, t })}\n`);
    return this.#lastId;
  }

  #read(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) {
      const answer = parseAnswer(line);
      if (answer === undefined) continue;
      const waiting = typeof answer.re === 'number' ? this.#waiting.get(answer.re) : undefined;
      if (waiting !== undefined) waiting(answer);
      else if (answer.type === 'error') this.#options.onProblem(problemOf(answer));
    }
  }

  #die(): void {
    this.#dead = true;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}

function agentCommand(host: Host): readonly string[] {
  const named = host.env['JOULEBOOK_BIN'];
  return [named === undefined || named === '' ? join(packageRoot(), 'bin', 'joulebook') : named, 'agent'];
}

function cannotStart(why: string): Problem {
  return problem(
    'E_SPAWN_NOT_FOUND',
    'nothing is measured: the agent cannot be started',
    why,
    'install joulebook, or name the program: JOULEBOOK_BIN=/path/to/joulebook',
  );
}
