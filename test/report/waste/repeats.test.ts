import { describe, expect, test } from 'vitest';
import { findRepeats } from '../../../src/report/waste/repeats.ts';
import { versionOf, workOf } from '../../../src/report/waste/work-identity.ts';
import { aRun, aWasteRecord } from './a-run.ts';

describe('a duplicate', () => {
  const first = aRun({ at: 0, commit: 'a' });

  test('began after a run with the same work and commit had ended well', () => {
    const second = aRun({ at: 5, commit: 'a' });
    const third = aRun({ at: 9, commit: 'a' });
    const { duplicateOf } = findRepeats([third, first, second]);
    expect([...duplicateOf].map(([id, { id: of }]) => [id, of])).toEqual([
      [second.id, first.id],
      [third.id, first.id],
    ]);
  });

  test.each([
    ['another commit', { commit: 'b' }],
    ['other parameters', { params: { lr: 1 } }],
    ['another command', { command: ['python', 'other.py'] }],
    ['another folder', { cwd: '/elsewhere' }],
    ['another project', { project: 'other' }],
    ['a trial of a search, whose seed is its own', { kind: 'trial' as const }],
    ['a run of joulebook ci', { tags: ['ci'] }],
    ['no command', { command: [] }],
    ['a run that overlaps, as the nodes of a job do', { at: 0.5 }],
  ])('is not: %s', (_what, wishes) => {
    const second = aRun({ at: 5, commit: 'a', ...wishes });
    expect(findRepeats([first, second]).duplicateOf.size).toBe(0);
  });

  test('is none of a run that failed', () => {
    const failed = aRun({ at: 0, commit: 'a', state: 'failed' });
    expect(findRepeats([failed, aRun({ at: 5, commit: 'a' })]).duplicateOf.size).toBe(0);
  });

  test('in another clone of the repository is one all the same', () => {
    const at = (root: string) => aWasteRecord({ cwd: `${root}/sub`, git: { commit: 'a', root } });
    expect(workOf(at('/home/ada/clone'))).toBe(workOf(at('/tmp/other')));
  });

  test('of a stage is known by its hash, and without one by nothing: its dependencies may have changed', () => {
    const stage = { kind: 'stage', parentId: 'R', name: 'train' } as const;
    const [a, b, c] = [
      aRun({ at: 0, commit: 'a', work: 'k', ...stage }),
      aRun({ at: 5, commit: 'b', work: 'k', ...stage }),
      aRun({ at: 9, commit: 'a', work: 'other', ...stage }),
    ];
    expect([...findRepeats([a, b, c]).duplicateOf.keys()]).toEqual([b.id]);
    expect(versionOf(aWasteRecord({ commit: 'a', ...stage }))).toBeNull();
    const unhashed = [aRun({ at: 0, commit: 'a', ...stage }), aRun({ at: 5, commit: 'a', ...stage })];
    expect(findRepeats(unhashed).duplicateOf.size).toBe(0);
  });
});

test('imported runs that look alike may be of other code', () => {
  const alike = (at: number, git: { readonly commit: string } | null) => aRun({ at, kind: 'imported', git });
  expect(findRepeats([alike(0, null), alike(5, null)]).duplicateOf.size).toBe(0);
  expect(findRepeats([alike(0, { commit: 'a' }), alike(5, { commit: 'a' })]).duplicateOf.size).toBe(1);
});

describe('a superseded run', () => {
  test('was done again by the next success with other code', () => {
    const [first, second, third] = [
      aRun({ at: 0, commit: 'a' }),
      aRun({ at: 5, commit: 'b' }),
      aRun({ at: 9, commit: 'c' }),
    ];
    const { supersededBy } = findRepeats([first, second, third]);
    expect([...supersededBy].map(([id, { id: by }]) => [id, by])).toEqual([
      [first.id, second.id],
      [second.id, third.id],
    ]);
  });

  test('is none whose code came back later', () => {
    const runs = [aRun({ at: 0, commit: 'a' }), aRun({ at: 5, commit: 'b' }), aRun({ at: 9, commit: 'a' })];
    expect([...findRepeats(runs).supersededBy.keys()]).toEqual([runs[1]?.id]);
  });

  test('is not known where a commit is not', () => {
    const without = aWasteRecord({ at: 5, git: null });
    expect(versionOf(without)).toBe('');
    const runs = [aRun({ at: 0, commit: 'a' }), aRun({ at: 5, git: null })];
    expect(findRepeats(runs).supersededBy.size).toBe(0);
  });
});
