import { closeSync, existsSync, readSync } from 'node:fs';
import { constants } from 'node:os';
import { problem } from '../errors.ts';
import type { Native } from '../host/native.io.ts';
import { err, ok, type Result } from '../result.ts';
import { type CommandExit, type CommandProcess, type CommandSpec, SIG } from './command-process.ts';
import { reaperOf } from './reaper.io.ts';

/**
 * Starts a command by `posix_spawnp` with everything as the caller had it: descriptors, ignored and blocked signals, the soft
 * limit of descriptors, raw argv and environment (docs/decisions/0003). We become the reaper of its orphans, and a perf
 * event that the command inherits counts the CPU time of its whole tree, exited processes included.
 */
export function spawnNative(
  native: Native,
  spec: CommandSpec,
  options: { readonly perf: boolean },
): Result<CommandProcess> {
  const c = bindingsOf(native);
  const perfFd = options.perf ? openPerf(c) : undefined;
  c.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  for (const signal of spec.ignored) c.signal(signal, SIG_IGN);
  const restoreLimit = limitFiles(c, spec.softFiles);

  const actions = Buffer.alloc(256);
  c.actionsInit(actions);
  for (let fd = 0; fd <= 2; fd++) if (!spec.descriptors.includes(fd)) c.addClose(actions, fd);
  for (const fd of spec.descriptors) {
    const source = [spec.stdin, spec.stdout, spec.stderr][fd] ?? fd;
    c.addDup2(actions, source, fd);
  }
  const attributes = Buffer.alloc(1024);
  c.attrInit(attributes);
  const group = spec.isGroupLeader === true ? POSIX_SPAWN_SETPGROUP : 0; // the attribute's group is 0: its own
  c.attrFlags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group);
  // Node ignores these two for itself; the command gets the default back unless the caller ignored them.
  c.attrSigDefault(attributes, sigset([SIG.PIPE, SIG.XFSZ].filter((n) => !spec.ignored.includes(n))));
  c.attrSigMask(attributes, sigsetOf(spec.blocked));

  const argv = spec.cwd === undefined ? spec.argv : argvIn(c, actions, spec.cwd, spec.argv);

  const pid = new Int32Array(1);
  const environment = pointers(native, spec.environment);
  const file = terminated(argv[0] ?? new Uint8Array());
  let code = c.spawnp(pid, file, actions, attributes, pointers(native, argv), environment);
  if (code === constants.errno.ENOEXEC) {
    const script = findOnPath(Buffer.from(spec.argv[0] ?? []).toString(), spec.environment);
    const shell = [Buffer.from('/bin/sh'), Buffer.from(script), ...spec.argv.slice(1)];
    code = c.spawnp(
      pid,
      terminated(Buffer.from('/bin/sh')),
      actions,
      attributes,
      pointers(native, shell),
      environment,
    );
  }
  // A caller who ignores SIGCHLD makes the kernel reap our children: the command is to inherit that, we are to see its end.
  if (spec.ignored.includes(SIG.CHLD)) c.signal(SIG.CHLD, SIG_DFL);
  c.actionsDestroy(actions);
  c.attrDestroy(attributes);
  restoreLimit();
  if (code !== 0) {
    if (perfFd !== undefined) closeSync(perfFd);
    return err(spawnProblem(code, Buffer.from(spec.argv[0] ?? []).toString()));
  }
  return ok(watch(c, pid[0] as number, perfFd, spec.ours));
}

/** What went wrong with starting a command, with the exit status of a shell: 127 not found, 126 not executable. */
export function spawnProblem(errno: number, command: string): ReturnType<typeof problem> {
  if (errno === constants.errno.ENOENT) {
    if (/\S\s+\S/.test(command))
      return problem(
        'E_SPAWN_NOT_FOUND',
        `${command}: command not found`,
        'it is one word with spaces in it, the name of the program',
        'write its words apart, without quotes around all of them',
      );
    return problem(
      'E_SPAWN_NOT_FOUND',
      `${command}: command not found`,
      'it is not on the PATH, or its interpreter is missing',
      'check the spelling; write a path (./train.sh) for a file of this folder',
    );
  }
  const why: Partial<Record<number, string>> = {
    [constants.errno.EACCES]: 'it is a folder or has no permission to execute',
    [constants.errno.ENOTDIR]: 'a part of its path is not a folder',
    [constants.errno.E2BIG]: 'its arguments and environment are too large together',
    [constants.errno.ENOMEM]: 'there is no memory for another process',
    [constants.errno.EAGAIN]: 'the limit of processes is reached',
  };
  return problem(
    'E_SPAWN_DENIED',
    `${command}: cannot be started`,
    why[errno] ?? `error ${errno}`,
    'chmod +x it, or name its interpreter',
  );
}

/* Constants of the Linux ABI: <sys/prctl.h>, <spawn.h>, <sys/wait.h>, <linux/perf_event.h>. */
const PR_SET_CHILD_SUBREAPER = 36;
const POSIX_SPAWN_SETPGROUP = 0x02;
const POSIX_SPAWN_SETSIGDEF = 0x04;
const POSIX_SPAWN_SETSIGMASK = 0x08;
const SIG_DFL = 0;
const SIG_IGN = 1;
const RLIMIT_NOFILE = 7;
const PERF_TYPE_SOFTWARE = 1;
const PERF_COUNT_SW_TASK_CLOCK = 1n;
const PERF_DISABLED = 1n << 0n;
const PERF_INHERIT = 1n << 1n;
const PERF_EXCLUDE_KERNEL = 1n << 5n;
const PERF_EXCLUDE_HV = 1n << 6n;
const PERF_ENABLE_ON_EXEC = 1n << 12n;
const PERF_FLAG_FD_CLOEXEC = 8;
const PERF_SYSCALL: Partial<Record<string, number>> = { x64: 298, arm64: 241 };

type Bindings = ReturnType<typeof bind>;

const bound = new WeakMap<Native, Bindings>();

/** Looked up once: looking up a function of C takes longer than calling it. */
function bindingsOf(native: Native): Bindings {
  const known = bound.get(native) ?? bind(native);
  bound.set(native, known);
  return known;
}

function bind(native: Native) {
  const { func } = native;
  return {
    spawnp: func(
      'int posix_spawnp(void *pid, void *file, void *actions, void *attr, void *argv, void *envp)',
    ),
    actionsInit: func('int posix_spawn_file_actions_init(void *a)'),
    actionsDestroy: func('int posix_spawn_file_actions_destroy(void *a)'),
    addDup2: func('int posix_spawn_file_actions_adddup2(void *a, int from, int to)'),
    addClose: func('int posix_spawn_file_actions_addclose(void *a, int fd)'),
    addChdir: optional(() => func('int posix_spawn_file_actions_addchdir_np(void *a, void *path)')),
    attrInit: func('int posix_spawnattr_init(void *a)'),
    attrDestroy: func('int posix_spawnattr_destroy(void *a)'),
    attrFlags: func('int posix_spawnattr_setflags(void *a, short flags)'),
    attrSigDefault: func('int posix_spawnattr_setsigdefault(void *a, void *set)'),
    attrSigMask: func('int posix_spawnattr_setsigmask(void *a, void *set)'),
    prctl: func('int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)'),
    signal: func('size_t signal(int signal, size_t handler)'),
    wait4: func('int wait4(int pid, void *status, int options, void *usage)'),
    kill: func('int kill(int pid, int signal)'),
    getrlimit: func('int getrlimit(int resource, void *limit)'),
    setrlimit: func('int setrlimit(int resource, void *limit)'),
    syscall: func('long syscall(long number, ...)'),
    errno: native.errno,
  };
}

/** A function that older C libraries lack. */
function optional<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** A counter of the CPU time of everything the command starts; undefined where the kernel does not let us. */
function openPerf(c: Bindings): number | undefined {
  const number = PERF_SYSCALL[process.arch];
  if (number === undefined) return undefined;
  const attr = Buffer.alloc(128);
  attr.writeUInt32LE(PERF_TYPE_SOFTWARE, 0);
  attr.writeUInt32LE(attr.length, 4);
  attr.writeBigUInt64LE(PERF_COUNT_SW_TASK_CLOCK, 8);
  // Without exclude_kernel an unprivileged user is refused; a task clock counts system time all the same.
  attr.writeBigUInt64LE(
    PERF_DISABLED | PERF_INHERIT | PERF_EXCLUDE_KERNEL | PERF_EXCLUDE_HV | PERF_ENABLE_ON_EXEC,
    40,
  );
  const fd = c.syscall(number, 'void *', attr, 'int', 0, 'int', -1, 'int', -1, 'ulong', PERF_FLAG_FD_CLOEXEC);
  return fd >= 0 ? Number(fd) : undefined;
}

/** Has a command started in a folder: by the C library, or by a shell around it where that is too old to. */
function argvIn(
  c: Bindings,
  actions: Buffer,
  cwd: string,
  argv: readonly Uint8Array[],
): readonly Uint8Array[] {
  const folder = Buffer.from(cwd);
  if (c.addChdir !== undefined) {
    c.addChdir(actions, terminated(folder));
    return argv;
  }
  const words = ['/bin/sh', '-c', 'cd "$0" && exec "$@"'].map((word) => Buffer.from(word));
  return [...words, folder, ...argv];
}

function limitFiles(c: Bindings, soft: number | undefined): () => void {
  const now = new BigUint64Array(2);
  if (soft === undefined || c.getrlimit(RLIMIT_NOFILE, now) !== 0) return () => {};
  const callers = new BigUint64Array([BigInt(soft), now[1] ?? 0n]);
  c.setrlimit(RLIMIT_NOFILE, callers);
  return () => c.setrlimit(RLIMIT_NOFILE, now);
}

function watch(
  c: Bindings,
  pid: number,
  perfFd: number | undefined,
  ours: ReadonlySet<number>,
): CommandProcess {
  const count = Buffer.alloc(8);
  let waitedS = 0;
  let peakRss = 0;
  let stopped: (signal: number) => void = () => {};
  const reaper = reaperOf(c.wait4);
  const exited = new Promise<CommandExit>((resolve) => {
    reaper.add({
      pid,
      ours,
      onReaped: (cpuS, peakRssBytes) => {
        waitedS += cpuS;
        peakRss = Math.max(peakRss, peakRssBytes);
      },
      onExit: resolve,
      onStopped: (signal) => stopped(signal),
    });
  });

  return {
    pid,
    signal: (signal) => void c.kill(pid, signal),
    exited,
    waitedCpuS: () => waitedS,
    countedCpuS: () => {
      if (perfFd === undefined) return null;
      readSync(perfFd, count);
      return (count.readUInt32LE(4) * 2 ** 32 + count.readUInt32LE(0)) / 1e9;
    },
    peakRssBytes: () => (peakRss === 0 ? null : peakRss),
    onStopped: (listener) => {
      stopped = listener;
    },
    release: () => {
      reaper.remove(pid);
      if (perfFd !== undefined) closeSync(perfFd);
    },
  };
}

function sigset(signals: readonly number[]): Buffer {
  return sigsetOf(signals.reduce((bits, n) => bits | (1n << BigInt(n - 1)), 0n));
}

function sigsetOf(bits: bigint): Buffer {
  const set = Buffer.alloc(128);
  set.writeBigUInt64LE(bits, 0);
  return set;
}

function terminated(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(1)]);
}

/** A NULL-ended table of C strings, the strings behind it in the same memory so that they live as long as it does. */
function pointers(native: Native, list: readonly Uint8Array[]): Buffer {
  const tableSize = 8 * (list.length + 1);
  const memory = Buffer.alloc(list.reduce((size, bytes) => size + bytes.length + 1, tableSize));
  const address = BigInt(native.koffi.address(memory));
  let at = tableSize;
  for (const [i, bytes] of list.entries()) {
    memory.set(bytes, at);
    memory.writeBigUInt64LE(address + BigInt(at), 8 * i);
    at += bytes.length + 1;
  }
  return memory;
}

function findOnPath(name: string, environment: readonly Uint8Array[]): string {
  if (name.includes('/')) return name;
  const entry = environment
    .map((bytes) => Buffer.from(bytes).toString())
    .find((text) => text.startsWith('PATH='));
  const found = (entry ?? '')
    .slice('PATH='.length)
    .split(':')
    .map((folder) => `${folder || '.'}/${name}`);
  return found.find((path) => existsSync(path)) ?? name;
}
