import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Registry } from '../../attribution/registry.io.ts';
import { reservationOf } from '../../attribution/reservation.ts';
import { sqliteEngines } from '../../book/sqlite.io.ts';
import { readCgroup } from '../../hardware/cgroup.io.ts';
import type { MachineDescription } from '../../hardware/describe-machine.io.ts';
import { bootId } from '../../hardware/host-id.io.ts';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { monotonicMs } from '../../host/monotonic.io.ts';
import { native } from '../../host/native.io.ts';
import { VERSION } from '../../host/version.ts';
import type { SystemFacts } from './system-facts.ts';

/** Looks at what joulebook stands on. */
export function lookAtSystem(host: Host, machine: MachineDescription): SystemFacts {
  const { env, roots } = host;
  const isClockSynced = clockSynced(host);
  const cgroup = readCgroup(host);
  return {
    version: VERSION,
    node: process.versions.node,
    machine: machine.info,
    cpuCapacity: machine.cpuCapacity,
    ...optional('cpuQuota', cgroup.quota),
    ...optional('cpuList', cgroup.cpuset?.list),
    ...optional('reservation', reservationOf(env, cgroup)),
    ...optional('declaredCpus', given(env['JOULEBOOK_RESERVED_CPUS'])),
    ...optional('insideRun', given(env['JOULEBOOK_RUN'])),
    ...optional('fakeRoot', given(env['JOULEBOOK_FAKE_ROOT'])),
    native: native() !== null ? 'loaded' : env['JOULEBOOK_NO_NATIVE'] === '1' ? 'switched off' : 'missing',
    ...optional('isClockSynced', isClockSynced),
    suspendedS: native() === null ? 0 : Math.max(0, host.clock.bootS() - monotonicMs() / 1000),
    registry: lookAtRegistry(host),
    perfParanoid: readLine(join(roots.proc, 'sys/kernel/perf_event_paranoid')),
    isRoot: host.uid === 0,
    sqlite: sqliteEngines(),
    python: lookAtPython(host),
  };
}

function lookAtRegistry(host: Host): SystemFacts['registry'] {
  const registry = Registry.open(host, bootId(host));
  const tried = host.roots.registry;
  if (registry === undefined || !isWritable(registry.folder)) return { tried, live: [] };
  return { folder: registry.folder, tried, live: registry.others().map(({ entry }) => entry.id) };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** <sys/timex.h>: the kernel's answer where its clock is not kept in step. */
const TIME_ERROR = 5;
/** Larger than `struct timex` of any Linux. */
const TIMEX_BYTES = 512;

/** Whether a time server sets the clock, as the kernel says; else as systemd leaves word. */
function clockSynced(host: Host): boolean | undefined {
  const bindings = host.platform === 'linux' ? native() : null;
  if (bindings !== null) {
    // No mode is set in it, so this only asks.
    const state = bindings.func('int adjtimex(void *timex)')(Buffer.alloc(TIMEX_BYTES));
    if (state >= 0) return state !== TIME_ERROR;
  }
  return existsSync(join(host.roots.etc, '../run/systemd/timesync/synchronized')) ? true : undefined;
}

/** How long Python may take to say where the client is, ms. */
const PYTHON_MS = 5000;
/** Looks for the client without running any of it. */
const FIND =
  'import importlib.util as u; s = u.find_spec("joulebook"); print(s.origin if s and s.origin else "")';

function lookAtPython(host: Host): SystemFacts['python'] {
  const program = findProgram(host, 'python3') ?? findProgram(host, 'python');
  if (program === undefined) return { state: 'no-python' };
  const { status, stdout } = spawnSync(program, ['-c', FIND], {
    cwd: host.cwd,
    encoding: 'utf8',
    timeout: PYTHON_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const path = status === 0 ? stdout.trim() : '';
  if (path === '') return { state: 'without', program };
  return { state: 'found', program, path, ...optional('version', versionIn(path)) };
}

function versionIn(path: string): string | undefined {
  try {
    return /^__version__ = "([^"]+)"$/m.exec(readFileSync(path, 'utf8'))?.[1];
  } catch {
    return undefined; // e.g. inside a zip file
  }
}

function findProgram(host: Host, name: string): string | undefined {
  const folders = (host.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
