import { expect, test } from 'vitest';
import { FIELD_MEANINGS } from '../../../src/book/filter-meanings.ts';
import { completions } from '../../../web/shell/filter/completions.ts';

const OFFERED = {
  names: { metrics: ['acc', 'name'], params: ['lr', 'a b'] },
  meanings: FIELD_MEANINGS,
  values: (field: string) => (field === 'project' ? ['bert', 'bert fr'] : []),
};
const offered = (text: string, caret = text.length) =>
  completions(text, caret, OFFERED).map(
    ({ text: next, from, to }) => text.slice(0, from) + next + text.slice(to),
  );

test('a key becomes itself with its operator where it has but one', () => {
  expect(offered('sta')).toContain('state:');
  expect(offered('state:ok ener')).toContain('state:ok energy');
  expect(offered('-proj')).toEqual(['-project:']);
});

test('metrics and parameters are offered by a name that means only them', () => {
  expect(offered('ac')[0]).toMatch(/^acc|^active/);
  expect(offered('ac')).toContain('acc');
  expect(offered('metric')).toEqual(['metric.name']);
  expect(offered('param.a')).toContain('param."a b"');
});

test('values of a closed list and of the runs at hand, quoted where they must be', () => {
  expect(offered('state:fa')).toEqual(['state:failed']);
  expect(offered('grade:A,')).toEqual(['grade:A,A', 'grade:A,B', 'grade:A,C', 'grade:A,D']);
  expect(offered('project:ber')).toEqual(['project:bert', 'project:"bert fr"']);
  expect(offered('sort:-ener')).toContain('sort:-energy');
});

test('the word at the caret is completed, not the last one', () => {
  expect(offered('sta energy>1Wh', 3)).toContain('state: energy>1Wh');
});

test('nothing is offered for what is whole already', () => {
  expect(offered('state:failed')).toEqual([]);
});
