import { type ChildProcess, spawn } from 'node:child_process';
import { BURN_SOURCE } from './burn-source.ts';

/** Loads the CPUs as told, in a program of its own that ends with us. */
export class CpuLoad {
  readonly #child: ChildProcess;
  /** Why it ended, where it should not have. */
  ended: string | undefined;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    // Options of Node in the environment are the user's programs': they must not act on the load.
    const { NODE_OPTIONS: _, ...rest } = env;
    this.#child = spawn(process.execPath, ['-e', BURN_SOURCE], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: rest,
      // Out of the terminal's group: Ctrl-C comes to us, and we end it.
      detached: true,
    });
    this.#child.on('error', (error) => {
      this.ended ??= error.message;
    });
    this.#child.on('exit', (code, signal) => {
      this.ended ??= `it ended with ${signal ?? String(code)}`;
    });
    this.#child.stdin?.on('error', () => undefined);
  }

  /** @param load 0 to 1, of every CPU. */
  set(load: number): void {
    this.#child.stdin?.write(`${Math.round(load * 1000)}\n`);
  }

  end(): void {
    this.#child.removeAllListeners('exit');
    this.#child.stdin?.destroy();
    this.#child.kill('SIGKILL');
  }
}

/** A load of the user's: a shell command in a process group of its own. */
export class CommandLoad {
  readonly #child: ChildProcess;
  /** How it ended; undefined while it runs. */
  ended: string | undefined;

  constructor(command: string, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    this.#child = spawn('/bin/sh', ['-c', command], {
      ...options,
      // What it writes is no data of ours.
      stdio: ['ignore', 2, 2],
      detached: true,
    });
    this.#child.on('error', (error) => {
      this.ended ??= error.message;
    });
    this.#child.on('exit', (code, signal) => {
      this.ended ??= signal === null ? `it ended with exit code ${code ?? 0}` : `it was ended by ${signal}`;
    });
  }

  end(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.ended !== undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // it has just ended by itself
    }
  }
}
