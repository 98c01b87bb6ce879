import { closeFeeds, startFeeds } from '../meters/feeds.io.ts';
import { hostId } from '../hardware/host-id.io.ts';
import { statOf } from '../attribution/process-stat.io.ts';
import { type Problem, problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Native } from '../host/native.io.ts';
import { err, ok, type Result } from '../result.ts';
import type { RunRecord } from '../book/run-record.ts';
import type { Capture } from './capture.ts';
import { commandCpu } from './command-cpu.io.ts';
import { type CommandExit, type CommandProcess, SIG } from './command-process.ts';
import { endTree } from './end-tree.io.ts';
import { forwardSignals } from './forward-signals.io.ts';
import { type LaunchState, rawArguments, readLaunchState } from './launch-state.io.ts';
import { type LimitName, type Limits, passedLimit } from './limits.ts';
import { recordMetricsFiles } from './metrics-files.io.ts';
import { outlast } from './ranks/outlast.io.ts';
import type { OutputTap } from './output-tap.io.ts';
import { RunSession } from './session.io.ts';
import type { SessionOptions } from './session-options.ts';
import { signalName } from './signal-names.io.ts';
import { type StandInRequest, standInCommand, standInFor } from './stand-in.io.ts';
import { spawnNative } from './spawn-native.io.ts';

/** What `joulebook run` is asked to do. */
export interface RunRequest {
  readonly session: SessionOptions;
  readonly argv: readonly string[];
  readonly limits: Limits;
  readonly capture: Capture | undefined;
  /** Files in which the command leaves its metrics, read when it has ended. */
  readonly metricsFiles: readonly string[];
  /** The program that the command is to find joulebook in the place of. */
  readonly standIn?: StandInRequest;
}

/** Who wants to know how the run goes on. */
export interface RunObserver {
  /** The command has been started and the machine described. */
  readonly onStart: (session: RunSession) => void;
  readonly onSample: (session: RunSession) => void;
  /** A limit has been passed; the command is being ended. */
  readonly onLimit: (limit: LimitName, session: RunSession) => void;
}

/** A measured command that has ended. */
export interface RunOutcome {
  readonly exit: CommandExit;
  readonly record: RunRecord;
  readonly limit: LimitName | undefined;
  readonly warnings: readonly Problem[];
  /** Where the record stands; null where the book could not be written. */
  readonly recordPath: string | null;
}

/**
 * Runs a command and measures it: its output, descriptors, signals and exit are the caller's, untouched.
 *
 * @returns the outcome, or a problem where nothing was run (command not found, a book that is none).
 */
export async function runCommand(
  host: Host,
  native: Native | null,
  request: RunRequest,
  observer: RunObserver,
): Promise<Result<RunOutcome>> {
  const launch = readLaunchState(host.env);
  const feeds = await startFeeds(host, hostId(host), request.session.meters ?? {});
  const opened = RunSession.open(host, { ...request.session, feeds });
  if (!opened.ok) {
    closeFeeds(feeds);
    return opened;
  }
  const session = opened.value;
  const tap = await openTap(native, request.capture, session);
  if (!tap.ok) {
    session.discard();
    return tap;
  }

  let interruptedBy: NodeJS.Signals | undefined;
  let followStop: (() => void) | undefined;
  const signals = forwardSignals(launch.ignored, (name) => {
    if (name === 'SIGINT' || name === 'SIGTERM' || name === 'SIGHUP' || name === 'SIGQUIT')
      interruptedBy ??= name;
    // Node does not tell of a stopped child: look whether the command has followed.
    if (name === 'SIGTSTP' && native === null) setTimeout(() => followStop?.(), 50);
  });
  const startedS = host.clock.bootS();
  const ours = new Set(feeds.pids);
  const spawned = await start(host, native, launch, { ...request, ours }, session, tap.value);
  if (!spawned.ok) {
    signals.stop();
    session.discard();
    return spawned;
  }
  const command = spawned.value;
  signals.to(command.signal);
  command.onStopped(() => stopWith(host, command));
  followStop = () => {
    const { state = 'T' } = statOf(host.roots.proc, command.pid) ?? {};
    if (state === 'T') stopWith(host, command);
  };
  session.attach(commandCpu(host, command, startedS, ours), startedS);

  let limit: LimitName | undefined;
  let ending: Promise<void> | undefined;
  const isLimited = Object.keys(request.limits).length > 0;
  const enforce = (): void => {
    if (!isLimited || limit !== undefined) return;
    limit = passedLimit(request.limits, session.spent());
    if (limit === undefined) return;
    observer.onLimit(limit, session);
    ending = endTree(host, command);
  };
  const timer = timeLimit(request.limits, enforce);
  session.onSample(() => {
    enforce();
    observer.onSample(session);
  });
  session.begin();
  observer.onStart(session);

  const exit = await command.exited;
  clearTimeout(timer);
  session.onSample(() => observer.onSample(session)); // too late for limits
  await ending; // what it left behind is ended with it, and measured until then
  await outlast(session);
  const endedS = host.clock.bootS();
  await tap.value?.drain();
  await recordMetricsFiles(session, request.metricsFiles);
  signals.to(() => session.hurry()); // its pid may be another process's by now
  await session.settle();
  signals.stop();
  const { record, recordPath } = session.end({
    ...stateOf(exit, limit, interruptedBy),
    ...(limit === undefined ? {} : { limit }),
    endedS,
  });
  command.release();
  return ok({ exit, record, limit, warnings: session.warnings, recordPath });
}

async function openTap(
  native: Native | null,
  capture: Capture | undefined,
  session: RunSession,
): Promise<Result<OutputTap | undefined>> {
  if (capture === undefined) return ok(undefined);
  // Loaded only here: it brings Node's networking with it.
  const { OutputTap: Tap } = await import('./output-tap.io.ts');
  const tap =
    native === null
      ? undefined
      : Tap.open(native, (line) => {
          const report = capture.read(line);
          if (report !== undefined) session.told.report(report);
        });
  if (tap !== undefined) return ok(tap);
  return err(
    problem(
      'E_NATIVE',
      '--capture needs the native bindings',
      'the optional package koffi could not be loaded',
      'install with optional dependencies, or report metrics through $JOULEBOOK_REPORT_FILE',
    ),
  );
}

async function start(
  host: Host,
  native: Native | null,
  launch: LaunchState,
  request: RunRequest & { readonly ours: ReadonlySet<number> },
  session: RunSession,
  tap: OutputTap | undefined,
): Promise<Result<CommandProcess>> {
  const environment = [
    ...inherited(host, launch, session),
    ...Object.entries(session.variables).map(([name, value]) => Buffer.from(`${name}=${value}`)),
  ];
  const argv = rawArguments(request.argv);
  const { standIn } = request;
  const spec = {
    argv: standIn === undefined ? argv : standInCommand(standIn, argv, host.env['PATH'] ?? ''),
    environment: standIn === undefined ? environment : standInFor(standIn, environment),
    descriptors: launch.descriptors,
    softFiles: launch.softFiles,
    ignored: launch.ignored,
    blocked: launch.blocked,
    stdout: tap?.writeEnd,
    ours: request.ours,
  };
  const usesNative = native !== null && process.platform === 'linux';
  const perf = host.env['JOULEBOOK_CPU_SOURCE'] !== 'proc';
  const spawned = usesNative
    ? spawnNative(native, spec, { perf })
    : await (await import('./spawn-node.io.ts')).spawnByNode(spec);
  tap?.started();
  return spawned;
}

/** The caller's environment, less what is ours to set anew and what the launcher left for us. */
function inherited(host: Host, launch: LaunchState, session: RunSession): readonly Buffer[] {
  const all =
    launch.environment ??
    Object.entries(host.env).map(([name, value]) => Buffer.from(`${name}=${value ?? ''}`));
  const ours = new Set([...Object.keys(session.variables), 'JOULEBOOK_LAUNCH']);
  return all.filter((entry) => !ours.has(entry.toString('latin1', 0, Math.max(0, entry.indexOf('=')))));
}

/** The command was stopped: so are we, until somebody continues us; then the command goes on too. */
function stopWith(host: Host, command: CommandProcess): void {
  process.kill(host.pid, 'SIGSTOP');
  // Here we have been continued. A shell's `fg` continues the whole group; a lone `kill -CONT` of us does not.
  if (statOf(host.roots.proc, command.pid)?.state === 'T') command.signal(SIG.CONT);
}

/** The time limit does not wait for a tick. */
function timeLimit(limits: Limits, enforce: () => void): NodeJS.Timeout | undefined {
  if (limits.durationS === undefined) return undefined;
  const ms = Math.min(limits.durationS * 1000 + 1, 2 ** 31 - 1);
  return setTimeout(enforce, ms);
}

/** How a run is recorded whose command ended so. */
export function stateOf(
  exit: CommandExit,
  limit: LimitName | undefined,
  interruptedBy: NodeJS.Signals | undefined,
) {
  const byExit =
    exit.how === 'exited'
      ? { exitCode: exit.code, signal: null }
      : { exitCode: null, signal: signalName(exit.signal) };
  const fine = exit.how === 'exited' && exit.code === 0;
  const state =
    limit !== undefined
      ? 'stopped'
      : fine
        ? 'ok'
        : interruptedBy !== undefined || interrupting(exit)
          ? 'interrupted'
          : 'failed';
  return { ...byExit, state } as const;
}

/** Signals with which somebody ends a run that is not at fault. */
function interrupting(exit: CommandExit): boolean {
  return exit.how === 'signalled' && [SIG.HUP, SIG.INT, SIG.QUIT, SIG.TERM].includes(exit.signal as never);
}
