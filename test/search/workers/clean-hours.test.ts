import { expect, test } from 'vitest';
import { CleanHours } from '../../../src/search/workers/clean-hours.ts';

function hours(maxWaitS = 100) {
  const grid: { g: number | undefined } = { g: 300 };
  const clean = new CleanHours({ pauseAbove: 250, maxWaitS, nowG: () => grid.g });
  return { grid, clean };
}

test('trials wait above the limit, not at it', () => {
  const { grid, clean } = hours();
  expect(clean.look(0)).toEqual({ gPerKwh: 300, aboveG: 250, leftS: 100 });
  expect(clean.look(40)).toMatchObject({ leftS: 60 });
  grid.g = 250;
  expect(clean.look(50)).toBe('clean');
  grid.g = 251;
  expect(clean.look(60)).toMatchObject({ leftS: 100 });
});

test('nothing waits where nobody knows', () => {
  const { grid, clean } = hours();
  grid.g = undefined;
  expect(clean.look(0)).toBe('unknown');
});

test('after the longest wait trials are begun until the electricity has been clean once', () => {
  const { grid, clean } = hours();
  clean.look(0);
  expect(clean.look(100)).toBe('waited');
  expect(clean.look(1000)).toBe('waited');
  grid.g = undefined;
  expect(clean.look(1001)).toBe('unknown');
  grid.g = 300;
  expect(clean.look(1002)).toBe('waited');
  grid.g = 200;
  expect(clean.look(1003)).toBe('clean');
  grid.g = 300;
  expect(clean.look(1004)).toMatchObject({ leftS: 100 });
});
