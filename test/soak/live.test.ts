import { expect, test } from 'vitest';
import { expectToFollow } from '../server/live-laws.ts';

const MB = 2 ** 20;

test('eight hours of 50 runs are followed to the last sample, in the same room', {
  timeout: 1_800_000,
}, async () => {
  const figures = await expectToFollow(50, 8);
  const growth = (figures.heapLate - figures.heapEarly) / MB;
  console.log({ ...figures, growthMB: growth.toFixed(1), rssMB: (figures.rssMost / MB).toFixed(0) });
  expect(growth).toBeLessThan(10);
});
