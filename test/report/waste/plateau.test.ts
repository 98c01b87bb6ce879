import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plateauOf } from '../../../src/report/waste/plateau.ts';
import { RULES } from './rules.ts';

const epochs = (name: string, values: readonly number[]) =>
  values.map((value) => ({ joules: 10, metrics: { [name]: value } }));
/** A loss that halves what is missing with each epoch. */
const halving = Array.from({ length: 20 }, (_, i) => 1 + 2 ** -i);

describe('the plateau of a training', () => {
  test('is where a hundredth of the gain is missing, and three epochs more to see it', () => {
    // 2^-7 < 0.01: the eighth epoch; strict: the last; generous: 2^-6 < 0.02, the seventh.
    expect(plateauOf(epochs('val_loss', halving), RULES)).toEqual({
      metric: 'val_loss',
      epochs: 11,
      of: 20,
      joules: 90,
      lowJ: 0,
      highJ: 100,
    });
  });

  test('ends its interval at the very last improvement', () => {
    const flat = [0.5, 0.7, 0.9, ...Array.from({ length: 9 }, () => 0.8)];
    expect(plateauOf(epochs('accuracy', flat), RULES)).toMatchObject({
      epochs: 6,
      joules: 60,
      lowJ: 60,
      highJ: 60,
    });
  });

  test('is none while something is still gained, in short runs, and where nobody says which way is better', () => {
    const rising = Array.from({ length: 20 }, (_, i) => i);
    expect(plateauOf(epochs('accuracy', rising), RULES)).toBeUndefined();
    expect(plateauOf(epochs('accuracy', [1, 1, 1, 1, 1]), RULES)).toBeUndefined();
    expect(plateauOf(epochs('wobble', halving), RULES)).toBeUndefined();
    expect(plateauOf(epochs('learning_rate', halving), RULES)).toBeUndefined();
    expect(plateauOf(epochs('epoch_time', halving), RULES)).toBeUndefined();
    expect(plateauOf([], RULES)).toBeUndefined();
  });

  test('follows what is held back: a training loss that goes on falling gains nothing', () => {
    const both = halving.map((value, i) => ({
      joules: 10,
      metrics: { val_loss: i < 3 ? value : 2, train_loss: 9 - i },
    }));
    expect(plateauOf(both, RULES)).toMatchObject({ metric: 'val_loss', epochs: 6 });
  });

  test('of several metrics the one that gains longest decides', () => {
    const both = halving.map((value, i) => ({ joules: 10, metrics: { val_loss: value, val_accuracy: i } }));
    expect(plateauOf(both, RULES)).toBeUndefined();
  });

  test('a run that nobody knows the epochs of is not judged, nor a metric that begins late', () => {
    const unknown = epochs('val_loss', halving).map((one, i) => (i === 4 ? { ...one, joules: null } : one));
    expect(plateauOf(unknown, RULES)).toBeUndefined();
    const late = epochs('val_loss', halving).map((one, i) => (i === 0 ? { ...one, metrics: {} } : one));
    expect(plateauOf(late, RULES)).toBeUndefined();
  });

  test('NaN and infinity are no improvements', () => {
    const broken = [
      2,
      1,
      Number.NaN,
      Number.NaN,
      ...Array.from({ length: 8 }, () => Number.POSITIVE_INFINITY),
    ];
    expect(plateauOf(epochs('loss', broken), RULES)).toMatchObject({ epochs: 5 });
  });

  test('its interval always holds its figure, within what the epochs took', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const plateau = plateauOf(epochs('score', values), RULES);
          if (plateau === undefined) return;
          expect(plateau.lowJ).toBeLessThanOrEqual(plateau.joules);
          expect(plateau.highJ).toBeGreaterThanOrEqual(plateau.joules);
          expect(plateau.highJ).toBeLessThan(10 * values.length);
          expect(plateau.joules).toBe(10 * (values.length - plateau.epochs));
        },
      ),
    );
  });
});
