import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSpace } from '../../../src/search/space/build-space.ts';
import type { Configuration } from '../../../src/search/space/configuration.ts';
import type { Parameter } from '../../../src/search/space/parameter.ts';

const OPT: Parameter = { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd'] };
const LAYERS: Parameter = { kind: 'integer', name: 'layers', low: 1, high: 4, scale: 'linear' };
const NESTEROV: Parameter = { kind: 'categorical', name: 'nesterov', choices: [true, false] };
const SHAPE: Parameter = { kind: 'categorical', name: 'shape', choices: [[1, 2], null, '2'] };
const MOMENTUM: Parameter = { kind: 'float', name: 'momentum', low: 0, high: 1, scale: 'linear' };

function build(when: string, fixed: Configuration = {}): ReturnType<typeof buildSpace> {
  return buildSpace(
    [...[OPT, LAYERS, NESTEROV, SHAPE].map((parameter) => ({ parameter })), { parameter: MOMENTUM, when }],
    fixed,
  );
}

function holds(when: string, configuration: Configuration, fixed: Configuration = {}): boolean {
  const { space, faults } = build(when, fixed);
  expect(faults).toEqual([]);
  return space.parameters.find(({ name }) => name === 'momentum')?.when?.holds(configuration) ?? true;
}

describe('a condition', () => {
  it.each([
    ["opt == 'sgd'", true],
    ['opt == "adam"', false],
    ['layers > 2', true],
    ['layers <= 2', false],
    ['2 < layers', true],
    ['not nesterov', false],
    ['nesterov', true],
    ['nesterov == true and layers >= 3', true],
    ["opt in ['adam', 'sgd']", true],
    ["opt not in ('adam')", true],
    ["opt not-in ['sgd', ]", false],
    ["opt == 'adam' or layers == 3 and nesterov", true],
    ["(opt == 'adam' or layers == 3) and not nesterov", false],
    ['not not nesterov', true],
    ['shape == null', false],
    ["shape == '2'", true],
    ['layers == 3.0', true],
    ['layers != 3', false],
  ])('%s', (when, expected) => {
    expect(holds(when, { opt: 'sgd', layers: 3, nesterov: true, shape: '2' })).toBe(expected);
  });

  it('may read a parameter that is fixed', () => {
    expect(holds('epochs >= 50', {}, { epochs: 50 })).toBe(true);
    expect(holds('epochs > 50', {}, { epochs: 50 })).toBe(false);
  });

  it('is not settled by what is not active, but by what is', () => {
    expect(holds('layers > 2', {})).toBe(false);
    expect(holds('not layers > 2', {})).toBe(false);
    expect(holds("opt == 'sgd' or layers > 2", { opt: 'sgd' })).toBe(true);
    expect(holds("not (opt == 'sgd' and layers > 2)", { opt: 'adam' })).toBe(true);
  });

  it.each([
    ['opt = 1', '=', 'Write `==`.'],
    ["opt == 'sgd' && nesterov", '&&', 'Write `and`.'],
    ["opt == 'sgd' || nesterov", '||', 'Write `or`.'],
    ['!nesterov', '!', 'Write `not`.'],
    ['laers > 2', 'laers', 'Did you mean `layers`?'],
    ['opt == sgd', 'sgd', "Write text in quotes: `'sgd'`."],
    ["opt == 'sdg'", "'sdg'", 'Did you mean `"sgd"`?'],
    ["opt in ['adam', 'sgdd']", "['adam', 'sgdd']", 'Did you mean `"sgd"`?'],
    ['layers == 7', '7', 'Compare it with a number of that range.'],
    ["layers < 'a'", "'a'", 'Write a number, or `==`, `!=` or `in`.'],
    ['1 < layers < 3', '<', 'Write `low < x and x < high` for `low < x < high`.'],
    ["opt == 'sgd", "'sgd", "Close it with '."],
    ['(layers > 2', '(', 'Close it with `)`.'],
    ["opt in ['sgd'", '[', 'Close it with `]`.'],
    ["opt in 'sgd'", "'sgd'", "Write `in ['sgd']`."],
    ['layers > 2 3', '3', 'Join comparisons with `and` or `or`.'],
    ['momentum > 0', 'momentum', 'A condition reads other parameters.'],
    ['layers', 'layers', 'Compare it with something: `layers == …`.'],
    ['layers > 2 and', '', 'Finish it.'],
    ['', '', 'Finish it.'],
    ['and layers > 2', 'and', 'Write a parameter before it.'],
    ['layers > 2 ; rm', ';', "A condition reads such as `opt == 'sgd' and layers > 1`."],
  ])('%s: points at "%s"', (when, piece, fix) => {
    const [fault] = build(when).faults;
    expect(fault?.fix).toBe(fix);
    expect(when.slice(fault?.at, (fault?.at ?? 0) + (fault?.length ?? 0))).toBe(piece);
  });

  it('is refused where it is absurdly deep or long, not overrun', () => {
    expect(build(`${'('.repeat(10_000)}layers > 1${')'.repeat(10_000)}`).faults).toHaveLength(1);
    expect(build(`${'not '.repeat(900)}nesterov`).faults).toHaveLength(1);
  });

  it('takes any text, and gives a condition or a fault inside it', () => {
    fc.assert(
      fc.property(fc.string(), (when) => {
        for (const { at, length, fix } of build(when).faults) {
          expect(at + length).toBeLessThanOrEqual(Math.max(when.length, at + 1));
          expect(fix).not.toBe('');
        }
      }),
    );
  });
});

describe('buildSpace', () => {
  it('puts parents before the parameters that read them, otherwise as they came', () => {
    const { space, faults } = buildSpace(
      [
        { parameter: MOMENTUM, when: "opt == 'sgd' and nesterov" },
        { parameter: LAYERS },
        { parameter: NESTEROV, when: 'layers > 1' },
        { parameter: OPT },
      ],
      {},
    );
    expect(faults).toEqual([]);
    expect(space.parameters.map(({ name }) => name)).toEqual(['opt', 'layers', 'nesterov', 'momentum']);
    expect(space.parameters[3]?.when?.parents).toEqual(['opt', 'nesterov']);
  });

  it('tells a circle of conditions', () => {
    const { faults } = buildSpace(
      [
        { parameter: LAYERS, when: 'nesterov' },
        { parameter: NESTEROV, when: "opt == 'sgd'" },
        { parameter: OPT, when: 'layers > 1' },
      ],
      {},
    );
    expect(faults.map(({ message }) => message)).toEqual([
      'The conditions go in a circle: layers → nesterov → opt → layers.',
    ]);
  });
});
