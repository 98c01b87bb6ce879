import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/errors.ts';
import type { Node } from '../../../src/pipeline/model/stage.ts';
import type { Fault } from '../../../src/pipeline/project/fault.ts';
import { namedAlone } from '../../../src/pipeline/project/named-alone.ts';
import { data, stage } from '../graph/made-up-nodes.ts';

const nodes: readonly Node[] = [
  stage('one', ['raw'], ['a']),
  stage('grp@x', ['a'], ['x']),
  stage('grp@y', ['a'], ['y']),
  stage('far', [], ['z'], { file: 'sub/dvc.yaml' }),
  data('raw'),
];
const broken = problem('E_PIPELINE_FILE', 'broken');
const ofStage: Fault = { problem: broken, file: 'dvc.yaml', of: { name: 'bad', isGroup: false } };
const ofMember: Fault = {
  problem: broken,
  file: 'dvc.yaml',
  of: { name: 'grp@z', group: 'grp', isGroup: false },
};
const ofGroup: Fault = { problem: broken, file: 'dvc.yaml', of: { name: 'bad', isGroup: true } };
const ofFile: Fault = { problem: broken, file: 'sub/dvc.yaml' };

/** The names that words come to, `hidden` where a fault hides one of them, `all` where all of the project is needed. */
function named(fault: Fault, words: readonly string[], isGlob = false): readonly string[] | string {
  const found = namedAlone({ nodes, faults: [fault] }, words, { from: '', isGlob });
  if (!found.ok) return found.error === undefined ? 'all' : 'hidden';
  return found.value.map((node) => (node.kind === 'stage' ? node.name : node.file));
}

describe('what words name where something is not understood', () => {
  it.each([ofStage, ofMember, ofGroup, ofFile])('is there where that is something else: %o', (fault) => {
    expect(named(fault, ['one'])).toEqual(['one']);
    expect(named(fault, ['dvc.yaml:one', 'raw.dvc'])).toEqual(['one', 'raw.dvc']);
    expect(named(fault, ['grp@y'])).toEqual(['grp@y']);
  });

  it('is hidden where it is that itself, or is among what is named', () => {
    expect(named(ofStage, ['bad'])).toBe('hidden');
    expect(named(ofStage, ['dvc.yaml'])).toBe('hidden');
    expect(named(ofStage, ['b*'], true)).toBe('hidden');
    expect(named(ofStage, ['o*'], true)).toEqual(['one']);
    expect(named(ofMember, ['grp@z'])).toBe('hidden');
    expect(named(ofMember, ['grp'])).toBe('hidden');
    expect(named(ofFile, ['one', 'sub/dvc.yaml:far'])).toBe('hidden');
  });

  it('needs every group to be known where it is a group or a pattern', () => {
    expect(named(ofGroup, ['grp'])).toBe('hidden');
    expect(named(ofGroup, ['o*'], true)).toBe('hidden');
    expect(named(ofGroup, ['bad@1'])).toBe('hidden');
    expect(named(ofStage, ['grp'])).toEqual(['grp@x', 'grp@y']);
  });

  it('needs all of the project where it is no name of a stage or of a .dvc file', () => {
    expect(named(ofFile, ['a'])).toBe('all');
    expect(named(ofFile, ['nosuch'])).toBe('all');
    expect(named(ofFile, ['sub'])).toBe('all');
  });
});
