import { readFileSync, readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Host, Roots } from './host.ts';
import { bootClock } from './native.io.ts';

/** The file roots of this machine, unless the environment points a test at a fake one. */
export function rootsFrom(env: Readonly<Record<string, string | undefined>>): Roots {
  const fake = env['JOULEBOOK_FAKE_ROOT'];
  const base = fake === undefined || fake === '' ? '' : fake;
  const registry = env['JOULEBOOK_REGISTRY'];
  return {
    proc: env['JOULEBOOK_PROC'] ?? '/proc',
    sys: base === '' ? '/sys' : `${base}/sys`,
    etc: base === '' ? '/etc' : `${base}/etc`,
    dev: base === '' ? '/dev' : `${base}/dev`,
    registry: registry === undefined || registry === '' ? ['/tmp', '/dev/shm', '/var/tmp'] : [registry],
  };
}

/** The machine we run on. The native boot clock is used once loaded; before, /proc/uptime or the monotonic clock. */
export function realHost(overrides: Partial<Host> = {}): Host {
  const env = overrides.env ?? process.env;
  return {
    clock: { bootS: bootClock, wallMs: Date.now },
    random: Math.random,
    env,
    roots: rootsFrom(env),
    cwd: workingFolder(),
    home: env['HOME'] ?? safeHome(),
    pid: process.pid,
    uid: process.getuid?.() ?? 0,
    platform: process.platform,
    ...overrides,
  };
}

/** The working folder, also where it has been removed under our feet: then the path that it had. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    try {
      return readlinkSync('/proc/self/cwd').replace(/ \(deleted\)$/, ''); // proc(5)
    } catch {
      return '/';
    }
  }
}

function safeHome(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // no passwd entry: a container with a bare uid
  }
}

/** Reads a small text file of /proc or /sys; undefined where it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
