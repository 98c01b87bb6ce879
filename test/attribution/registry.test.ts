import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statOf } from '../../src/attribution/process-stat.io.ts';
import { Registry } from '../../src/attribution/registry.io.ts';
import {
  entryText,
  parseEntry,
  rateOf,
  type RegistryEntry,
  type RegistryUse,
} from '../../src/attribution/registry-entry.ts';
import type { Host } from '../../src/host/host.ts';
import { realHost } from '../../src/host/real-host.io.ts';

const BOOT = '44101b0b-a39a-49f3-b2ff-be6a89c16e80';
const ID = (n: number): string => `01M85D1W25M4S7FHQNQMY3${String(n).padStart(4, '0')}`;

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'registry-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function host(overrides: Partial<Host> = {}): Host {
  const real = realHost();
  return { ...real, roots: { ...real.roots, registry: [base] }, ...overrides };
}

function open(overrides: Partial<Host> = {}): Registry {
  const registry = Registry.open(host(overrides), BOOT);
  if (registry === undefined) throw new Error('no registry');
  return registry;
}

const run = (n: number) => ({
  id: ID(n),
  rootId: ID(n),
  isRoot: true,
  rootPid: 1,
  reserved: 0,
  intervalS: 1,
});

/** Writes an entry as another process would, with some of it changed. */
function forge(registry: Registry, n: number, change: Partial<RegistryEntry>): string {
  const source = open();
  source.enter(run(900 + n));
  const own = join(registry.folder, `${ID(900 + n)}.run`);
  const parsed = parseEntry(readFileSync(own, 'utf8'));
  if (parsed === undefined) throw new Error('an entry of ours is none');
  source.leave();
  const path = join(registry.folder, `${ID(n)}.run`);
  writeFileSync(path, entryText({ ...parsed.entry, id: ID(n), rootId: ID(n), ...change }, parsed.use));
  return path;
}

describe('live runs know each other', () => {
  test('by what they publish, until they leave', () => {
    const [one, two] = [open(), open()];
    one.enter(run(1));
    two.enter({ ...run(2), parentId: ID(1), rootId: ID(1), isRoot: false, rootPid: 1 });
    expect(one.others().map(({ entry }) => entry.id)).toEqual([ID(2)]);
    expect(two.others().map(({ entry }) => entry.id)).toEqual([ID(1)]);
    expect(one.find(ID(2))?.entry).toMatchObject({
      parentId: ID(1),
      isRoot: false,
      rootPid: 1,
      pid: process.pid,
    });
    two.publish(100, 2, 0.5);
    two.publish(101, 3.5, 0.75);
    const [seen] = one.others();
    expect(seen && rateOf(seen.entry, seen.use, 101.5)).toEqual({ cpu: 1.5, tracker: 0.25 });
    two.leave();
    expect(one.others()).toEqual([]);
    expect(one.find(ID(2))).toBeUndefined();
    one.leave();
    expect(readdirSync(one.folder)).toEqual([]);
  });

  test('what a tracker used before it began is told at once, and is no rate', () => {
    const [one, two] = [open(), open()];
    one.enter(run(1));
    two.enter(run(2), 0.4);
    const [seen] = one.others();
    expect(seen?.use.trackerCpuS).toBe(0.4);
    expect(seen && rateOf(seen.entry, seen.use, seen.use.atS)).toEqual({ cpu: 0, tracker: 0 });
    two.leave();
    one.leave();
  });

  test('the folder is shared by all users, and nobody removes another’s entries', () => {
    expect(lstatSync(open().folder).mode & 0o7777).toBe(0o1777);
  });

  test('another boot is another folder', () => {
    const other = Registry.open(host(), '55555555-0000');
    expect(other?.folder).not.toBe(open().folder);
  });
});

describe('entries that do not count', () => {
  test('of a process that has ended: it is taken away', async () => {
    const child = spawn('sleep', ['30']);
    const startTicks = statOf('/proc', child.pid as number)?.startTicks ?? 0;
    const registry = open();
    const path = forge(registry, 1, { pid: child.pid as number, startTicks });
    expect(registry.others().map(({ entry }) => entry.id)).toEqual([ID(1)]);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    expect(registry.find(ID(1))).toBeUndefined();
    expect(registry.others()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  test('of a pid that came round again', () => {
    const registry = open();
    const path = forge(registry, 1, { startTicks: 1 });
    expect(registry.others()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  test('in another user’s name', () => {
    const registry = open();
    forge(registry, 1, { uid: (process.getuid?.() ?? 0) + 1 });
    expect(registry.others()).toEqual([]);
    expect(registry.find(ID(1))).toBeUndefined();
  });

  test('of another pid namespace, when they have been silent', () => {
    const registry = open();
    const path = forge(registry, 1, { pidNamespace: 'pid:[1]', pid: 2 ** 22 });
    expect(registry.others().map(({ entry }) => entry.id)).toEqual([ID(1)]); // just now: believed
    const later = open({ clock: { ...realHost().clock, bootS: () => realHost().clock.bootS() + 60 } });
    expect(later.others()).toEqual([]);
    expect(existsSync(path)).toBe(true); // not ours to judge
  });

  test.each([
    ['empty', ''],
    ['no JSON', 'hello\n1 2 3 4 5 6\n'],
    ['torn', '{"id":"01M85D1W25M4S7FHQNQMY33V9V","rootId'],
    ['of the wrong kind', '{"id":1}\n0 0 0 0 0 0\n'],
    ['binary', '\u0000\u0001\u0002'],
  ])('that are %s', (_, text) => {
    const registry = open();
    writeFileSync(join(registry.folder, `${ID(1)}.run`), text);
    expect(registry.others()).toEqual([]);
    expect(registry.find(ID(1))).toBeUndefined();
  });

  test('ids that are paths', () => {
    expect(open().find('../../etc/passwd')).toBeUndefined();
    expect(open().find('')).toBeUndefined();
  });
});

describe('attacks by links', () => {
  test('a link in place of the folder is not followed; the next place is taken', () => {
    const [target, second] = [join(base, 'target'), join(base, 'second')];
    mkdirSync(target);
    mkdirSync(second);
    symlinkSync(target, join(base, `joulebook-${BOOT.slice(0, 8)}`));
    const real = realHost();
    const registry = Registry.open({ ...real, roots: { ...real.roots, registry: [base, second] } }, BOOT);
    expect(registry?.folder.startsWith(second)).toBe(true);
    registry?.enter(run(1));
    expect(readdirSync(target)).toEqual([]);
    registry?.leave();
  });

  test('a link in place of our entry is not written through', () => {
    const registry = open();
    const victim = join(base, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(registry.folder, `${ID(1)}.run`));
    registry.enter(run(1));
    registry.publish(1, 2, 3);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    registry.leave();
  });

  test('a link or a pipe in place of another’s entry is not read', () => {
    const registry = open();
    const path = forge(registry, 1, {});
    symlinkSync(path, join(registry.folder, `${ID(2)}.run`));
    expect(registry.find(ID(2))).toBeUndefined();
    expect(registry.others().map(({ entry }) => entry.id)).toEqual([ID(1)]);
  });

  test('nowhere to be made: no registry, no failure', () => {
    const real = realHost();
    writeFileSync(join(base, 'file'), '');
    const roots = { ...real.roots, registry: [join(base, 'file', 'below')] };
    expect(Registry.open({ ...real, roots }, BOOT)).toBeUndefined();
  });
});

describe('the text of an entry', () => {
  const number = fc.double({ min: 0, max: 1e9, noNaN: true });
  const use: fc.Arbitrary<RegistryUse> = fc.record({
    atS: number,
    cpuS: number,
    trackerCpuS: number,
    beforeS: number,
    cpuBeforeS: number,
    trackerBeforeS: number,
  });
  const entry: RegistryEntry = {
    ...run(1),
    pid: 7,
    startTicks: 8,
    uid: 9,
    pidNamespace: 'pid:[4026531836]',
  };

  test('parse ∘ print, to a microsecond, and its last line always has the same width', () => {
    const width = entryText(entry, {
      atS: 0,
      cpuS: 0,
      trackerCpuS: 0,
      beforeS: 0,
      cpuBeforeS: 0,
      trackerBeforeS: 0,
    }).length;
    fc.assert(
      fc.property(use, (numbers) => {
        const text = entryText(entry, numbers);
        expect(text.length).toBe(width);
        const back = parseEntry(text);
        expect(back?.entry).toEqual(entry);
        for (const [key, value] of Object.entries(numbers)) {
          expect(Math.abs((back?.use[key as keyof RegistryUse] ?? Number.NaN) - value)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test('a rate is never negative, and nothing of a run that has fallen silent', () => {
    fc.assert(
      fc.property(use, number, (numbers, nowS) => {
        const { cpu, tracker } = rateOf(entry, numbers, nowS);
        expect(cpu).toBeGreaterThanOrEqual(0);
        expect(tracker).toBeGreaterThanOrEqual(0);
      }),
    );
    const spoken = { atS: 10, cpuS: 5, trackerCpuS: 1, beforeS: 9, cpuBeforeS: 4, trackerBeforeS: 0.5 };
    expect(rateOf(entry, spoken, 15.9)).toEqual({ cpu: 1, tracker: 0.5 });
    expect(rateOf(entry, spoken, 16.1)).toEqual({ cpu: 0, tracker: 0 });
  });
});
