import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Registry } from '../../../src/attribution/registry.io.ts';
import type { Host } from '../../../src/host/host.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { JobPlace, type Leader } from '../../../src/run/ranks/job-place.io.ts';

const KEY = 'job-a';
const ID = (n: number): string => `01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, '0')}`;

let host: Host;
let ranks: string;
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'joulebook-ranks-'));
  const real = realHost();
  host = { ...real, roots: { ...real.roots, registry: [base] } };
  ranks = join(base, 'joulebook-boot', `ranks-${host.uid}`);
});

/** A run that takes its place in a job. */
function take(n: number, key = KEY) {
  const registry = Registry.open(host, 'boot') as Registry;
  let entered: Leader | undefined;
  const place = JobPlace.join(host, registry, key, { id: ID(n), name: `run${n}` }, (leader) => {
    entered = leader;
    registry.enter({
      id: ID(n),
      rootId: leader?.rootId ?? ID(n),
      ...(leader === undefined ? {} : { parentId: leader.id }),
      isRoot: leader === undefined,
      rootPid: host.pid,
      reserved: 0,
      intervalS: 1,
      job: key,
    });
  });
  const leave = (): void => {
    registry.leave();
    if (place?.leader === undefined) place?.stepDown(ID(n));
  };
  return { place, entered, leave };
}

test('the first leads, the others are parts of it; another job has another leader', () => {
  expect(take(1).entered).toBeUndefined();
  expect(take(2).entered).toEqual({ id: ID(1), rootId: ID(1), name: 'run1' });
  expect(take(3).place?.leader?.id).toBe(ID(1));
  expect(take(4, 'job-b').entered).toBeUndefined();
});

test('when the leader has left, one of the others succeeds, and the rest know it', () => {
  const [first, second, third] = [take(1), take(2), take(3)];
  let begun = 0;
  const begin = () => {
    begun++;
    return { id: ID(9), name: 'none' }; // a run that is not alive: nobody follows it
  };
  second.place?.succeed(begin);
  expect(begun).toBe(0); // the leader lives
  first.leave();
  second.place?.succeed(begin);
  expect(begun).toBe(1);
  third.place?.succeed(begin);
  expect(begun).toBe(2);
});

test('what the file of the leader says counts only while that run lives and leads this job', () => {
  const { leave } = take(1, 'job-b');
  for (const text of ['', 'nonsense', '{}', JSON.stringify({ id: ID(1), rootId: ID(1), name: 'x' })]) {
    writeFileSync(join(ranks, `${KEY}.leader`), text);
    const taken = take(5);
    expect(taken.entered).toBeUndefined();
    taken.leave();
  }
  leave();
});

test('a last word is heard once; the last one to leave clears up', () => {
  const lead = take(1);
  const rank = take(2);
  rank.place?.sayFinal(ID(2), 12.5);
  expect(lead.place?.takeFinal(ID(2))).toBe(12.5);
  expect(lead.place?.takeFinal(ID(2))).toBeUndefined();
  rank.place?.sayFinal(ID(2), 13);
  rank.leave();
  lead.leave();
  expect(readdirSync(ranks)).toEqual(['lock']);
});

test('a folder that others can write, or a link in its place, is not taken', () => {
  Registry.open(host, 'boot');
  mkdirSync(ranks, { mode: 0o700 });
  expect(take(1).place).toBeDefined();
  const other = { ...host, uid: host.uid + 1 };
  mkdirSync(join(ranks, '..', `ranks-${other.uid}`));
  host = other;
  expect(take(2).place).toBeUndefined();
  const linked = { ...host, uid: host.uid + 1 };
  symlinkSync(ranks, join(ranks, '..', `ranks-${linked.uid}`));
  host = linked;
  expect(take(3).place).toBeUndefined();
});
