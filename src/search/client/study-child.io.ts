import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { packageRoot } from '../../host/package-root.io.ts';
import { VERSION } from '../../host/version.ts';
import { type AgentAnswer, JoulebookError, parseAnswer, problemOf } from '../../run/agent-answers.ts';
import { STUDY_PROTOCOL } from '../drive/drive-message.ts';

interface Waiting {
  readonly resolve: (answer: AgentAnswer) => void;
  readonly reject: (failure: JoulebookError) => void;
}

/**
 * The process that works on a study for this program, and the two pipes to it (docs/reference/study-protocol.md). It keeps the program alive only
 * while an answer is waited for.
 */
export class StudyChild {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #partial = '';
  #isOver: Problem | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#end(gone(`its exit status is ${signal ?? String(code)}`));
        resolve();
      });
      child.once('error', ({ message }) => {
        this.#end(cannotStart(message));
        resolve();
      });
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    child.stdin?.on('error', () => {}); // a broken pipe: its end is told by `exit`
    child.unref();
    this.#hold(false);
  }

  /** Starts it. @param command program and arguments; default: `JOULEBOOK_BIN`, else this package's own. */
  static start(host: Host, args: readonly string[], command: readonly string[] | undefined): StudyChild {
    const [program = '', ...first] = command ?? [programOf(host)];
    const env = { ...host.env, JOULEBOOK_NODE: host.env['JOULEBOOK_NODE'] ?? execPath };
    const child = new StudyChild(
      spawn(program, [...first, 'study', 'drive', ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env,
        cwd: host.cwd,
      }),
    );
    // Its failure is that of the first question.
    child.ask({ type: 'hello', protocol: STUDY_PROTOCOL, client: `node/${VERSION}` }).catch(() => {});
    return child;
  }

  /** Sends a message and waits for its answer; what is refused is thrown. */
  async ask(message: Readonly<Record<string, unknown>>): Promise<AgentAnswer> {
    if (this.#isOver !== undefined) throw new JoulebookError(this.#isOver);
    const id = ++this.#lastId;
    const answer = new Promise<AgentAnswer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#hold(true);
    this.#child.stdin?.write(`${JSON.stringify({ id, ...message })}\n`);
    return answer;
  }

  /** Ends its input and waits until it has left. */
  async close(): Promise<void> {
    this.#isOver ??= CLOSED;
    this.#child.stdin?.end();
    this.#child.ref();
    await this.#ended;
  }

  #read(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) {
      const answer = parseAnswer(line);
      const id = answer?.re;
      const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
      if (answer === undefined || typeof id !== 'number' || waiting === undefined) continue;
      this.#waiting.delete(id);
      if (answer.type === 'error') waiting.reject(new JoulebookError(problemOf(answer)));
      else waiting.resolve(answer);
    }
    this.#hold(this.#waiting.size > 0);
  }

  #end(why: Problem): void {
    this.#isOver ??= why;
    for (const { reject } of this.#waiting.values()) reject(new JoulebookError(why));
    this.#waiting.clear();
  }

  /** Whether the program is to live on for an answer. */
  #hold(isHeld: boolean): void {
    for (const pipe of [this.#child.stdin, this.#child.stdout]) {
      if (isHeld) (pipe as Socket | null)?.ref();
      else (pipe as Socket | null)?.unref();
    }
  }
}

function programOf(host: Host): string {
  const named = host.env['JOULEBOOK_BIN'];
  return named === undefined || named === '' ? join(packageRoot(), 'bin', 'joulebook') : named;
}

const CLOSED = problem(
  'E_PROTOCOL',
  'the study is closed',
  undefined,
  'open it again: it goes on where it was left',
);

function gone(why: string): Problem {
  return problem(
    'E_PROTOCOL',
    'the process that worked on the study has ended',
    why,
    'open the study again: what it had decided is kept, and trials in flight are given out again',
  );
}

function cannotStart(why: string): Problem {
  return problem(
    'E_SPAWN_NOT_FOUND',
    'the study cannot be worked on: joulebook cannot be started',
    why,
    'install joulebook, or name the program: JOULEBOOK_BIN=/path/to/joulebook',
  );
}
