import { expect, test } from 'vitest';
import { expectToFollow } from './live-laws.ts';

test('a quarter of an hour of 50 runs is followed to the last sample', { timeout: 600_000 }, async () => {
  const { samples, messages } = await expectToFollow(50, 0.25);
  expect(samples).toBe(50 * 899);
  expect(messages).toBeGreaterThan(800);
});
