import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../../../src/run/ranks/job-of.ts';

const TORCH = {
  RANK: '5',
  LOCAL_RANK: '1',
  WORLD_SIZE: '8',
  LOCAL_WORLD_SIZE: '4',
  MASTER_ADDR: 'n1',
  MASTER_PORT: '29500',
  TORCHELASTIC_RUN_ID: 'none',
};
const SRUN = {
  SLURM_JOB_ID: '42',
  SLURM_STEP_ID: '0',
  SLURM_PROCID: '3',
  SLURM_LOCALID: '1',
  SLURM_STEP_NUM_TASKS: '8',
  SLURM_STEP_TASKS_PER_NODE: '4(x2)',
};
const OPEN_MPI = {
  OMPI_COMM_WORLD_RANK: '2',
  OMPI_COMM_WORLD_SIZE: '4',
  OMPI_COMM_WORLD_LOCAL_RANK: '2',
  OMPI_COMM_WORLD_LOCAL_SIZE: '4',
};
const HYDRA = { PMI_RANK: '0', PMI_SIZE: '4', MPI_LOCALRANKID: '0', MPI_LOCALNRANKS: '4', PMI_FD: '9' };

describe('the rank of a process by its environment', () => {
  test.each([
    ['no job', {}, undefined],
    [
      'torchrun',
      TORCH,
      { job: { launcher: 'torchrun', id: 'n1:29500', rank: 5, size: 8 }, key: 'torchrun:none:n1:29500' },
    ],
    [
      'torchrun with a name',
      { ...TORCH, TORCHELASTIC_RUN_ID: 'llama' },
      { job: { launcher: 'torchrun', id: 'llama', rank: 5, size: 8 }, key: 'torchrun:llama:n1:29500' },
    ],
    [
      'torchrun with one process on each node',
      { ...TORCH, LOCAL_WORLD_SIZE: '1' },
      { job: { launcher: 'torchrun', id: 'n1:29500', rank: 5, size: 8 } },
    ],
    ['an image that is delivered with WORLD_SIZE=1', { ...TORCH, WORLD_SIZE: '1' }, undefined],
    [
      'MASTER_ADDR that a batch script exports',
      { MASTER_ADDR: 'n1', MASTER_PORT: '29500', WORLD_SIZE: '8' },
      undefined,
    ],
    ['srun', SRUN, { job: { launcher: 'slurm', id: '42', step: '0', rank: 3, size: 8 }, key: 'slurm:42.0' }],
    [
      'srun with one task on each node',
      { ...SRUN, SLURM_STEP_TASKS_PER_NODE: '1(x8)' },
      { job: { launcher: 'slurm', id: '42', step: '0', rank: 3, size: 8 } },
    ],
    [
      'srun with one task',
      { ...SRUN, SLURM_STEP_NUM_TASKS: '1' },
      { job: { launcher: 'slurm', id: '42', step: '0', rank: 3, size: 1 } },
    ],
    [
      'a batch script',
      { SLURM_JOB_ID: '42', SLURM_PROCID: '0', SLURM_NTASKS: '8' },
      { job: { launcher: 'slurm', id: '42' } },
    ],
    [
      'a batch script of a Slurm that numbers it as a step',
      { ...SRUN, SLURM_STEP_ID: '4294967291' },
      { job: { launcher: 'slurm', id: '42' } },
    ],
    [
      'torchrun that srun has started on each node',
      { ...SRUN, ...TORCH },
      { job: { launcher: 'torchrun' }, key: 'torchrun:none:n1:29500' },
    ],
    [
      'Open MPI 4',
      { ...OPEN_MPI, OMPI_MCA_ess_base_jobid: '3141' },
      { job: { launcher: 'openmpi', id: '3141', rank: 2, size: 4 }, key: 'openmpi:3141' },
    ],
    [
      'Open MPI 5 in a Slurm job',
      { ...SRUN, ...OPEN_MPI, PMIX_NAMESPACE: 'prterun-n1-7@1' },
      { job: { launcher: 'openmpi', id: 'prterun-n1-7@1' }, key: 'openmpi:prterun-n1-7@1' },
    ],
    ['MPICH and Intel MPI', HYDRA, { job: { launcher: 'hydra', rank: 0, size: 4 }, key: 'hydra:mpi' }],
    [
      'MPICH by srun, without Hydra',
      { ...SRUN, PMI_RANK: '3', PMI_SIZE: '8' },
      { job: { launcher: 'slurm' }, key: 'slurm:42.0' },
    ],
    [
      'PALS',
      { PALS_APID: 'a-1', PALS_RANKID: '6' },
      { job: { launcher: 'pals', id: 'a-1', rank: 6 }, key: 'pals:a-1' },
    ],
    [
      'Horovod',
      {
        HOROVOD_RANK: '1',
        HOROVOD_SIZE: '2',
        HOROVOD_GLOO_RENDEZVOUS_ADDR: '10.0.0.1',
        HOROVOD_GLOO_RENDEZVOUS_PORT: '4000',
      },
      { job: { launcher: 'horovod', id: '10.0.0.1:4000', rank: 1, size: 2 }, key: 'horovod:10.0.0.1:4000' },
    ],
  ])('%s', (_, env, expected) => {
    const found = identityOf(env);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
    expect(found?.key).toBe((expected as { key?: string } | undefined)?.key);
  });

  test('all ranks of a job have one key, and ranks of another have another', () => {
    const rank = (n: number, port: string) =>
      identityOf({ ...TORCH, RANK: `${n}`, LOCAL_RANK: `${n}`, MASTER_PORT: port });
    fc.assert(
      fc.property(fc.nat(7), fc.nat(7), (a, b) => {
        expect(rank(a, '29500')?.key).toBe(rank(b, '29500')?.key);
        expect(rank(a, '29500')?.key).not.toBe(rank(b, '29501')?.key);
      }),
    );
  });
});
