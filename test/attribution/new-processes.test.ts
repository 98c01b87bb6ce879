import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NewProcesses } from '../../src/attribution/new-processes.io.ts';
import { ProcessTree } from '../../src/attribution/process-tree.io.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'proc-'));
  folders.push(made);
  return made;
}

test('a process that begins is told once; while none begins, nothing', () => {
  const proc = folder();
  const begun = (pid: number): void => writeFileSync(join(proc, 'loadavg'), `0.20 0.18 0.12 1/80 ${pid}\n`);
  begun(100);
  const processes = new NewProcesses(proc);
  expect(processes.haveBegun()).toBe(true);
  expect(processes.haveBegun()).toBe(false);
  begun(101);
  expect(processes.haveBegun()).toBe(true);
  begun(99); // the numbers have come round
  expect(processes.haveBegun()).toBe(true);
  expect(processes.haveBegun()).toBe(false);
  processes.close();
});

test('of a real kernel', () => {
  const processes = new NewProcesses('/proc');
  processes.haveBegun();
  execFileSync('true');
  expect(processes.haveBegun()).toBe(true);
  processes.close();
});

test('where the kernel does not tell, one may always have begun', () => {
  const processes = new NewProcesses(folder());
  expect([processes.haveBegun(), processes.haveBegun()]).toEqual([true, true]);
  processes.close();
});

test('a tree meets a child at the next reading, so that its time falls into the interval in which it was used', () => {
  const tree = new ProcessTree({
    proc: '/proc',
    rootPid: process.pid,
    countRoot: false,
    exclude: new Set(),
    sinceTicks: 0,
  });
  const child = spawn('sleep', ['20'], { stdio: 'ignore' });
  expect(tree.members().some(({ pid }) => pid === child.pid)).toBe(false);
  tree.meetNew();
  expect(tree.members().some(({ pid }) => pid === child.pid)).toBe(true);
  tree.close();
  child.kill('SIGKILL');
});
