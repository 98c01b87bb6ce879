import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../../src/book/run-record.ts';
import { LAUNCHER, Place } from './joulebook.ts';

/** What a caller sees of a command. */
export interface Seen {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** How a shell script is run: with which input and further variables. */
export interface How {
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of `joulebook run`; default: `--quiet`. */
  readonly options?: string;
}

/** A folder in which commands are run directly and by `joulebook run`, to compare what their callers see. */
export class Comparison extends Place {
  /** Runs a bash script in which `$W` stands before the command of interest: empty. */
  direct(script: string, how: How = {}): Seen {
    return this.#bash(script, '', how);
  }

  /** The same script, in which `$W` measures the command. */
  wrapped(script: string, how: How = {}): Seen {
    return this.#bash(script, this.wrapper(how.options), how);
  }

  /** What stands in `$W` to measure a command. */
  wrapper(options = '--quiet'): string {
    return `${LAUNCHER} run --book ${join(this.dir, 'book')} ${options} --`;
  }

  #bash(script: string, wrapper: string, { input, env }: How): Seen {
    const { status, signal, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
      cwd: this.dir,
      env: this.env({ ...env, W: wrapper }),
      input: input ?? new Uint8Array(),
      timeout: 90_000,
      maxBuffer: 64 * 2 ** 20,
    });
    return { code: status, signal, stdout, stderr };
  }

  /** The records of all runs in this folder's book, oldest first. */
  records(book = join(this.dir, 'book')): readonly RunRecord[] {
    const files = readdirSync(join(book, 'runs'), { recursive: true, encoding: 'utf8' });
    return files
      .filter((file) => file.endsWith('run.json'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(book, 'runs', file), 'utf8')) as RunRecord);
  }

  /** The record of the newest run. */
  lastRecord(): RunRecord {
    const last = this.records().at(-1);
    if (last === undefined) throw new Error('the book holds no run');
    return last;
  }
}

export type Step = readonly ['expect', string] | readonly ['send', string] | readonly ['hangup'];

/**
 * A conversation on a terminal of its own, in which `$W` stands for the wrapper: with an interactive bash, or with a command that
 * leads the session itself.
 */
export function onTerminal(place: Comparison, wrapper: string, steps: readonly Step[], command?: string) {
  const driver = fileURLToPath(new URL('../fixtures/terminal.py', import.meta.url));
  const rc = join(place.dir, 'bashrc');
  writeFileSync(rc, "PS1='prompt> '\n");
  const { stdout, stderr } = spawnSync(
    'python3',
    [
      driver,
      JSON.stringify(steps),
      ...(command === undefined
        ? ['bash', '--rcfile', rc, '--noediting', '-i']
        : ['bash', '-c', `exec ${command}`]),
    ],
    {
      cwd: place.dir,
      env: place.env({ W: wrapper, TERM: 'xterm' }),
      encoding: 'utf8',
      timeout: 180_000,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as {
    readonly transcript: string;
    readonly status: number | null;
    readonly failed: Step | null;
  };
}

export { LAUNCHER };
