/** How a command ended. */
export type CommandExit =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'signalled'; readonly signal: number; readonly core: boolean };

/** A started command, however it was started. */
export interface CommandProcess {
  readonly pid: number;
  /** Sends a signal to the command alone. */
  readonly signal: (signal: number) => void;
  /** Resolves when the command itself has exited; descendants may live on. */
  readonly exited: Promise<CommandExit>;
  /** CPU seconds of all processes waited for so far (the command, its descendants, reaped orphans); null if unknown. */
  readonly waitedCpuS: () => number | null;
  /** CPU seconds of the tree by a live counter, null if there is none. */
  readonly countedCpuS: () => number | null;
  /** Largest resident memory of one process of the tree that was waited for, bytes; null if unknown. */
  readonly peakRssBytes: () => number | null;
  /** Calls back when the command is stopped (Ctrl-Z) with the signal. */
  readonly onStopped: (listener: (signal: number) => void) => void;
  /** Gives back descriptors and listeners. */
  readonly release: () => void;
}

/** What the command is started with. */
export interface CommandSpec {
  readonly argv: readonly Uint8Array[];
  /** The folder that it is started in, else ours. */
  readonly cwd?: string;
  /** Whole environment entries `NAME=value`. */
  readonly environment: readonly Uint8Array[];
  readonly descriptors: readonly number[];
  readonly softFiles: number | undefined;
  readonly ignored: readonly number[];
  readonly blocked: bigint;
  /** Descriptor that becomes the command's stdout (for `--capture`), else it inherits ours. */
  readonly stdout: number | undefined;
  /** Descriptors that become its stdin and stderr, else it inherits ours. */
  readonly stdin?: number;
  readonly stderr?: number;
  /** It leads a process group of its own: the keys of a terminal do not reach it, and one signal reaches all of it. */
  readonly isGroupLeader?: boolean;
  /** Children of ours that were started before and are no part of the command: meters' helpers. */
  readonly ours: ReadonlySet<number>;
}

/** Numbers of the signals that we name (Linux x86-64 and arm64, macOS where they agree). */
export const SIG = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  XFSZ: 25,
} as const;
