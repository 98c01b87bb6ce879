import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { err, ok, type Result } from '../result.ts';
import type { CommandExit, CommandProcess, CommandSpec } from './command-process.ts';
import { spawnProblem } from './spawn-native.io.ts';

/**
 * Starts a command with Node's own means, where the native bindings are missing: macOS, or an installation without
 * optional parts. Less faithful (docs/decisions/0003): no raw bytes in argv, no ignored signals, CPU time by /proc only.
 */
export async function spawnByNode(spec: CommandSpec): Promise<Result<CommandProcess>> {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  const [command = '', ...args] = spec.argv.map(text);
  const env = Object.fromEntries(
    spec.environment.map(text).map((entry) => {
      const cut = entry.indexOf('=', 1);
      return [entry.slice(0, cut), entry.slice(cut + 1)];
    }),
  );
  const highest = Math.max(2, ...spec.descriptors);
  const stdio = Array.from({ length: highest + 1 }, (_, fd) => {
    const given = [spec.stdin, spec.stdout, spec.stderr][fd];
    return given ?? (fd <= 2 || spec.descriptors.includes(fd) ? fd : 'ignore');
  });
  try {
    const child = spawn(command, args, {
      stdio,
      env,
      detached: spec.isGroupLeader === true,
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    });
    const exited = new Promise<CommandExit>((resolve) => {
      child.on('exit', (code, signal) =>
        resolve(
          signal === null
            ? { how: 'exited', code: code ?? 0 }
            : { how: 'signalled', signal: constants.signals[signal], core: false },
        ),
      );
    });
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      child.once('spawn', () => resolve(undefined));
      child.once('error', resolve);
    });
    if (failure !== undefined) return err(spawnProblem(errnoOf(failure), command));
    return ok({
      pid: child.pid ?? 0,
      signal: (signal) => void child.kill(signal as never),
      exited,
      waitedCpuS: () => null,
      countedCpuS: () => null,
      peakRssBytes: () => null,
      onStopped: () => {},
      release: () => {},
    });
  } catch (failure) {
    return err(spawnProblem(errnoOf(failure as NodeJS.ErrnoException), command));
  }
}

function errnoOf(failure: NodeJS.ErrnoException): number {
  const code = failure.code as keyof typeof constants.errno | undefined;
  return code === undefined ? constants.errno.EACCES : (constants.errno[code] ?? constants.errno.EACCES);
}
