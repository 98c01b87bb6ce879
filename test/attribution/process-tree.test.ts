import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseMachineCpu, parseProcessStat } from '../../src/attribution/proc-stat.ts';
import { childrenOf } from '../../src/attribution/child-lists.io.ts';
import { statOf } from '../../src/attribution/process-stat.io.ts';
import { ProcessTree } from '../../src/attribution/process-tree.io.ts';

/** The interpreter itself: what `python3` names may be a script that finds one, whose own work would be counted too. */
const PY = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Burns CPU seconds, says how many it used in all, and waits until its stdin ends. */
const BURN = `
import sys, time
while time.process_time() < float(sys.argv[1]): pass
print(time.process_time(), flush=True)`;

/** Starts a command that stays until its stdin ends, and waits for `lines` lines of its output. */
async function start(script: string, lines: number) {
  const child = spawn('bash', ['-c', `${script}\nread -r _`], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, BURN, PY },
  });
  running.push(child);
  let out = '';
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error(`ended early: ${out}`)));
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      if (out.split('\n').length > lines) resolve();
    });
  });
  child.removeAllListeners('exit');
  return { pid: child.pid as number, said: out.split('\n').slice(0, lines).map(Number), child };
}

function treeOf(rootPid: number, options: Partial<ConstructorParameters<typeof ProcessTree>[0]> = {}) {
  return new ProcessTree({
    proc: '/proc',
    rootPid,
    countRoot: true,
    exclude: new Set(),
    sinceTicks: 0,
    ...options,
  });
}

/** /proc counts in ticks of 10 ms; forking, starting and ending an interpreter cost more than it can say of itself. */
const NEAR = 0.15;

describe('CPU time of real trees', () => {
  test('children that were waited for', async () => {
    const { pid, said } = await start('for i in 1 2 3; do "$PY" -S -c "$BURN" 0.1; done', 3);
    const tree = treeOf(pid);
    const truth = said.reduce((a, b) => a + b, 0);
    expect(tree.totalCpuS()).toBeGreaterThan(truth - 0.03 * 3);
    expect(tree.totalCpuS()).toBeLessThan(truth + 3 * NEAR);
    tree.close();
  });

  test('a child that lives, then is waited for: counted once', async () => {
    const { pid, said, child } = await start(
      '"$PY" -S -c "$BURN; sys.stdin.readline()" 0.2 <&0 & wait $!; echo 0',
      1,
    );
    const tree = treeOf(pid);
    const before = tree.totalCpuS();
    expect(before).toBeGreaterThan((said[0] ?? 0) - 0.02);
    expect(tree.members().length).toBe(2);
    await new Promise<void>((resolve) => {
      child.stdout?.once('data', () => resolve());
      child.stdin?.write('go\n');
    });
    const after = tree.totalCpuS();
    expect(after).toBeGreaterThanOrEqual(before - 0.02);
    expect(after).toBeLessThan(before + NEAR);
    expect(tree.members().map((member) => member.pid)).toEqual([pid]);
    tree.close();
  });

  test('an orphan stays in the tree that it was seen in', async () => {
    // The middle process ends and leaves its child to somebody else.
    const script =
      'mkfifo $F; ("$PY" -S -c "$BURN" 0.1; "$PY" -S -c "$BURN; open(sys.argv[2]).read()" 0.2 $F & sleep 1) ';
    const folder = mkdtempSync(join(tmpdir(), 'orphan-'));
    const fifo = join(folder, 'fifo');
    const child = spawn('bash', ['-c', `F=${fifo}; ${script}; echo over; read -r _`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, BURN, PY },
    });
    running.push(child);
    const tree = treeOf(child.pid as number);
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    const patience = Date.now() + 60_000;
    while (!(out.includes('over') && out.split('\n').length >= 4)) {
      if (Date.now() > patience) throw new Error(`waited in vain: ${out}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      tree.discover();
      tree.totalCpuS();
    }
    const orphan = tree.members().find((member) => member.name.startsWith('python'));
    expect(orphan).toBeDefined();
    expect(orphan?.ppid).not.toBe(child.pid);
    // The kernel counts user and system time of each process in whole ticks of 10 ms, rounded down: 40 ms of 300 at most are not seen yet.
    expect(tree.totalCpuS()).toBeGreaterThanOrEqual(0.26 - 1e-9);
    const before = tree.totalCpuS();
    writeFileSync(fifo, ''); // lets the orphan end: nobody of the tree waits for it
    while (tree.members().some((member) => member.name.startsWith('python') && member.state !== 'Z')) {
      if (Date.now() > patience) throw new Error('the orphan lives');
      await new Promise((resolve) => setTimeout(resolve, 20));
      tree.totalCpuS();
    }
    expect(tree.totalCpuS()).toBeGreaterThanOrEqual(before);
    tree.close();
    rmSync(folder, { recursive: true });
  });

  test('children that nobody waits for (SIGCHLD ignored) are kept as last seen', async () => {
    const ignoring =
      'exec "$PY" -S -c "import signal, subprocess, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\np = subprocess.Popen([sys.executable, \\"-S\\", \\"-c\\", sys.argv[1] + \\"; sys.stdin.readline()\\", \\"0.2\\"])\np.wait()\nprint(0, flush=True)\nsys.stdin.read()" "$BURN"';
    const { pid, said, child } = await start(ignoring, 1);
    const tree = treeOf(pid);
    const before = tree.totalCpuS();
    expect(before).toBeGreaterThan((said[0] ?? 0) - 0.02);
    await new Promise<void>((resolve) => {
      child.stdout?.once('data', () => resolve());
      child.stdin?.write('go\n');
    });
    expect(tree.totalCpuS()).toBeGreaterThan(before - 0.02);
    tree.close();
  });

  test('time before the run began is not the run’s', async () => {
    const { pid, said } = await start('"$PY" -S -c "$BURN" 0.3', 1);
    const tree = treeOf(pid, { sinceTicks: Number.MAX_SAFE_INTEGER });
    expect(said[0]).toBeGreaterThan(0.29);
    expect(tree.totalCpuS()).toBeLessThan(NEAR);
    tree.close();
  });

  test('time before the run began stays out whenever a child happens to end', async () => {
    const { pid } = await start('while :; do "$PY" -S -c "$BURN" 0.04; done', 3);
    const began: number[] = [];
    while (began.length < 60) {
      const fromMs = performance.now();
      const tree = treeOf(pid, { sinceTicks: Number.MAX_SAFE_INTEGER });
      const cpuS = tree.totalCpuS();
      // Where this process had to wait in between, a child may have worked that long.
      if (performance.now() - fromMs < 30) began.push(cpuS);
      tree.close();
      await new Promise((resolve) => setTimeout(resolve, 11));
    }
    expect(began.filter((cpuS) => cpuS > 0.035)).toEqual([]);
  });

  test('time before the run began stays out when its process is waited for during the run', async () => {
    const { pid, said, child } = await start(
      '"$PY" -S -c "$BURN; sys.stdin.readline()" 0.3 <&0 & wait $!; echo 0',
      1,
    );
    const tree = treeOf(pid, { sinceTicks: Number.MAX_SAFE_INTEGER });
    expect(said[0]).toBeGreaterThan(0.29);
    expect(tree.totalCpuS()).toBeLessThan(0.03);
    await new Promise<void>((resolve) => {
      child.stdout?.once('data', () => resolve());
      child.stdin?.write('go\n');
    });
    expect(tree.totalCpuS()).toBeLessThan(NEAR);
    expect(tree.totalCpuS()).toBeGreaterThanOrEqual(0);
    tree.close();
  });

  test('what is left out is left out with its children', async () => {
    const { pid } = await start('sleep 30 & (sleep 30 & sleep 30 & echo 1; wait) & echo 1', 2);
    const all = treeOf(pid);
    const branch = all.members().find((member) => member.ppid === pid && member.name === 'bash');
    const less = treeOf(pid, { exclude: new Set([branch?.pid ?? -1]) });
    expect(less.members().length).toBe(
      all.members().length - 1 - childrenOf('/proc', branch?.pid ?? -1).length,
    );
    for (const member of all.members()) if (member.pid !== pid) process.kill(member.pid, 'SIGKILL');
    all.close();
    less.close();
  });

  test('a root that is not there is an empty tree', () => {
    const tree = treeOf(2 ** 22 - 1);
    expect([tree.totalCpuS(), tree.members()]).toEqual([0, []]);
  });
});

describe('a made-up /proc', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const folder = (): string => {
    const proc = mkdtempSync(join(tmpdir(), 'proc-'));
    folders.push(proc);
    return proc;
  };
  const put = (
    proc: string,
    pid: number,
    ppid: number,
    ticks: readonly [number, number],
    start = 1000,
  ): void => {
    mkdirSync(join(proc, String(pid)), { recursive: true });
    const fields = [
      'S',
      ppid,
      pid,
      pid,
      0,
      -1,
      0,
      0,
      0,
      0,
      0,
      ticks[0],
      0,
      ticks[1],
      0,
      20,
      0,
      1,
      0,
      start,
      0,
      7,
    ];
    writeFileSync(join(proc, String(pid), 'stat'), `${pid} (a ) (b) ${fields.join(' ')} 0\n`);
  };

  test('without lists of children the parents are looked up; members are found to any depth', () => {
    const proc = folder();
    put(proc, 10, 1, [100, 0]);
    put(proc, 11, 10, [50, 0]);
    put(proc, 12, 11, [25, 0]);
    put(proc, 99, 1, [1000, 0]);
    expect(childrenOf(proc, 10)).toEqual([11]);
    const tree = treeOf(10, { proc });
    expect(tree.totalCpuS()).toBeCloseTo(1.75);
    tree.close();
  });

  test('a pid that came round again is another process', () => {
    const proc = folder();
    put(proc, 10, 1, [0, 0]);
    put(proc, 11, 10, [50, 0], 2000);
    const tree = treeOf(10, { proc });
    expect(tree.totalCpuS()).toBeCloseTo(0.5);
    // The file is written over in place, so that the kept descriptor reads the newcomer, as it never does in a real /proc.
    put(proc, 11, 1, [9999, 0], 3000);
    expect(tree.totalCpuS()).toBeCloseTo(0.5);
    expect(tree.members().map((member) => member.pid)).toEqual([10]);
    tree.close();
  });

  test('the tracker as the root counts what it waited for and its children, not itself', () => {
    const proc = folder();
    put(proc, 10, 1, [500, 500]);
    put(proc, 11, 10, [50, 0]);
    let waitedS = 0;
    const tree = treeOf(10, { proc, countRoot: false, waitedByRootS: () => waitedS });
    expect(tree.totalCpuS()).toBeCloseTo(0.5);
    // It ends after another 0.1 s that we did not see, and is waited for.
    put(proc, 11, 10, [50, 0], 4000);
    waitedS = 0.6;
    expect(tree.totalCpuS()).toBeCloseTo(0.6);
    tree.close();
  });
});

describe('what /proc says', () => {
  test('of a process whose name looks like fields', () => {
    const text = '42 (a) S 1 (x) R 7 8 9 0 -1 0 0 0 0 0 11 22 33 44 20 0 1 0 555 0 77 0\n';
    expect(parseProcessStat(text)).toEqual({
      pid: 42,
      name: 'a) S 1 (x',
      state: 'R',
      ppid: 7,
      pgrp: 8,
      ownCpuS: 0.33,
      waitedCpuS: 0.77,
      startTicks: 555,
      rssPages: 77,
    });
    expect(parseProcessStat('')).toBeUndefined();
  });

  test('of this process', () => {
    const stat = statOf('/proc', process.pid);
    expect(stat).toMatchObject({ pid: process.pid, ppid: process.ppid });
  });

  test('of the machine: steal is no work, guest is within user', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 10, maxLength: 10 }), (ticks) => {
        const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = ticks;
        const cpu = parseMachineCpu(`cpu  ${ticks.join(' ')}\ncpu0 1 2 3\n`);
        expect(cpu.busyS).toBeCloseTo((user + nice + system + irq + soft) / 100, 4);
        expect(cpu.stolenS).toBeCloseTo(steal / 100, 4);
        expect(cpu.totalS).toBeCloseTo(cpu.busyS + cpu.stolenS + (idle + wait) / 100, 4);
      }),
    );
    expect(parseMachineCpu('cpu  100 0 0 100').busyS).toBe(1);
  });
});
