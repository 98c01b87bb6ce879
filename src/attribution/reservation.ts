import type { CgroupFacts } from '../hardware/cgroup-facts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is kept on this machine for a run, or for the job that it belongs to. */
export interface Reservation {
  /** How many CPUs; 0 where only GPUs are known. */
  readonly cpus: number;
  /** Runs that give the same name have the reservation together; without one it is the run's own. */
  readonly name?: string;
  /** GPUs, by their numbers on the machine. */
  readonly gpus: readonly number[];
}

/**
 * What is reserved for a run: what the user declares with JOULEBOOK_RESERVED_CPUS, else the allocation of its Slurm job on this node, else an
 * exclusive cpuset around it. Reservations take their part of the idle energy first.
 *
 * @example
 * reservationOf({ SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '4', SLURM_JOB_GPUS: '2,3' }, {}); // { cpus: 4, name: 'slurm:7', gpus: [2, 3] }
 */
export function reservationOf(env: Environment, cgroup: CgroupFacts): Reservation | undefined {
  const declared = env['JOULEBOOK_RESERVED_CPUS'];
  const slurm = slurmAllocation(env, cgroup.slurm);
  if (declared !== undefined) return { cpus: positive(declared) ?? 0, gpus: slurm?.gpus ?? [] };
  if (slurm !== undefined) return slurm;
  const { exclusive } = cgroup;
  return exclusive === undefined
    ? undefined
    : { cpus: exclusive.cpus, name: `cpuset:${exclusive.list}`, gpus: [] };
}

/** The reserved part of the machine's CPUs, 0 to 1. */
export function reservedPart({ cpus }: Reservation, cpuCapacity: number): number {
  return cpuCapacity > 0 ? Math.min(1, cpus / cpuCapacity) : 0;
}

/** The allocation of the Slurm job on this node. A shell that `salloc` has started elsewhere carries the job's variables too: it has none. */
function slurmAllocation(env: Environment, cgroup: CgroupFacts['slurm']): Reservation | undefined {
  const told = env['SLURM_JOB_ID'] ?? env['SLURM_JOBID'];
  const isHere = env['SLURM_CPUS_ON_NODE'] !== undefined || env['SLURMD_NODENAME'] !== undefined;
  const job = cgroup?.job ?? (isHere ? told : undefined);
  if (job === undefined || job === '') return undefined;
  // Variables of another job (a terminal multiplexer that was started in it) say nothing of this one.
  const own = job === told ? env : {};
  const cpus = cgroup?.cpus ?? jobCpus(own) ?? positive(own['SLURM_CPUS_ON_NODE']) ?? 0;
  const gpus = numbersIn(own['SLURM_JOB_GPUS'] ?? own['SLURM_STEP_GPUS'] ?? own['GPU_DEVICE_ORDINAL'] ?? '');
  return { cpus, name: `slurm:${job}`, gpus };
}

/**
 * CPUs of the job on this node by SLURM_JOB_CPUS_PER_NODE, e.g. `72(x2),36`; SLURM_CPUS_ON_NODE, within a step, has only the step's. Undefined
 * where the nodes differ and ours is not known: SLURM_NODEID counts the step's nodes.
 */
function jobCpus(env: Environment): number | undefined {
  const counts = (env['SLURM_JOB_CPUS_PER_NODE'] ?? '').split(',').flatMap((part) => {
    const match = /^(\d+)(?:\(x(\d+)\))?$/.exec(part);
    if (match === null) return [];
    return Array.from({ length: Math.min(MOST_NODES, Number(match[2] ?? 1)) }, () => Number(match[1]));
  });
  if (new Set(counts).size === 1) return positive(String(counts[0]));
  const isOfJob = [undefined, env['SLURM_JOB_NODELIST']].includes(env['SLURM_STEP_NODELIST']);
  const node = Number(env['SLURM_NODEID'] ?? Number.NaN);
  return isOfJob ? positive(String(counts[node])) : undefined;
}

/** No list of nodes is longer. */
const MOST_NODES = 65_536;

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** `0,2-3` as numbers. */
function numbersIn(text: string): readonly number[] {
  const found = text.split(',').flatMap((part) => {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part.trim());
    if (match === null) return [];
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
  });
  return [...new Set(found)].slice(0, MOST_GPUS);
}

/** More GPUs than that stand in no machine. */
const MOST_GPUS = 64;
