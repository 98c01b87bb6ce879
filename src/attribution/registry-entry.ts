/** A live run as the other runs of the machine see it: one small file, rewritten at each tick. */
export interface RegistryEntry {
  readonly id: string;
  readonly rootId: string;
  readonly parentId?: string;
  /** True for a run without a live ancestor: only these share the idle energy. */
  readonly isRoot: boolean;
  readonly pid: number;
  /** The process whose descendants, itself included, are the run's work; the tracker's own pid where it started the command. */
  readonly rootPid: number;
  /** Start of the tracker process in ticks since boot; with the pid it names the process for good. */
  readonly startTicks: number;
  readonly uid: number;
  /** Inode of the pid namespace: processes of another one cannot be looked up. */
  readonly pidNamespace: string;
  /** Part of the machine reserved for the run, 0 to 1. */
  readonly reserved: number;
  /** Name of that reservation: runs that give the same have it together. */
  readonly reservation?: string;
  /** The most of the machine's idle energy that the run can own, 0 to 1; left out where that is all. */
  readonly atMost?: number;
  /** GPUs that are reserved for its job, by their numbers on the machine. */
  readonly gpus?: readonly number[];
  /** The job of which this run is a rank, or which it leads: its ranks on this machine are one root. */
  readonly job?: string;
  readonly intervalS: number;
}

/** What the run used until its last tick: cumulative CPU seconds of its tree and of its tracker, at two ticks. */
export interface RegistryUse {
  readonly atS: number;
  readonly cpuS: number;
  readonly trackerCpuS: number;
  readonly beforeS: number;
  readonly cpuBeforeS: number;
  readonly trackerBeforeS: number;
}

/** Another run that is alive on this machine. */
export interface LiveRun {
  readonly entry: RegistryEntry;
  readonly use: RegistryUse;
}

/** A run's CPU use in CPU seconds a second, from its last two ticks; 0 when it has not spoken for five of its intervals. */
export function rateOf(
  entry: RegistryEntry,
  use: RegistryUse,
  nowS: number,
): { readonly cpu: number; readonly tracker: number } {
  const length = use.atS - use.beforeS;
  if (length <= 0 || nowS - use.atS > 5 * entry.intervalS + 1) return { cpu: 0, tracker: 0 };
  return {
    cpu: Math.max(0, (use.cpuS - use.cpuBeforeS) / length),
    tracker: Math.max(0, (use.trackerCpuS - use.trackerBeforeS) / length),
  };
}

const WIDTH = 20;

/** The file's text: one line of JSON, one line of fixed width that is rewritten in place. */
export function entryText(entry: RegistryEntry, use: RegistryUse): string {
  return `${JSON.stringify(entry)}\n${useText(use)}`;
}

/** The line of fixed width. */
export function useText(use: RegistryUse): string {
  const numbers = [use.atS, use.cpuS, use.trackerCpuS, use.beforeS, use.cpuBeforeS, use.trackerBeforeS];
  return `${numbers.map((n) => n.toFixed(6).padStart(WIDTH)).join(' ')}\n`;
}

/** Reads both lines back; undefined for what is no entry. */
export function parseEntry(
  text: string,
): { readonly entry: RegistryEntry; readonly use: RegistryUse } | undefined {
  const [first = '', second = ''] = text.split('\n');
  let entry: unknown;
  try {
    entry = JSON.parse(first);
  } catch {
    return undefined;
  }
  const numbers = second.trim().split(/\s+/).map(Number);
  if (!isEntry(entry) || numbers.length !== 6 || numbers.some((n) => !Number.isFinite(n))) return undefined;
  const [atS = 0, cpuS = 0, trackerCpuS = 0, beforeS = 0, cpuBeforeS = 0, trackerBeforeS = 0] = numbers;
  return { entry, use: { atS, cpuS, trackerCpuS, beforeS, cpuBeforeS, trackerBeforeS } };
}

function isEntry(value: unknown): value is RegistryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof RegistryEntry, unknown>>;
  const numbers = [entry.pid, entry.rootPid, entry.startTicks, entry.uid, entry.reserved, entry.intervalS];
  return (
    typeof entry.id === 'string' &&
    typeof entry.rootId === 'string' &&
    typeof entry.isRoot === 'boolean' &&
    typeof entry.pidNamespace === 'string' &&
    numbers.every((n) => typeof n === 'number' && Number.isFinite(n)) &&
    ['string', 'undefined'].includes(typeof entry.reservation) &&
    ['number', 'undefined'].includes(typeof entry.atMost) &&
    ['string', 'undefined'].includes(typeof entry.job) &&
    (entry.gpus === undefined || (Array.isArray(entry.gpus) && entry.gpus.every(Number.isInteger)))
  );
}
