import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LockFiles } from '../../../src/pipeline/lock/lock-files.io.ts';
import type { LockEntry } from '../../../src/pipeline/model/lock-entry.ts';
import type { Value } from '../../../src/pipeline/model/value.ts';

const A = { file: 'dvc.yaml', name: 'a' };
const B = { file: 'dvc.yaml', name: 'b' };
const entry = (cmd: string): LockEntry => ({ cmd });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'joulebook-lock-'));
});

/** What a lock says of a stage's command. */
function commandOf(locks: LockFiles, stage: typeof A): unknown {
  const read = locks.entry(stage);
  return read.ok ? read.value?.cmd : read.error;
}

describe('the lock beside a dvc.yaml', () => {
  it('that another has written is read anew after a recheck', () => {
    const [ours, theirs] = [new LockFiles(root), new LockFiles(root)];
    expect(commandOf(ours, A)).toBeUndefined();
    theirs.write(A, entry('theirs'));
    ours.recheck();
    expect(commandOf(ours, A)).toBe('theirs');
  });
  it('keeps what another has written when ours is written, also without a recheck', () => {
    const [ours, theirs] = [new LockFiles(root), new LockFiles(root)];
    ours.write(A, entry('ours'));
    theirs.write(B, entry('theirs'));
    expect(ours.write(A, entry('ours again'))).toEqual({ ok: true, value: 'updated' });
    const text = readFileSync(join(root, 'dvc.lock'), 'utf8');
    expect(text).toContain('cmd: theirs');
    expect(text).toContain('cmd: ours again');
  });
  it('is written without a word where Python finds the new entry equal, as DVC does', () => {
    const locks = new LockFiles(root);
    const withParam = (value: Value): LockEntry => ({
      ...entry('x'),
      params: new Map([['params.yaml', new Map([['a', value]])]]),
    });
    locks.write(A, withParam(true));
    expect(locks.write(A, withParam(1n))).toEqual({ ok: true, value: 'unchanged' });
    expect(readFileSync(join(root, 'dvc.lock'), 'utf8')).toContain('a: 1');
    expect(locks.write(A, withParam(2n))).toEqual({ ok: true, value: 'updated' });
    locks.drop(A);
  });
  it('is left alone where nothing changes, and goes with its last entry', () => {
    const locks = new LockFiles(root);
    expect(locks.write(A, entry('x'))).toEqual({ ok: true, value: 'generated' });
    expect(locks.write(A, entry('x'))).toEqual({ ok: true, value: 'unchanged' });
    locks.drop(A);
    expect(commandOf(locks, A)).toBeUndefined();
    expect(() => readFileSync(join(root, 'dvc.lock'))).toThrow(/ENOENT/);
  });
});
