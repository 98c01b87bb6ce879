import type { MetricGoal } from '../../book/metric-goal.ts';

/** What an entry's machine must be; each text stands somewhere in the name, whatever its case. */
export interface HardwareClass {
  readonly cpu?: string;
  readonly gpu?: string;
  /** How many GPUs. */
  readonly gpus?: number;
}

/** What an entry must reach to have a rank. */
export interface Constraints {
  /** The metric is at least this, or at most where less is better. */
  readonly metric?: number;
  /** Energy at the wall, J, at most. */
  readonly energyJ?: number;
}

/** What a leaderboard is about: `leaderboard.yaml`. */
export interface LeaderboardTask {
  readonly name: string;
  readonly description?: string;
  readonly metric: string;
  readonly goal: MetricGoal;
  /** An entry of fewer seeds has no rank. */
  readonly minSeeds: number;
  readonly hardware?: HardwareClass;
  readonly constraints: Constraints;
  /** Name of the entry that the cost of a point of quality is counted from. */
  readonly baseline?: string;
}

/** Repetitions that a task asks for where it says nothing: the fewest whose spread says something. */
export const DEFAULT_SEEDS = 3;

/** Why a machine is not of a class; undefined where it is. */
export function notOfClass(
  machine: { readonly cpu: string; readonly gpus: readonly string[] } | null,
  wanted: HardwareClass | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (machine === null) return 'its machine is not recorded';
  const has = (name: string, part: string): boolean => name.toLowerCase().includes(part.toLowerCase());
  const { cpu, gpu, gpus } = wanted;
  if (cpu !== undefined && !has(machine.cpu, cpu)) return `its CPU is ${machine.cpu}, not ${cpu}`;
  if (gpu !== undefined && (machine.gpus.length === 0 || !machine.gpus.every((name) => has(name, gpu))))
    return `its GPUs are ${machine.gpus.length === 0 ? 'none' : machine.gpus.join(', ')}, not ${gpu}`;
  if (gpus !== undefined && machine.gpus.length !== gpus)
    return `it has ${machine.gpus.length} GPUs, not ${gpus}`;
  return undefined;
}

/** A class in words. */
export function classText({ cpu, gpu, gpus }: HardwareClass): string {
  const cards = gpu ?? (gpus === undefined ? undefined : 'GPU');
  return [cpu, cards === undefined || gpus === undefined ? cards : `${gpus} × ${cards}`]
    .filter((part) => part !== undefined)
    .join(', ');
}
