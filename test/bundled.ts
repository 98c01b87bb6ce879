import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { buildSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const made = new Map<string, string>();

/** Makes one file of JavaScript from a program in TypeScript, so that a test can start it as a process of its own. */
export function bundled(source: string): string {
  const before = made.get(source);
  if (before !== undefined) return before;
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['koffi'],
    write: false,
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  // Inside the repository, so that koffi is found; named for its content, so that tests side by side may make the same one.
  const folder = join(root, '.cache', 'test-programs');
  const out = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 20)}.mjs`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(out)) {
    const temp = `${out}.${process.pid}.${threadId}`;
    writeFileSync(temp, text);
    renameSync(temp, out);
  }
  made.set(source, out);
  return out;
}

/** A process that a test has started. */
export interface Started {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when stdout holds the text. */
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }>;
}

/** Starts a command; stdin is a pipe that stays open. */
export function started(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  const waiting: {
    readonly text: string;
    readonly resolve: () => void;
    readonly reject: (e: Error) => void;
  }[] = [];
  const check = (): void => {
    for (const wait of waiting) if (out.includes(wait.text)) wait.resolve();
  };
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    check();
  });
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = new Promise<Awaited<Started['ended']>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const wait of waiting) wait.reject(new Error(`ended without saying ${wait.text}: ${out} ${err}`));
      resolve({ code, signal, out, err });
    });
  });
  return {
    pid: child.pid ?? -1,
    kill: (signal) => void child.kill(signal),
    said: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject });
        check();
      }),
    ended,
  };
}
