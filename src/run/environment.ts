/** Variables that say how a training was set up; nothing else of the environment is recorded (it holds secrets). */
const RECORDED = [
  'CONDA_DEFAULT_ENV',
  'CUDA_VISIBLE_DEVICES',
  'ROCR_VISIBLE_DEVICES',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'PYTHONHASHSEED',
  'SLURM_JOB_ID',
  'SLURM_STEP_ID',
  'SLURM_PROCID',
  'SLURM_NODEID',
  'SLURM_JOB_GPUS',
  'SLURM_ARRAY_TASK_ID',
  'SLURM_CPUS_ON_NODE',
  'SLURM_JOB_PARTITION',
  'SLURM_NNODES',
  'VIRTUAL_ENV',
  'WORLD_SIZE',
  'RANK',
  'LOCAL_RANK',
] as const;

/** The recorded part of an environment. */
export function recordedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = RECORDED.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
