import { expect, test } from 'vitest';
import { WorkClock } from '../../../src/search/drive/work-clock.ts';

test('it runs while anybody works, and stands still between', () => {
  let now = 100;
  const clock = new WorkClock({ bootS: () => now, wallMs: () => 7 });
  now = 150;
  expect([clock.bootS(), clock.wallMs()]).toEqual([0, 7]);
  clock.begin();
  now = 152;
  clock.begin();
  now = 155;
  clock.end();
  now = 156;
  expect(clock.bootS()).toBe(6);
  clock.end();
  now = 1000;
  expect(clock.bootS()).toBe(6);
  clock.begin();
  now = 1001;
  expect(clock.bootS()).toBe(7);
});
