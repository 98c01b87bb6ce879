import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reservationOf, reservedPart } from '../../src/attribution/reservation.ts';
import { reservedGpus } from '../../src/attribution/reserved-gpus.ts';
import { shareDevice } from '../../src/attribution/share-device.ts';
import { type Claim, shareIdle } from '../../src/attribution/share-out.ts';

const SLURM = { SLURM_JOB_ID: '7', SLURMD_NODENAME: 'n1' };

describe('what is reserved', () => {
  test.each([
    ['nothing', {}, {}, undefined],
    [
      'what is declared',
      { JOULEBOOK_RESERVED_CPUS: '8', SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '4' },
      {},
      { cpus: 8, gpus: [] },
    ],
    [
      'what is declared as none',
      { ...SLURM, JOULEBOOK_RESERVED_CPUS: '0', SLURM_CPUS_ON_NODE: '4' },
      {},
      { cpus: 0, gpus: [] },
    ],
    ['nonsense', { JOULEBOOK_RESERVED_CPUS: 'all' }, {}, { cpus: 0, gpus: [] }],
    [
      'the CPUs of a job',
      { SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '4' },
      {},
      { cpus: 4, name: 'slurm:7', gpus: [] },
    ],
    [
      'the job, not the step',
      { ...SLURM, SLURM_CPUS_ON_NODE: '1', SLURM_JOB_CPUS_PER_NODE: '16(x4)' },
      {},
      { cpus: 16, name: 'slurm:7', gpus: [] },
    ],
    [
      'the job on its second node',
      {
        ...SLURM,
        SLURM_CPUS_ON_NODE: '8',
        SLURM_JOB_CPUS_PER_NODE: '72(x1),36',
        SLURM_NODEID: '1',
        SLURM_JOB_NODELIST: 'n[0-1]',
        SLURM_STEP_NODELIST: 'n[0-1]',
      },
      {},
      { cpus: 36, name: 'slurm:7', gpus: [] },
    ],
    [
      'a step on other nodes than its job: what it is told itself',
      {
        ...SLURM,
        SLURM_CPUS_ON_NODE: '8',
        SLURM_JOB_CPUS_PER_NODE: '72,36',
        SLURM_NODEID: '0',
        SLURM_JOB_NODELIST: 'n[0-1]',
        SLURM_STEP_NODELIST: 'n1',
      },
      {},
      { cpus: 8, name: 'slurm:7', gpus: [] },
    ],
    [
      'what the cgroup of the job says',
      { ...SLURM, SLURM_CPUS_ON_NODE: '4' },
      { slurm: { job: '7', cpus: 8 } },
      { cpus: 8, name: 'slurm:7', gpus: [] },
    ],
    [
      'a job whose variables are gone',
      {},
      { slurm: { job: '7', cpus: 8 } },
      { cpus: 8, name: 'slurm:7', gpus: [] },
    ],
    [
      'not what another job left in a shell',
      { ...SLURM, SLURM_CPUS_ON_NODE: '4', SLURM_JOB_GPUS: '1' },
      { slurm: { job: '9' } },
      { cpus: 0, name: 'slurm:9', gpus: [] },
    ],
    [
      'not what salloc tells on the login node',
      { SLURM_JOB_ID: '7', SLURM_JOB_CPUS_PER_NODE: '16' },
      {},
      undefined,
    ],
    [
      'GPUs by their numbers',
      { ...SLURM, SLURM_CPUS_ON_NODE: '4', SLURM_JOB_GPUS: '2-3,0', SLURM_STEP_GPUS: '2' },
      {},
      { cpus: 4, name: 'slurm:7', gpus: [2, 3, 0] },
    ],
    [
      'an exclusive cpuset',
      {},
      { exclusive: { cpus: 4, list: '0-3' } },
      { cpus: 4, name: 'cpuset:0-3', gpus: [] },
    ],
  ])('%s', (_, env, cgroup, expected) => expect(reservationOf(env, cgroup)).toEqual(expected));

  test('is never more than the machine', () => {
    expect(reservedPart({ cpus: 4, gpus: [] }, 16)).toBe(0.25);
    expect(reservedPart({ cpus: 64, gpus: [] }, 16)).toBe(1);
    expect(reservedPart({ cpus: 4, gpus: [] }, 0)).toBe(0);
  });

  test('anything may stand in the environment', () => {
    const text = fc.option(fc.string(), { nil: undefined });
    const env = fc.record({
      JOULEBOOK_RESERVED_CPUS: text,
      SLURM_JOB_ID: text,
      SLURM_CPUS_ON_NODE: text,
      SLURM_JOB_CPUS_PER_NODE: fc.oneof(text, fc.constant('9999999(x9999999999)')),
      SLURM_NODEID: text,
      SLURM_JOB_GPUS: fc.oneof(text, fc.constant('0-9999')),
    });
    fc.assert(
      fc.property(env, (given) => {
        const found = reservationOf(given, {});
        expect(found?.cpus ?? 0).toBeGreaterThanOrEqual(0);
        expect(found?.gpus.length ?? 0).toBeLessThanOrEqual(64);
      }),
    );
  });
});

const part = fc.double({ min: 0, max: 1.5, noNaN: true });
const claim: fc.Arbitrary<Claim> = fc.record({
  cpuS: fc.constant(1),
  reserved: fc.oneof(fc.constant(0), part),
  reservation: fc.constantFrom('slurm:1', 'slurm:2', 'cpuset:0-3'),
  atMost: fc.constantFrom(1, 0.5, 0.1, 0),
});
const free = claim.map(
  ({ cpuS, reserved, atMost }): Claim => ({ cpuS, reserved, ...(atMost === undefined ? {} : { atMost }) }),
);
const claims = fc.array(fc.oneof(claim, free), { maxLength: 10 });

describe('idle shares', () => {
  const plain = (reserved: number, reservation?: string): Claim => ({
    cpuS: 0,
    reserved,
    ...(reservation === undefined ? {} : { reservation }),
  });

  test('two runs of one job have its reservation together, and leave the rest to others', () => {
    expect(shareIdle([plain(0.5, 'slurm:1'), plain(0.5, 'slurm:1'), plain(0)], false)).toEqual([
      0.25, 0.25, 0.5,
    ]);
  });
  test('reservations of their own are not shared', () => {
    expect(shareIdle([plain(0.25), plain(0.25), plain(0)], false)).toEqual([0.25, 0.25, 0.5]);
  });
  test('what a container may not own goes to nobody', () => {
    expect(shareIdle([{ ...plain(0), atMost: 0.02 }, plain(0)], false)).toEqual([0.02, 0.5]);
  });
  test('are never negative, never above their ceiling, and sum to no more than 1', () => {
    fc.assert(
      fc.property(claims, fc.boolean(), (given, untracked) => {
        const shares = shareIdle(given, untracked);
        for (const [i, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(given[i]?.atMost ?? 1);
        }
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
  test('sum to 1 where an unreserved run without a ceiling is there and all work is tracked', () => {
    const open = claims.map((given) => [...given.map((one) => ({ ...one, atMost: 1 })), plain(0)]);
    fc.assert(
      fc.property(open, (given) => {
        const sum = shareIdle(given, false).reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
  test('a reservation weighs the same however many runs have it together', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        (reserved, holders) => {
          const shares = shareIdle(
            [...Array.from({ length: holders }, () => plain(reserved, 'slurm:1')), plain(0)],
            false,
          );
          expect(shares.at(-1)).toBeCloseTo(1 - reserved, 9);
          expect(shares.slice(0, -1).reduce((sum, share) => sum + share, 0)).toBeCloseTo(reserved, 9);
        },
      ),
    );
  });
});

describe('reserved GPUs', () => {
  const names = ['cpu', 'gpu:0', 'gpu:1', 'gpu:2', 'gpu:3', 'other'];

  test('are held by number where all of the machine are seen', () => {
    expect(reservedGpus(names, [{ gpus: [1] }, { gpus: [2, 1] }, {}])).toEqual([[], [], [0, 1], [1], [], []]);
  });
  test('are all that are seen where a job sees no more than it has', () => {
    const seen = ['cpu', 'gpu:0', 'gpu:1'];
    const job = { gpus: [6, 7], reservation: 'slurm:7' };
    expect(reservedGpus(seen, [job, { gpus: [0], reservation: 'slurm:8' }, job])).toEqual([
      [],
      [0, 2],
      [0, 2],
    ]);
  });
  test('none is held where none is reserved', () => {
    expect(reservedGpus(names, [{}, { gpus: [] }]).flat()).toEqual([]);
  });
  test('the idle energy of a reserved device is its reserver’s, used or not; its work is shared as ever', () => {
    const guest = { parties: [{ claim: 1, smBusy: 0.5 }], isHidden: false, slice: 1, reservedBy: [0] };
    expect(shareDevice(guest, 2)).toEqual({ dynamic: [0, 1], idle: [1, 0] });
    expect(shareDevice({ ...guest, parties: [] }, 2)).toEqual({ dynamic: [0, 0], idle: [1, 0] });
    const hidden = shareDevice({ ...guest, parties: [], isHidden: true, reservedBy: [0, 1] }, 2);
    expect(hidden).toEqual({
      dynamic: [
        [0, 1],
        [0, 1],
      ],
      idle: [0.5, 0.5],
    });
  });
});
