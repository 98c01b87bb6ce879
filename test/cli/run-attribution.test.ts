import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { Comparison } from './faithful.ts';
import { LAUNCHER } from './joulebook.ts';

/** Uses a given number of CPU seconds, however long that takes on a busy machine. */
const BURN = (seconds: number): string =>
  `python3 -S -c 'import time
while time.process_time() < ${seconds}: pass'`;

let place: Comparison;
beforeEach(() => {
  place = new Comparison();
});
afterEach(() => rmSync(place.dir, { recursive: true, force: true }));

/** Joules of active energy for each CPU second. */
function joulesPerCpuSecond(record: RunRecord): number {
  return (record.energy.wall.active.value ?? Number.NaN) / record.usage.cpuS;
}

function measured(script: string, options: string, env: Record<string, string> = {}): RunRecord {
  const seen = place.wrapped(`$W bash -c "$SCRIPT"`, { options, env: { ...env, SCRIPT: script } });
  expect(seen.code, seen.stderr.toString()).toBe(0);
  const record = place.records().at(-1);
  if (record === undefined) throw new Error('no record');
  return record;
}

/** Measures while this process goes on, into a book of its own. */
async function measuredBeside(
  book: string,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<RunRecord> {
  const folder = `${place.dir}/${book}`;
  const args = ['run', '--quiet', '--interval', '250ms', '--book', folder, '--', 'bash', '-c', script];
  const child = spawn(LAUNCHER, args, { env: place.env(env), stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(0);
  const [record] = place.records(folder);
  if (record === undefined) throw new Error('no record');
  return record;
}

describe.each([
  ['perf event', {}],
  ['/proc', { JOULEBOOK_CPU_SOURCE: 'proc' }],
])('CPU time by %s', (_, env) => {
  it('sixteen short children cost what one long child costs', { timeout: 120_000 }, async () => {
    // Both at once: a CPU second costs less on a machine that is busy with others, who come and go.
    const [many, one] = await Promise.all([
      measuredBeside('many', `for i in $(seq 16); do ${BURN(0.25)}; done`, env),
      measuredBeside('one', BURN(4), env),
    ]);
    // CPU time: all of it is seen, also of children that lived between two readings.
    expect(many.usage.cpuS).toBeGreaterThan(16 * 0.25 * 0.98);
    expect(one.usage.cpuS).toBeGreaterThan(4 * 0.98);
    expect(joulesPerCpuSecond(many) / joulesPerCpuSecond(one)).toBeGreaterThan(0.95);
    expect(joulesPerCpuSecond(many) / joulesPerCpuSecond(one)).toBeLessThan(1.05);
  });
});

describe('neighbours', () => {
  it('a sleeping command owns none of the work of a burning neighbour', async () => {
    const neighbour = spawn('bash', ['-c', `exec timeout 60 ${BURN(12)}`], { stdio: 'ignore' });
    try {
      const record = measured('sleep 3', '--quiet --interval 250ms');
      const active = record.energy.wall.active.value ?? Number.NaN;
      // What starting bash and sleep takes is its own; the neighbour's part would be a quarter of the machine's or more.
      expect(active).toBeLessThan(0.05 * (record.energy.wall.machine.value ?? 0));
      // The neighbour takes its part of the idle energy too, and what is left is nobody's.
      expect(record.energy.unattributed.value).toBeGreaterThan(0.3 * (record.energy.wall.machine.value ?? 0));
    } finally {
      neighbour.kill();
    }
  }, 120_000);

  it('three runs of two books at once share the idle energy and never own more than the machine used', async () => {
    const runs = ['a', 'a', 'b'].map(
      (book) =>
        new Promise<number | null>((resolve) => {
          const command = `exec ${LAUNCHER} run --quiet --interval 250ms --book ${place.dir}/${book} -- bash -c "$SCRIPT"`;
          const child = spawn('bash', ['-c', command], {
            env: place.env({ SCRIPT: `sleep 0.5; ${BURN(0.8)}; sleep 1` }),
            stdio: ['ignore', 'ignore', 'inherit'],
          });
          child.on('exit', resolve);
        }),
    );
    expect(await Promise.all(runs)).toEqual([0, 0, 0]);
    const records = [...place.records(`${place.dir}/a`), ...place.records(`${place.dir}/b`)];
    expect(records).toHaveLength(3);
    for (const record of records) expect(record.energy.coTenants).toBe(2);

    const spanS = Math.max(...records.map((r) => r.durationS));
    const sum = records.reduce((total, r) => total + (r.energy.wall.attributed.value ?? Number.NaN), 0);
    const machine = Math.max(...records.map((r) => r.energy.wall.machine.value ?? 0));
    // Each reads for itself, so each may be off by one of its intervals; they also begin and end apart from each other.
    const startedMs = records.map((r) => Date.parse(r.startedAt));
    const apartS = (Math.max(...startedMs) - Math.min(...startedMs)) / 1000;
    const highestW = Math.max(...records.map((r) => (r.energy.wall.machine.value ?? 0) / r.durationS));
    const slack = (3 * 0.25 + 2 * apartS) * highestW;
    expect(sum).toBeLessThanOrEqual(machine + slack);
    // Shared: nobody owns more than about a third of the idle energy while all three live.
    for (const record of records) {
      const { attributed, active } = record.energy.wall;
      const idle = (attributed.value ?? 0) - (active.value ?? 0);
      const idleMachine = Object.values(record.energy.components).reduce(
        (total, c) => total + (c.idle.value ?? 0),
        0,
      );
      expect(idle / idleMachine).toBeLessThan((1 / 3) * ((spanS + 2 * apartS + 0.5) / spanS) + 0.05);
    }
  }, 120_000);
});

describe('a run inside a run', () => {
  it('is an inclusive part of it: no idle share, no CSV row, the same root', () => {
    const inner = `$JB run --quiet --name inner -- ${BURN(0.6)}`;
    measured(`sleep 0.3; ${inner}; sleep 0.3`, '--quiet --interval 200ms --name outer', { JB: LAUNCHER });
    const [outer, nested] = [...place.records()].sort((a) => (a.name === 'outer' ? -1 : 1));
    expect(nested).toMatchObject({ name: 'inner', rootId: outer?.id, parentId: outer?.id });
    expect(outer).not.toHaveProperty('parentId');
    const part = nested?.energy.wall;
    expect(part?.attributed.value).toBe(part?.active.value);
    // Each of the two trackers reads the machine for itself: they agree to within one sample, of which some come late on a busy machine.
    const sampleJ = (outer?.energy.wall.machine.value ?? 0) / (outer?.samples ?? 1);
    expect(part?.active.value).toBeLessThanOrEqual((outer?.energy.wall.active.value ?? 0) + 2 * sampleJ);
    expect(part?.active.value).toBeGreaterThan(0.5 * (outer?.energy.wall.active.value ?? 0));
    // The nested tracker's own work is no work of the outer run, but for what it does after its last word: a part of what it does in all.
    const most = 0.3 + 0.5 * (nested?.usage.trackerCpuS ?? 0);
    expect(outer?.usage.cpuS).toBeLessThan((nested?.usage.cpuS ?? 0) + most);
    expect(readFileSync(`${place.dir}/book/emissions.csv`, 'utf8').trim().split('\n')).toHaveLength(2);
  }, 120_000);
});

describe('reports from inside', () => {
  it('split the energy by stage and epoch, and the whole is the sum of its parts', () => {
    const script = `
      report() { echo "$1" >> "$JOULEBOOK_REPORT_FILE"; }
      report '{"stage":"load"}'; sleep 0.3
      report '{"stage":"train"}'
      for e in 1 2 3 4; do ${BURN(0.2)}; report "{\\"epoch\\":$e,\\"epochs\\":5,\\"loss\\":0.$e}"; done
      report '{"stage":null}'
      $JB mark saved`;
    const record = measured(script, '--quiet --interval 200ms', { JB: LAUNCHER });
    const { stages, epochs } = record.energy;
    expect(Object.keys(stages)).toEqual(['load', 'train']);
    expect(stages['train']?.active.value).toBeGreaterThan(5 * (stages['load']?.active.value ?? 0));
    expect(epochs.map((epoch) => epoch.n)).toEqual([1, 2, 3, 4]);
    expect(epochs.map((epoch) => epoch.metrics)).toEqual([
      { loss: 0.1 },
      { loss: 0.2 },
      { loss: 0.3 },
      { loss: 0.4 },
    ]);
    const inEpochs = epochs.reduce((total, epoch) => total + (epoch.active.value ?? 0), 0);
    expect(inEpochs).toBeLessThanOrEqual((record.energy.wall.active.value ?? 0) * 1.000001);
    expect(inEpochs).toBeGreaterThan(0.8 * (record.energy.wall.active.value ?? 0));
    expect(record.metrics).toEqual({ loss: 0.4 });
    expect(record.marks.map((mark) => mark.name)).toEqual(['saved']);
  }, 120_000);
});

describe('limits', () => {
  it.each(['--max-time 1s', '--max-energy "0.001 mWh"', '--max-co2 "0.001 ug" --intensity 500'])(
    '%s ends the whole tree and exits with 4',
    (limit) => {
      // By a length that nobody else's sleep has.
      const own = `.${process.pid}`;
      const seen = place.wrapped(`eval "$W" bash -c '"sleep 61${own} & sleep 62${own}; true"'`, {
        options: `--interval 200ms ${limit}`,
      });
      expect(seen.code, seen.stderr.toString()).toBe(4);
      const record = place.records().at(-1);
      expect(record).toMatchObject({ state: 'stopped', limit: limit.split(' ')[0]?.slice(2) });
      expect(record?.durationS).toBeLessThan(30);
      expect(seen.stderr.toString()).toMatch(/is passed: ending the command/);
      const left = place.direct(`pgrep -f "^sleep 6[12][.]${process.pid}$" | wc -l`);
      expect(left.stdout.toString().trim()).toBe('0');
    },
    120_000,
  );

  it('a grade that is missed exits with 6, but a failing command keeps its code', () => {
    const options = '--quiet --require-grade A';
    expect(place.wrapped('$W true', { options }).code).toBe(6);
    expect(place.wrapped('$W sh -c "exit 9"', { options }).code).toBe(9);
  });
});

describe('what already runs', () => {
  it('is measured until it ends, from now on', () => {
    // It works before, waits until it is measured, and works again: however long the tracker takes to start.
    const script = `
      python3 -S -c 'import os, time
while time.process_time() < 0.8: pass
open("worked", "w").close()
while not os.path.exists("go"): time.sleep(0.02)
until = time.process_time() + 0.4
while time.process_time() < until: pass' & PID=$!
      until [ -e worked ]; do sleep 0.02; done
      ${LAUNCHER} run --quiet --book book --interval 100ms --pid $PID & TRACKER=$!
      until grep -qs '"k":"sample"' book/runs/*/*/*/journal.jsonl || ! kill -0 $TRACKER; do sleep 0.02; done
      touch go; wait $TRACKER; echo "rc $?"`;
    const seen = place.direct(script);
    expect(seen.stdout.toString(), seen.stderr.toString()).toBe('rc 0\n');
    const record = place.records().at(-1);
    expect(record?.usage.cpuS).toBeGreaterThan(0.3);
    expect(record?.usage.cpuS).toBeLessThan(0.8);
    expect(record?.usage.cpuSource).toBe('proc');
  });

  it('a process that is not there is a problem in three parts, exit 3', () => {
    const seen = place.direct(`${LAUNCHER} run --pid 4194303`);
    expect(seen.code).toBe(3);
    expect(seen.stderr.toString()).toMatch(/E_NO_PROCESS[\s\S]*why:[\s\S]*fix:/);
  });

  it('the whole machine is watched until the time is over', () => {
    const seen = place.direct(`${LAUNCHER} monitor --quiet --book book --interval 100ms --max-time 500ms`);
    expect(seen.code).toBe(4);
    const record = place.records().at(-1);
    expect(record).toMatchObject({ state: 'stopped', limit: 'max-time', scope: 'machine' });
    expect(record?.energy.wall.machine.value).toBeGreaterThan(0);
  });
});
