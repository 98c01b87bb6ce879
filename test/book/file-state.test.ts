import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/book/digest.ts';
import { byLstat, type StatesIn, statesByLstat, statesByStatx } from '../../src/book/file-state.io.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulebook-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

const one =
  (statesIn: StatesIn) =>
  (path: string): number | undefined => {
    const [state = Number.NaN] = statesIn(dirname(dirname(path)), [basename(dirname(path))], basename(path));
    return Number.isNaN(state) ? undefined : state;
  };
const ways = [
  ['lstat', one(statesByLstat)],
  ['statx', one(statesByStatx() ?? statesByLstat)],
] as const;

describe.each(ways)('the state of a file by %s', (way, stateOf) => {
  it('is the same by either way', () => {
    const path = join(folder, 'same');
    for (let i = 0; i < 50; i++) {
      writeFileSync(path, 'x'.repeat(i));
      utimesSync(path, 1, 1_700_000_000.123456 + i * 0.777_777_7);
      expect(stateOf(path)).toBe(byLstat(path));
    }
  });

  it('changes with content, time and inode', () => {
    const path = join(folder, `it-${way}`);
    const states = new Set<number | undefined>([stateOf(path)]);
    writeFileSync(path, 'a');
    utimesSync(path, 1, 1000);
    states.add(stateOf(path));
    utimesSync(path, 1, 1000.001);
    states.add(stateOf(path));
    writeFileSync(path, 'ab');
    utimesSync(path, 1, 1000.001);
    states.add(stateOf(path));
    writeFileSync(`${path}.new`, 'ab');
    utimesSync(`${path}.new`, 1, 1000.001);
    renameSync(`${path}.new`, path);
    states.add(stateOf(path));
    expect(states.size).toBe(5);
    expect(stateOf(path)).toBe(stateOf(path));
  });

  it('is of a link itself, and undefined where there is nothing', () => {
    const path = join(folder, `link-${way}`);
    symlinkSync('/nowhere', path);
    expect(stateOf(path)).toBeTypeOf('number');
    expect(stateOf(join(folder, 'nothing'))).toBeUndefined();
    expect(stateOf(join(path, 'below'))).toBeUndefined();
    expect(stateOf(join(folder, 'no', 'such', 'folder'))).toBeUndefined();
  });

  it('is told of many files at once, in the order of their folders', () => {
    const names = ['b', 'none', 'a', 'c'].map((name) => `${way}-${name}`);
    for (const name of names.filter((each) => !each.endsWith('none'))) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'run.json'), name);
    }
    const statesIn = way === 'statx' ? (statesByStatx() ?? statesByLstat) : statesByLstat;
    const states = [...statesIn(folder, names, 'run.json')];
    expect(states).toEqual(names.map((name) => byLstat(join(folder, name, 'run.json')) ?? Number.NaN));
    expect(new Set(states).size).toBe(4);
  });
});

describe('a digest', () => {
  it('tells different numbers apart, and their order', () => {
    const numbers = fc.array(fc.nat({ max: 2 ** 53 - 1 }), { maxLength: 4 });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(digestOf(a) === digestOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(digestOf([...a, ...b])).toBe(digestOf([...a, ...b]));
        expect(Number.isSafeInteger(digestOf(a))).toBe(true);
      }),
      { numRuns: 2000 },
    );
    const seen = new Set<number>();
    for (let i = 0; i < 200_000; i++) seen.add(digestOf([i]));
    expect(seen.size).toBe(200_000);
  });
});
