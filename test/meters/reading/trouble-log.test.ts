import { expect, test } from 'vitest';
import { TroubleLog } from '../../../src/meters/reading/trouble-log.ts';

test('each channel says once that it fails and once that it is back', () => {
  const log = new TroubleLog();
  log.failed(1, 5, 'gone', 'look at it');
  log.failed(1, 6, 'gone');
  log.back(0, 6, 'never gone');
  log.failed(0, 7, 'gone too');
  expect([0, 1, 2].map((channel) => log.isFailed(channel))).toEqual([true, true, false]);
  log.back(1, 8, 'there');
  expect(log.drain()).toEqual([
    { channel: 1, atS: 5, state: 'failed', why: 'gone', fix: 'look at it' },
    { channel: 0, atS: 7, state: 'failed', why: 'gone too' },
    { channel: 1, atS: 8, state: 'back', why: 'there' },
  ]);
  expect(log.drain()).toBe(log.drain());
});

test('after a new start what still fails is said again', () => {
  const log = new TroubleLog();
  log.failed(0, 1, 'gone');
  log.drain();
  log.start();
  log.back(0, 2, 'it was not gone');
  log.failed(0, 3, 'gone');
  expect(log.drain()).toMatchObject([{ atS: 3, state: 'failed' }]);
});
