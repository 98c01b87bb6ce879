import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LAUNCHER = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with its own home and registry, and the built command in it. */
export class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'joulebook-cli-'));

  env(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: join(this.dir, 'home'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      TMPDIR: this.dir,
      JOULEBOOK_REGISTRY: join(this.dir, 'registry'),
      ...extra,
    };
  }

  run(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Outcome {
    return this.runIn(this.dir, args, extra);
  }

  /** Runs what takes longer than most. */
  runFor(timeout: number, args: readonly string[], extra: Readonly<Record<string, string>> = {}): Outcome {
    return this.runIn(this.dir, args, extra, timeout);
  }

  /** Runs it in another folder. */
  runIn(
    folder: string,
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
    timeout = 90_000,
  ): Outcome {
    const { status, stdout, stderr } = spawnSync(LAUNCHER, args, {
      cwd: folder,
      env: this.env(extra),
      encoding: 'utf8',
      timeout,
      maxBuffer: 64 * 2 ** 20,
    });
    return { code: status, stdout, stderr };
  }
}
