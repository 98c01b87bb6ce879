import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import type { EnergySource } from '../../../src/meters/source.ts';

/** A machine made of files that change while it is measured. */
export class SysfsTree {
  readonly root = mkdtempSync(join(tmpdir(), 'joulebook-sysfs-'));
  readonly host: Host;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, overrides: Partial<Host> = {}) {
    const at = (name: string): string => join(this.root, name);
    for (const name of ['proc', 'sys', 'etc', 'dev']) mkdirSync(at(name));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.host = realHost({
      env: {},
      roots: { proc: at('proc'), sys: at('sys'), etc: at('etc'), dev: at('dev'), registry: [at('tmp')] },
      ...overrides,
    });
  }

  /** A text that begins with `-> ` is a link. */
  write(path: string, text: string | Uint8Array): void {
    const target = join(this.root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof text === 'string' && text.startsWith('-> ')) symlinkSync(text.slice(3), target);
    else writeFileSync(target, text);
  }

  /** A device's file that goes away also fails through an open descriptor; a regular one is emptied for that. */
  vanish(path: string): void {
    truncateSync(join(this.root, path));
    rmSync(join(this.root, path));
  }

  move(from: string, to: string): void {
    renameSync(join(this.root, from), join(this.root, to));
  }
}

/** What a source hands over, as pairs [low, high] per channel. */
export function taken(source: EnergySource, nowS: number): readonly (readonly [number, number])[] {
  const n = source.channels.length;
  const low = new Float64Array(n + 1).fill(-1);
  const high = new Float64Array(n + 1).fill(-1);
  source.take(nowS, low, high, 1);
  if (low[0] !== -1 || high[0] !== -1) throw new Error('it wrote before its place');
  return Array.from({ length: n }, (_, i) => [low[i + 1] as number, high[i + 1] as number] as const);
}

/** Shortened: channel, state and reason of each trouble. */
export function troubles(source: EnergySource): readonly string[] {
  return source.troubles().map(({ channel, state, why }) => `${channel} ${state}: ${why}`);
}
