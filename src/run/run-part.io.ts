import type { EndEvent } from '../book/journal-event.ts';
import type { RunRecord } from '../book/run-record.ts';
import type { Problem } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Native } from '../host/native.io.ts';
import { ok, type Result } from '../result.ts';
import { commandCpu } from './command-cpu.io.ts';
import type { CommandExit, CommandProcess } from './command-process.ts';
import type { CpuSource } from './cpu-source.ts';
import { recordMetricsFiles } from './metrics-files.io.ts';
import { stateOf } from './run-command.io.ts';
import { RunSession } from './session.io.ts';
import type { SessionOptions } from './session-options.ts';
import { spawnNative } from './spawn-native.io.ts';

/** One command of a run that this process leads, measured as a run of its own inside it. */
export interface PartRequest {
  readonly session: SessionOptions;
  readonly argv: readonly string[];
  /** Added to the environment of this process; an undefined value takes a variable out. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Files in which the command leaves its metrics, read when it has ended. */
  readonly metricsFiles: readonly string[];
  /** Open files for what the command reads and writes; without them it shares this process's. */
  readonly descriptors?: { readonly stdin: number; readonly stdout: number; readonly stderr: number };
  /** It leads a process group of its own. */
  readonly isGroupLeader?: boolean;
  readonly watcher?: PartWatcher;
}

type EndState = EndEvent['state'];

/** Who goes with a part through its life. */
export interface PartWatcher {
  /** The command runs and is about to be measured. */
  readonly onStart: (session: RunSession, command: CommandProcess) => void;
  /** After each reading on a tick. */
  readonly onSample?: (session: RunSession) => void;
  /** The command has exited; what is awaited here is still the part's. */
  readonly onExit?: (exit: CommandExit) => Promise<void>;
  /** How it is recorded, where that does not follow from its exit. */
  readonly state?: () => EndState | undefined;
}

/** A part that has ended. */
export interface PartOutcome {
  readonly exit: CommandExit;
  readonly record: RunRecord;
  readonly warnings: readonly Problem[];
}

/** The commands that a run of several parts has started: their CPU time is the run's, and none is taken for another's orphan. */
export class Parts {
  readonly #host: Host;
  readonly #native: Native | null;
  /** The run that they are parts of. */
  readonly #root: RunSession;
  readonly #live = new Map<CommandProcess, { readonly cpu: CpuSource; readonly others: Set<number> }>();
  #endedCpuS = 0;

  constructor(host: Host, native: Native | null, root: RunSession) {
    this.#host = host;
    this.#native = native;
    this.#root = root;
  }

  /** CPU time of all parts, s, for the run's own account. */
  get cpu(): CpuSource {
    return {
      name: () => 'parts',
      totalS: () => [...this.#live.values()].reduce((sum, { cpu }) => sum + cpu.totalS(), this.#endedCpuS),
      discover: () => {
        for (const { cpu } of this.#live.values()) cpu.discover();
      },
      survivors: () => [],
      close: () => {},
    };
  }

  /** Sends a signal to all commands that run. */
  signal(signal: number): void {
    for (const command of this.#live.keys()) command.signal(signal);
  }

  /** Runs a command to its end. A problem where it could not be started, or the book is none. */
  async run(request: PartRequest): Promise<Result<PartOutcome>> {
    const host = this.#host;
    const opened = RunSession.open(host, request.session, { within: this.#root });
    if (!opened.ok) return opened;
    const session = opened.value;
    const startedS = host.clock.bootS();
    const others = new Set([...this.#live.keys()].map(({ pid }) => pid));
    const spawned = await this.#start(request, session, others);
    if (!spawned.ok) {
      session.discard();
      return spawned;
    }
    const command = spawned.value;
    const cpu = commandCpu(host, command, startedS, others);
    for (const part of this.#live.values()) part.others.add(command.pid);
    this.#live.set(command, { cpu, others });
    session.attach(cpu, startedS);
    const { watcher } = request;
    watcher?.onStart(session, command);
    session.onSample(() => watcher?.onSample?.(session));
    session.begin();
    const exit = await command.exited;
    await watcher?.onExit?.(exit);
    const endedS = host.clock.bootS();
    this.#live.delete(command);
    for (const part of this.#live.values()) part.others.delete(command.pid);
    this.#endedCpuS += cpu.totalS();
    await recordMetricsFiles(session, request.metricsFiles);
    await session.settle();
    const { record } = session.end({ ...stateOf(exit, undefined, undefined), ...endState(watcher), endedS });
    command.release();
    return ok({ exit, record, warnings: session.warnings });
  }

  async #start(
    { session: { cwd }, argv, variables, descriptors, isGroupLeader }: PartRequest,
    session: RunSession,
    ours: ReadonlySet<number>,
  ): Promise<Result<CommandProcess>> {
    const environment = Object.entries({ ...this.#host.env, ...variables, ...session.variables }).flatMap(
      ([name, value]) =>
        value === undefined || name === 'JOULEBOOK_LAUNCH' ? [] : [Buffer.from(`${name}=${value}`)],
    );
    const spec = {
      argv: argv.map((word) => Buffer.from(word)),
      cwd,
      environment,
      descriptors: [0, 1, 2],
      softFiles: undefined,
      ignored: [],
      blocked: 0n,
      ours,
      stdout: undefined,
      ...descriptors,
      ...(isGroupLeader === undefined ? {} : { isGroupLeader }),
    };
    if (this.#native === null || process.platform !== 'linux')
      return (await import('./spawn-node.io.ts')).spawnByNode(spec);
    const perf = this.#host.env['JOULEBOOK_CPU_SOURCE'] !== 'proc';
    return spawnNative(this.#native, spec, { perf });
  }
}

function endState(watcher: PartWatcher | undefined): { readonly state?: EndState } {
  const state = watcher?.state?.();
  return state === undefined ? {} : { state };
}
