import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerMachines, type MachineAnswer } from '../../src/calc/machine-batch.ts';
import { machinePower } from '../../src/meters/model/machine-power.io.ts';

const SERVER = {
  cpu: 'Intel Xeon Platinum 8380',
  sockets: 2,
  coresPerSocket: 40,
  threads: 160,
  ramGB: 256,
  year: 2021,
  loads: [0, 0.1, 0.5, 1],
};
const answer = (...lines: readonly (string | object)[]): readonly MachineAnswer[] =>
  answerMachines(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    (shape) => machinePower(shape),
  );
const only = (line: string | object): MachineAnswer => {
  const [one] = answer(line);
  if (one === undefined) throw new Error('no answer');
  return one;
};
const wattsOf = (one: MachineAnswer): readonly { value: number; low: number; high: number }[] =>
  'watts' in one ? one.watts : [];

describe('a batch of machines', () => {
  it('answers each load of each row, in order, with an interval around the value', () => {
    const [first, second] = answer(SERVER, { ...SERVER, loads: [1, 0] });
    if (first === undefined || second === undefined) throw new Error('answers are missing');
    const watts = wattsOf(first);
    expect(watts).toHaveLength(4);
    for (const { value, low, high } of watts) {
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    expect(wattsOf(second)).toEqual([watts[3], watts[0]]);
    expect(first).not.toHaveProperty('note');
  });
  it('a row that cannot be read has an error in its place, with its line', () => {
    const answers = answer(SERVER, '', '{"cpu": oops', { loads: [0] }, '[1]', SERVER);
    expect(answers.map((one) => ('error' in one ? one.error : 'watts'))).toEqual([
      'watts',
      'line 3: not JSON: {"cpu": oops',
      'line 4: cpu is missing: the name of the CPU, as text',
      'line 5: not an object',
      'watts',
    ]);
  });
  it.each([
    [{ ...SERVER, loads: undefined }, 'loads is missing'],
    [{ ...SERVER, loads: [0, 50] }, 'loads[1] is 50: loads go from 0 (active idle) to 1'],
    [{ ...SERVER, loads: [-0.1] }, 'loads[0] is -0.1'],
    [{ ...SERVER, loads: ['0.5'] }, 'loads[0] is "0.5"'],
    [{ ...SERVER, sockets: 1.5 }, 'sockets is 1.5: a whole number above 0'],
    [{ ...SERVER, sockets: -2 }, 'sockets is -2'],
    [{ ...SERVER, ramGB: 'plenty' }, 'ramGB is "plenty"'],
    [{ ...SERVER, ramGB: 1e12 }, 'ramGB is 1000000000000'],
    [{ ...SERVER, year: 1821 }, 'year is 1821: a year from 1990'],
    [{ ...SERVER, chassis: 'tower' }, 'chassis is "tower": one of laptop, desktop, server'],
    [
      { ...SERVER, sockets: 0, threads: 0.5 },
      'sockets is 0: a whole number above 0 and up to 4096; threads is 0.5',
    ],
  ])('%j is refused: %s', (row, error) => {
    const one = only(row);
    expect('error' in one ? one.error : '').toContain(error);
  });
  it('an unknown CPU, a missing figure and an unknown key are answered, with a note', () => {
    const one = only({ cpu: 'Acme 9000', coresPerSocket: 32, loads: [0.5], watercooled: true });
    expect(wattsOf(one)).toHaveLength(1);
    expect(one).toMatchObject({ grade: 'C' });
    const { note } = one as { note?: string };
    expect(note).toContain('sockets is missing: 1 is taken');
    expect(note).toContain('left out: watercooled');
    expect(note).toContain('"Acme 9000" is in no table');
    expect(note).toContain('the memory is not known');
  });
  it('no loads have no watts, and null is as good as nothing for what may be left out', () => {
    expect(wattsOf(only({ ...SERVER, loads: [] }))).toEqual([]);
    expect(wattsOf(only({ ...SERVER, year: null }))).toEqual(wattsOf(only(SERVER)));
  });
  it('line ends of any kind, a mark at the start and blank lines change nothing', () => {
    const lines = [SERVER, SERVER].map((row) => JSON.stringify(row));
    const plain = answerMachines(lines.join('\n'), (shape) => machinePower(shape));
    const odd = answerMachines(`\uFEFF${lines.join('\r\n\r\n')}\r\n`, (shape) => machinePower(shape));
    expect(odd).toEqual(plain);
  });
  it('every line that is not blank has exactly one answer, whatever it holds', () => {
    const line = fc.oneof(fc.string(), fc.json(), fc.constant(JSON.stringify(SERVER)));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const flat = lines.map((one) => one.replaceAll(/[\r\n]/g, ' '));
        const expected = flat
          .join('\n')
          .replace(/^\uFEFF/, '')
          .split('\n')
          .filter((one) => one.trim() !== '');
        expect(answer(...flat)).toHaveLength(expected.length);
      }),
      { numRuns: 60 },
    );
  });
});
