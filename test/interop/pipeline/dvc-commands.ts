import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../cli/joulebook.ts';

const setUp = fileURLToPath(new URL('../../../scripts/set-up.mjs', import.meta.url));
const script = fileURLToPath(new URL('dvc_commands.py', import.meta.url));

/** The `dvc` command of the interop environment, started once for many commands: its start alone takes a second. */
export class DvcCommands {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(child: ChildProcess) {
    this.#child = child;
    if (child.stdout === null) throw new Error('no stdout');
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The Python of the environment, which is made first if it is not there yet. */
  static python(): string {
    const args = [setUp, 'python', 'test/interop/requirements-dvc.txt'];
    return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
  }

  static start(): DvcCommands {
    const child = spawn(DvcCommands.python(), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    return new DvcCommands(child);
  }

  /** Runs one command; several at once are run in turn. */
  async run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
    const answer = this.#last.then(async () => {
      this.#child.stdin?.write(`${JSON.stringify({ cwd, args, env })}\n`);
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error('the DVC that answers has ended');
      return JSON.parse(value) as Outcome;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  stop(): void {
    this.#child.stdin?.end();
  }
}
