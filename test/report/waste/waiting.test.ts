import { describe, expect, test } from 'vitest';
import { waitingPart } from '../../../src/report/waste/waiting.ts';
import { RULES } from './rules.ts';

const IDLE_W = 50;
const power = (...watts: readonly number[]) => watts.map((one) => ({ watts: one, seconds: 10 }));

describe('the part of a run that waited', () => {
  test('is what it took while hardly any power was its own', () => {
    expect(waitingPart(power(150, 51, 150, 50), IDLE_W, RULES)).toBeCloseTo(101 / 401, 9);
  });

  test('is none of a run that is small beside its machine all the time', () => {
    expect(waitingPart(power(51, 52, 51, 52), IDLE_W, RULES)).toBe(0);
  });

  test('is all of one that did nothing', () => {
    expect(waitingPart(power(50, 50.1, 49.9), IDLE_W, RULES)).toBe(1);
  });

  test('is not known without power', () => {
    expect(waitingPart([], IDLE_W, RULES)).toBe(0);
    expect(waitingPart(power(Number.NaN, 0), IDLE_W, RULES)).toBe(0);
  });
});
