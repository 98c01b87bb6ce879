import { expect, test } from 'vitest';
import { PolledPower } from '../../../src/meters/whole/polled-power.ts';

function taken(power: PolledPower, nowS: number): readonly number[] {
  const [low, high] = [new Float64Array(1), new Float64Array(1)];
  power.take(nowS, low, high, 0);
  return [low[0] as number, high[0] as number];
}

const make = (): PolledPower => new PolledPower({ maxW: 300, holdS: 5, disagreement: 0.25 });

test('a reading missed now and then is no trouble, one missing for long is, and it comes back', () => {
  const power = make();
  power.start(0);
  power.reading(100, 1);
  power.miss(3, 'no answer');
  expect(power.troubles()).toEqual([]);
  power.miss(7, 'no answer', 'look at it');
  power.miss(8, 'no answer', 'look at it');
  expect(power.troubles()).toEqual([
    { channel: 0, atS: 7, state: 'failed', why: 'no answer', fix: 'look at it' },
  ]);
  power.reading(100, 9);
  expect(power.troubles()).toEqual([{ channel: 0, atS: 9, state: 'back', why: 'it is read again' }]);
  expect(power.troubles()).toBe(power.troubles());
});

test('one that was never read says so at once', () => {
  const power = make();
  power.start(0);
  power.miss(1, 'it asks for a password');
  expect(power.troubles().map(({ why }) => why)).toEqual(['it asks for a password']);
});

test('a power that the device cannot draw is not counted', () => {
  const power = make();
  power.start(0);
  power.reading(100, 0);
  power.reading(5000, 1);
  power.reading(Number.NaN, 1);
  power.reading(-3, 1);
  power.reading(100, 2);
  const [low, high] = [new Float64Array(3), new Float64Array(3)];
  power.take(2, low, high, 1);
  expect([...low]).toEqual([0, 200, 0]);
  expect([...high]).toEqual([0, 200, 0]);
});

test('a reading of a moment ago holds from the start, an old one does not', () => {
  const fresh = new PolledPower({ maxW: 300, holdS: 6, disagreement: 0.25 });
  fresh.reading(120, 98);
  fresh.start(100);
  expect(taken(fresh, 101)).toEqual([120, 120]);
  const old = new PolledPower({ maxW: 300, holdS: 6, disagreement: 0.25 });
  old.reading(120, 90);
  old.start(100);
  expect(taken(old, 101)).toEqual([0, 300]);
});
