import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { Comparison, LAUNCHER } from './faithful.ts';

const BURN = (seconds: number): string =>
  `python3 -S -c 'import time
while time.process_time() < ${seconds}: pass'`;

const TORCHRUN = (rank: number, size: number) => ({
  RANK: `${rank}`,
  LOCAL_RANK: `${rank}`,
  WORLD_SIZE: `${size}`,
  LOCAL_WORLD_SIZE: `${size}`,
  MASTER_ADDR: '127.0.0.1',
  MASTER_PORT: '29500',
  TORCHELASTIC_RUN_ID: 'none',
});
const SRUN = (rank: number, size: number) => ({
  SLURM_JOB_ID: '42',
  SLURM_STEP_ID: '0',
  SLURM_PROCID: `${rank}`,
  SLURM_LOCALID: `${rank}`,
  SLURM_STEP_NUM_TASKS: `${size}`,
});
const MPIRUN = (rank: number, size: number) => ({
  OMPI_COMM_WORLD_RANK: `${rank}`,
  OMPI_COMM_WORLD_SIZE: `${size}`,
  OMPI_COMM_WORLD_LOCAL_RANK: `${rank}`,
  PMIX_NAMESPACE: 'prterun-1',
});

let place: Comparison;
let started: ChildProcess[] = [];
beforeEach(() => {
  place = new Comparison();
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(place.dir, { recursive: true, force: true });
});

interface Rank {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** Starts one rank: `joulebook run -- SCRIPT` with the variables of a launcher. */
function rank(name: string, script: string, env: Record<string, string>, interval = '200ms'): Rank {
  const command = `exec ${LAUNCHER} run --quiet --interval ${interval} --book ${place.dir}/book --name ${name} -- bash -c "$SCRIPT"`;
  const child = spawn('bash', ['-c', command], {
    env: place.env({ ...env, SCRIPT: script }),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  started.push(child);
  return { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
}

/** The work of one of four that meet before it and after it, as ranks do: none has ended before another has begun, however busy the machine is. */
function together(n: number, seconds: number): string {
  const meet = (at: string): string => {
    const waits = [0, 1, 2, 3].map(
      (k) => `until [ -e ${at}-${k} ] || [ ! -d ${place.dir} ]; do sleep 0.1; done`,
    );
    return `touch ${at}-${n}; ${waits.join('; ')}`;
  };
  return `${meet(join(place.dir, 'begun'))}; ${BURN(seconds)}; ${meet(join(place.dir, 'done'))}`;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 2400) throw new Error(`in a minute it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Entries of the live runs' registry. */
function liveRuns(): readonly { id: string; isRoot: boolean; pid: number }[] {
  const registry = join(place.dir, 'registry');
  try {
    return readdirSync(registry, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.run'))
      .map((file) => JSON.parse(readFileSync(join(registry, file), 'utf8').split('\n')[0] ?? '') as never);
  } catch {
    return []; // one left while we looked
  }
}

const rootsOf = (records: readonly RunRecord[]): readonly RunRecord[] =>
  records.filter((r) => r.parentId === undefined);
const active = (record: RunRecord): number => record.energy.wall.active.value ?? Number.NaN;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('four ranks of one job, started at once', () => {
  it.each([
    ['torchrun', TORCHRUN],
    ['srun', SRUN],
    ['mpirun', MPIRUN],
  ])(
    'by %s are one root: the node counts once, not four times',
    async (_, launcher) => {
      const ranks = [0, 1, 2, 3].map((n) => rank(`rank${n}`, together(n, 0.6), launcher(n, 4)));
      expect(await Promise.all(ranks.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
      const records = place.records();
      const [root, ...others] = rootsOf(records);
      expect(records).toHaveLength(4);
      expect(others).toEqual([]);
      for (const record of records.filter((r) => r !== root)) {
        expect(record).toMatchObject({ parentId: root?.id, rootId: root?.id, job: { size: 4 } });
        expect(record.energy.wall.attributed.value).toBe(record.energy.wall.active.value);
      }
      // The root has the work of all of them, and no more than the machine used.
      expect(root?.usage.cpuS).toBeGreaterThan(4 * 0.6 * 0.97);
      expect(root?.usage.cpuS).toBeLessThan(4 * 1.1);
      const wall = root?.energy.wall;
      expect(wall?.attributed.value).toBeLessThanOrEqual(wall?.machine.value ?? 0);
      const parts = sum(records.filter((r) => r !== root).map(active));
      expect(wall?.active.value).toBeGreaterThan(parts);
      expect(root?.energy.coTenants).toBe(0);
      expect(readFileSync(`${place.dir}/book/emissions.csv`, 'utf8').trim().split('\n')).toHaveLength(2);
      expect(liveRuns()).toEqual([]);
    },
    120_000,
  );

  it('a second job beside it is another root', async () => {
    const jobs = ['29500', '29501'].flatMap((port, j) =>
      [0, 1].map((n) => rank(`rank${n}`, together(2 * j + n, 0.3), { ...TORCHRUN(n, 2), MASTER_PORT: port })),
    );
    expect(await Promise.all(jobs.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    const roots = rootsOf(place.records());
    expect(roots).toHaveLength(2);
    for (const root of roots) expect(root.energy.coTenants).toBe(1);
  }, 120_000);
});

describe('the reverse: one run around a launcher', () => {
  it('is the root, and its ranks are nested in it as ever', async () => {
    const ranks = [0, 1].map(
      (n) =>
        `RANK=${n} LOCAL_RANK=${n} WORLD_SIZE=2 MASTER_ADDR=x MASTER_PORT=1 ${LAUNCHER} run --quiet --name r${n} -- true &`,
    );
    const { ended } = rank('outer', `${ranks.join(' ')} wait`, {});
    expect(await ended).toBe(0);
    const records = place.records();
    const [root] = rootsOf(records);
    expect(root?.name).toBe('outer');
    expect(
      records
        .filter((r) => r.parentId === root?.id)
        .map((r) => r.name)
        .sort(),
    ).toEqual(['r0', 'r1']);
  }, 120_000);
});

describe('when the leader is gone before its ranks', () => {
  /** Also ends when the folder of the test is gone: the command of a killed tracker lives on. */
  const waitFor = (file: string): string =>
    `while [ -d ${place.dir} ] && [ ! -e ${place.dir}/${file} ]; do sleep 0.05; done`;

  /** Three ranks that live until told, the first of which leads. */
  async function job(): Promise<{
    readonly leader: Rank;
    readonly others: readonly Rank[];
    readonly end: () => void;
  }> {
    const script = `${waitFor('end')}; ${BURN(0.2)}`;
    const leader = rank('leader', waitFor('end-leader'), TORCHRUN(0, 3));
    await until(() => liveRuns().some((run) => run.isRoot), 'a leader');
    const others = [1, 2].map((n) => rank(`rank${n}`, script, TORCHRUN(n, 3)));
    await until(() => liveRuns().length === 3, 'three ranks');
    return { leader, others, end: () => void spawn('touch', [`${place.dir}/end`]) };
  }

  /** Kills the tracker that leads, and waits for the one that leads then. */
  async function killLeader(): Promise<void> {
    let lead = liveRuns().find((run) => run.isRoot);
    await until(() => (lead ??= liveRuns().find((run) => run.isRoot)) !== undefined, 'a leader');
    if (lead === undefined) throw new Error('no leader');
    const { pid, id } = lead;
    process.kill(pid, 'SIGKILL');
    await until(() => liveRuns().some((run) => run.isRoot && run.id !== id), 'a successor');
  }

  function checkHandOver(end: RunRecord['state']): void {
    const records = place.records();
    const [first, second, ...more] = rootsOf(records);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ name: 'leader', state: end });
    expect(second).toMatchObject({ name: 'leader-continued', continues: first?.id, state: 'ok' });
    // No time of the job is in both, and hardly any in none: what the others take to see it, on a busy machine.
    const firstEnds = Date.parse(first?.startedAt ?? '') / 1000 + (first?.durationS ?? 0);
    const apart = Date.parse(second?.startedAt ?? '') / 1000 - firstEnds;
    expect(apart).toBeGreaterThan(-0.1);
    expect(apart).toBeLessThan(end === 'lost' ? 6 : 5);
    // What the ranks did at the end is the second root's.
    expect(second?.usage.cpuS).toBeGreaterThan(2 * 0.2 * 0.9);
    expect(records.filter((r) => r.parentId === first?.id)).toHaveLength(2);
    expect(liveRuns()).toEqual([]);
  }

  it('because it ended: one of the others goes on as the root', async () => {
    const { leader, others, end } = await job();
    spawn('touch', [`${place.dir}/end-leader`]);
    expect(await leader.ended).toBe(0);
    await until(() => liveRuns().some((run) => run.isRoot), 'a successor');
    await new Promise((resolve) => setTimeout(resolve, 400));
    end();
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0]);
    checkHandOver('ok');
  }, 120_000);

  it('because it was killed: the same, and nothing is left behind', async () => {
    const { others, end } = await job();
    await killLeader();
    await new Promise((resolve) => setTimeout(resolve, 400));
    end();
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(place.run(['ls', '--book', `${place.dir}/book`]).code).toBe(0); // closes what was lost
    checkHandOver('lost');
  }, 120_000);

  it('a successor that is killed has a successor', async () => {
    const { others, end } = await job();
    for (let n = 0; n < 2; n++) {
      await killLeader();
    }
    end();
    const codes = await Promise.all(others.map(({ ended }) => ended));
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(place.run(['ls', '--book', `${place.dir}/book`]).code).toBe(0);
    expect(rootsOf(place.records()).map((r) => r.state)).toEqual(['lost', 'lost', 'ok']);
  }, 120_000);
});
