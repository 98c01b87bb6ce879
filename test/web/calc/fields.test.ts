import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandWords, formWords, lackOf, MAIN_FIELDS, MORE_FIELDS } from '../../../web/pages/calc/fields.ts';
import { CALC_KEYS } from '../../../src/cli/ui/calc/calc-words.ts';

test('every field is one that the server takes', () => {
  for (const { key } of [...MAIN_FIELDS, ...MORE_FIELDS]) expect(CALC_KEYS).toContain(key);
});

test('the address is read into the words of a question, without what is empty or of another page', () => {
  const search = new URLSearchParams('q=state:ok&gpu=8xH100&hours=&region= FR &z=1');
  expect(formWords(search)).toBe('gpu=8xH100&region=FR');
  expect(commandWords('gpu=8xH100&region=FR')).toEqual(['--gpu', '8xH100', '--region', 'FR']);
});

test('what stands in the address comes back from the words', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const words = formWords(new URLSearchParams([['cpu', text]]));
      expect(new URLSearchParams(words).get('cpu') ?? '').toBe(
        new URLSearchParams([['cpu', text]]).get('cpu')?.trim() ?? '',
      );
    }),
  );
});

test('a form that is not enough yet says what it lacks, and is no error', () => {
  expect(lackOf('region=FR')).toMatch(/what it ran on/);
  expect(lackOf('gpu=a100&region=FR')).toMatch(/how long/);
  for (const words of [
    'gpu=a100&hours=1',
    'energy=5+kWh',
    'gpu=a100&accelerator-hours=3',
    'total-power=1kW&hours=1',
  ])
    expect(lackOf(words)).toBeUndefined();
});
