type Environment = Readonly<Record<string, string | undefined>>;

/** The job that a process belongs to, as its launcher tells it. */
export interface Job {
  readonly launcher: 'torchrun' | 'openmpi' | 'hydra' | 'pals' | 'horovod' | 'slurm';
  /** Its name on all of its nodes: Slurm's job number, torchrun's run id, …; what `joulebook merge --job` takes. */
  readonly id: string;
  /** Slurm's step within the job. */
  readonly step?: string;
  /** Number of this process in it, and how many there are. */
  readonly rank?: number;
  readonly size?: number;
}

/** How the ranks of a job on one machine know each other. */
export interface RankIdentity {
  readonly job: Job;
  /** The same for all ranks of the job and for none of another; undefined where this process is its only rank here. */
  readonly key?: string;
  /** Names of launchers of whose processes the key needs one: Hydra tells its ranks no name of the job. */
  readonly proxies?: readonly string[];
}

/** Slurm's numbers of steps that are none: batch script, interactive and external steps. */
const LEAST_SPECIAL_STEP = 4_294_967_280;

/**
 * The job and the rank of a process by its environment: torchrun, Horovod, Open MPI, Hydra (MPICH, Intel MPI), PALS, srun. Launchers start each other, so
 * the innermost counts: srun starts mpirun or torchrun, not the other way round.
 *
 * @example
 * identityOf({ SLURM_JOB_ID: '42', SLURM_STEP_ID: '0', SLURM_PROCID: '3', SLURM_STEP_NUM_TASKS: '8' });
 * // { job: { launcher: 'slurm', id: '42', step: '0', rank: 3, size: 8 }, key: 'slurm:42.0' }
 */
export function identityOf(env: Environment): RankIdentity | undefined {
  for (const launcher of [torchrun, horovod, openMpi, hydra, pals, slurm]) {
    const identity = launcher(env);
    if (identity !== undefined) return identity;
  }
  return undefined;
}

function torchrun(env: Environment): RankIdentity | undefined {
  const { LOCAL_RANK, MASTER_ADDR, MASTER_PORT, TORCHELASTIC_RUN_ID } = env;
  if (!isCount(LOCAL_RANK) || MASTER_ADDR === undefined || MASTER_PORT === undefined) return undefined;
  const size = count(env['WORLD_SIZE']);
  if (size === undefined || size < 2) return undefined; // images are delivered with MASTER_ADDR and WORLD_SIZE=1
  const place = `${MASTER_ADDR}:${MASTER_PORT}`;
  // torchrun's own default for the name of a run is `none`.
  const named =
    TORCHELASTIC_RUN_ID === undefined || TORCHELASTIC_RUN_ID === 'none' ? undefined : TORCHELASTIC_RUN_ID;
  return identity(
    { launcher: 'torchrun', id: named ?? place, ...numbers(env['RANK'], env['WORLD_SIZE']) },
    `torchrun:${TORCHELASTIC_RUN_ID ?? ''}:${place}`,
    env['LOCAL_WORLD_SIZE'],
  );
}

function horovod(env: Environment): RankIdentity | undefined {
  const {
    HOROVOD_RANK,
    HOROVOD_SIZE,
    HOROVOD_GLOO_RENDEZVOUS_ADDR: at,
    HOROVOD_GLOO_RENDEZVOUS_PORT: port,
  } = env;
  if (!isCount(HOROVOD_RANK) || at === undefined || port === undefined) return undefined;
  const id = `${at}:${port}`;
  return identity(
    { launcher: 'horovod', id, ...numbers(HOROVOD_RANK, HOROVOD_SIZE) },
    `horovod:${id}`,
    env['HOROVOD_LOCAL_SIZE'],
  );
}

function openMpi(env: Environment): RankIdentity | undefined {
  const rank = env['OMPI_COMM_WORLD_RANK'];
  const id = env['PMIX_NAMESPACE'] ?? env['OMPI_MCA_ess_base_jobid'];
  if (!isCount(rank) || id === undefined) return undefined;
  return identity(
    { launcher: 'openmpi', id, ...numbers(rank, env['OMPI_COMM_WORLD_SIZE']) },
    `openmpi:${id}`,
    env['OMPI_COMM_WORLD_LOCAL_SIZE'],
  );
}

function hydra(env: Environment): RankIdentity | undefined {
  const rank = env['PMI_RANK'];
  if (!isCount(rank)) return undefined;
  // Slurm's own PMI sets PMI_RANK too; what only Hydra tells is the rank on the node.
  if (env['MPI_LOCALRANKID'] === undefined && stepOf(env) !== undefined) return undefined;
  const id = env['PMI_JOBID'] ?? env['SLURM_JOB_ID'] ?? 'mpi';
  const found = identity(
    { launcher: 'hydra', id, ...numbers(rank, env['PMI_SIZE']) },
    `hydra:${id}`,
    env['MPI_LOCALNRANKS'],
  );
  return { ...found, proxies: ['hydra_pmi_proxy', 'pmi_proxy', 'mpiexec.hydra', 'mpiexec', 'mpirun'] };
}

function pals(env: Environment): RankIdentity | undefined {
  const { PALS_APID: id, PALS_RANKID: rank } = env;
  if (id === undefined || !isCount(rank)) return undefined;
  return identity({ launcher: 'pals', id, ...numbers(rank, undefined) }, `pals:${id}`, undefined);
}

function slurm(env: Environment): RankIdentity | undefined {
  const id = env['SLURM_JOB_ID'] ?? env['SLURM_JOBID'];
  if (id === undefined || id === '') return undefined;
  const step = stepOf(env);
  if (step === undefined) return { job: { launcher: 'slurm', id } };
  const size = env['SLURM_STEP_NUM_TASKS'] ?? env['SLURM_NTASKS'];
  return identity(
    { launcher: 'slurm', id, step, ...numbers(env['SLURM_PROCID'], size) },
    `slurm:${id}.${step}`,
    size === '1' || /^1(\(x\d+\))?$/.test(env['SLURM_STEP_TASKS_PER_NODE'] ?? '') ? '1' : undefined,
  );
}

/** The step that srun has started; a batch script is no step. */
function stepOf(env: Environment): string | undefined {
  const step = env['SLURM_STEP_ID'] ?? env['SLURM_STEPID'];
  return isCount(step) && Number(step) < LEAST_SPECIAL_STEP && env['SLURM_JOB_ID'] !== undefined
    ? step
    : undefined;
}

function identity(job: Job, key: string, localSize: string | undefined): RankIdentity {
  return job.size === 1 || localSize === '1' ? { job } : { job, key };
}

function numbers(rank: string | undefined, size: string | undefined): { rank?: number; size?: number } {
  const [r, s] = [count(rank), count(size)];
  return { ...(r === undefined ? {} : { rank: r }), ...(s === undefined ? {} : { size: s }) };
}

function count(text: string | undefined): number | undefined {
  return isCount(text) ? Number(text) : undefined;
}

function isCount(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
