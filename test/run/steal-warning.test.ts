import { expect, test } from 'vitest';
import { stealWarning } from '../../src/run/steal-warning.ts';

test('a host that takes much of the time is told of, with how much', () => {
  const warning = stealWarning({ part: 0.123, cpuS: 40 });
  expect(warning?.code).toBe('E_SHARE');
  expect(warning?.what).toContain('12 %');
});

test('a small part is not, nor are some ticks of a short run', () => {
  expect(stealWarning({ part: 0.05, cpuS: 400 })).toBeUndefined();
  expect(stealWarning({ part: 0.5, cpuS: 0.99 })).toBeUndefined();
  expect(stealWarning({ part: 0, cpuS: 0 })).toBeUndefined();
});

test('is of the first second that is more than a twentieth', () => {
  expect(stealWarning({ part: 0.051, cpuS: 1 })).toBeDefined();
});
