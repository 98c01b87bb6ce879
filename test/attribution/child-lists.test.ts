import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ChildLists, childrenOf } from '../../src/attribution/child-lists.io.ts';

/** Each of `n` threads starts a child and says its pid; a line of input ends the oldest child with its thread, the end of input all. */
const THREADS = `
import subprocess, sys, threading
n = int(sys.argv[1])
going = [threading.Event() for _ in range(n)]
started = [threading.Event() for _ in range(n)]
def work(i):
    child = subprocess.Popen(['sleep', '600'])
    print(child.pid, flush=True); started[i].set()
    going[i].wait(); child.kill(); child.wait(); print('ended', flush=True)
threads = [threading.Thread(target=work, args=[i]) for i in range(n)]
for i in range(n): threads[i].start(); started[i].wait()
for i, _ in enumerate(sys.stdin): going[i].set(); threads[i].join()
for event in going: event.set()`;

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.stdin?.end();
});

async function threads(count: number) {
  const child = spawn('python3', ['-c', THREADS, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  const said = async (lines: number): Promise<readonly string[]> => {
    await expect.poll(() => out.split('\n').length > lines, { timeout: 60_000, interval: 5 }).toBe(true);
    return out.split('\n').slice(0, lines);
  };
  const pids = (await said(count)).map(Number);
  const endOldest = async (): Promise<void> => {
    child.stdin.write('\n');
    await said(count + 1);
  };
  return { pid: Number(child.pid), pids, endOldest };
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;
const sorted = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b);

describe('children of a process with many threads', () => {
  test('those of every thread, at every look, until they have ended', async () => {
    const { pid, pids, endOldest } = await threads(5);
    const lists = new ChildLists('/proc');
    for (const _ of 'abc') expect(sorted(lists.of(pid))).toEqual(sorted(pids));
    expect(sorted(childrenOf('/proc', pid))).toEqual(sorted(pids));
    await endOldest();
    expect(sorted(lists.of(pid))).toEqual(sorted(pids.slice(1)));
    lists.close();
  });

  test('the lists stay open only as long as they are of use', async () => {
    const { pid, endOldest } = await threads(20);
    const before = openFiles();
    const lists = new ChildLists('/proc');
    lists.of(pid);
    expect(openFiles() - before).toBe(21);
    await endOldest();
    lists.of(pid);
    expect(openFiles() - before).toBe(20);
    lists.drop(pid);
    expect(openFiles()).toBe(before);
    for (let look = 0; look < 600; look++) lists.of(pid); // opened anew now and then
    expect(openFiles() - before).toBe(20);
    lists.close();
    expect(openFiles()).toBe(before);
  });

  test('a process that has gone has none', () => {
    const lists = new ChildLists('/proc');
    expect(lists.of(2 ** 22 + 1)).toEqual([]);
    lists.close();
  });

  test('a thread that has ended since the process was looked at hides nobody', () => {
    const tasks = join(mkdtempSync(join(tmpdir(), 'joulebook-proc-')), '10', 'task');
    for (const thread of ['10', '11']) mkdirSync(join(tasks, thread), { recursive: true });
    writeFileSync(join(tasks, '10', 'children'), '12 13 '); // 11 has none to show any more
    const lists = new ChildLists(join(tasks, '..', '..'));
    expect(lists.of(10)).toEqual([12, 13]);
    expect(childrenOf(join(tasks, '..', '..'), 10)).toEqual([12, 13]);
    lists.close();
  });
});
