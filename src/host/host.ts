/** The world as an argument: whatever touches the machine takes its `Host`, so a test can hand in another one. */
export interface Host {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly roots: Roots;
  readonly cwd: string;
  readonly home: string | undefined;
  readonly pid: number;
  readonly uid: number;
  readonly platform: string;
}

/** Time. Durations and energy are integrated on the boot clock; wall time only labels. */
export interface Clock {
  /** Seconds since boot, suspension included (CLOCK_BOOTTIME). */
  readonly bootS: () => number;
  /** Milliseconds since 1970, UTC. */
  readonly wallMs: () => number;
}

/** Where the machine's pseudo file systems stand; a fake machine is another set of folders. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
  readonly etc: string;
  readonly dev: string;
  /** Where the registry of live runs of this machine may be made, most preferred first. */
  readonly registry: readonly string[];
}
