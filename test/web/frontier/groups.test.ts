import { describe, expect, it } from 'vitest';
import { groupsOf, NOT_SAID } from '../../../web/pages/frontier/groups.ts';

describe('groups', () => {
  it('give the largest a look of their own and the rest one together', () => {
    const values = ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'e', 'f', 'g', null];
    const { groups, styleOf } = groupsOf(values);
    expect(groups).toHaveLength(6);
    expect(groups[0]).toEqual({ name: 'a', count: 3, style: 0 });
    expect(groups.at(-1)).toMatchObject({ name: '3 others', count: 3, style: 5 });
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    expect(styleOf('a')).toBe(0);
    expect(groupsOf([null, 'x']).groups.map(({ name }) => name)).toEqual([NOT_SAID, 'x']);
  });
});
