import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants as access } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Host } from '../../host/host.ts';
import type { NvmlConstants } from './constants.ts';
import { nvmlConstants } from './constants.io.ts';
import { SMI_COLUMNS, type SmiRow, smiRow } from './smi-csv.ts';
import type { SmiFeed } from './smi-feed.ts';

/** Longest line that is kept: nvidia-smi's are some hundred characters. */
const LONGEST_LINE = 4096;

/**
 * Starts nvidia-smi, for machines whose library cannot be called from here; undefined where there is no such tool. To be started before the command is,
 * since after that all children are waited for. It keeps no process alive, and ends with its pipe if we are killed.
 */
export function startSmi(host: Host): SmiFeed | undefined {
  const program = findProgram(host);
  if (program === undefined) return undefined;
  return new Smi(program, host, nvmlConstants());
}

class Smi implements SmiFeed {
  readonly program: string;
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #host: Host;
  readonly #decoder = new StringDecoder('utf8');
  readonly #latest = new Map<number, SmiRow>();
  #settle: () => void = () => {};
  #listener: (row: SmiRow, atS: number) => void = () => {};
  #rest = '';
  /** The last line that was none of a GPU: it tells what is wrong. */
  #said = '';
  #ended: string | undefined;
  #isClosed = false;

  constructor(program: string, host: Host, constants: NvmlConstants) {
    this.program = program;
    this.#host = host;
    this.ready = new Promise((resolve) => {
      // This timer alone keeps the process alive: until it is ready, somebody waits for it.
      const timer = setTimeout(resolve, constants.smiReadyS * 1000);
      this.#settle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    const arguments_ = [
      `--query-gpu=${SMI_COLUMNS}`,
      '--format=csv,noheader,nounits',
      `--loop-ms=${Math.round(constants.smiPeriodS * 1000)}`,
    ];
    const env = { ...host.env, LC_ALL: 'C' };
    this.#child = spawn(program, arguments_, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => this.#end(error.message));
    // The end of its output, not of itself: it may be waited for elsewhere, and then its exit is never seen.
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(this.#decoder.write(chunk)));
    this.#child.stdout?.on('close', () => this.#end(this.#said));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#hear(chunk.toString('utf8')));
    this.#child.unref();
    unref(this.#child.stdout);
    unref(this.#child.stderr);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  rows(): readonly SmiRow[] {
    return [...this.#latest.values()].sort((a, b) => a.index - b.index);
  }

  ended(): string | undefined {
    return this.#ended;
  }

  listen(listener: (row: SmiRow, atS: number) => void): void {
    this.#listener = listener;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener = () => {};
    if (this.#ended === undefined) this.#child.kill('SIGTERM');
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#settle();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    const row = smiRow(line);
    if (row === undefined) {
      this.#hear(line);
      return;
    }
    this.#latest.set(row.index, row);
    this.#listener(row, this.#host.clock.bootS());
    if (this.#latest.size >= row.count) this.#settle();
  }

  #hear(text: string): void {
    const last = text.trim().split('\n').at(-1) ?? '';
    if (last !== '') this.#said = last;
  }

  #end(why: string): void {
    if (this.#isClosed || this.#ended !== undefined) return;
    this.#ended = why === '' ? 'nvidia-smi has ended' : `nvidia-smi has ended: ${why}`;
    this.#settle();
  }
}

/** A pipe of a child is a socket, though its type does not say so. */
function unref(stream: unknown): void {
  (stream as { unref?: () => void } | null)?.unref?.();
}

function findProgram(host: Host): string | undefined {
  const named = host.env['JOULEBOOK_NVIDIA_SMI'] || undefined;
  if (named?.includes('/') === true) return isProgram(named) ? named : undefined;
  const folders = (host.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const name = named ?? 'nvidia-smi';
  return [...folders, '/usr/lib/wsl/lib'].map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, access.X_OK);
    return true;
  } catch {
    return false;
  }
}
