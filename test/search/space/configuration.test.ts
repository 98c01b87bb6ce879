import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSpace } from '../../../src/search/space/build-space.ts';
import { checkConfiguration } from '../../../src/search/space/check-configuration.ts';
import { drawConfiguration } from '../../../src/search/space/draw-configuration.ts';
import type { RandomStream } from '../../../src/search/random/random-stream.ts';
import type { Space } from '../../../src/search/space/space.ts';
import { spaceSize } from '../../../src/search/space/space-size.ts';
import { configurationKey, isSameValue } from '../../../src/search/space/value-key.ts';

const { space: SPACE } = buildSpace(
  [
    { parameter: { kind: 'float', name: 'lr', low: 1e-5, high: 0.1, scale: 'log' } },
    { parameter: { kind: 'integer', name: 'layers', low: 1, high: 4, scale: 'linear' } },
    { parameter: { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1 } },
    {
      parameter: { kind: 'categorical', name: 'opt', choices: ['adam', 'sgd'], probabilities: [0.25, 0.75] },
    },
    {
      parameter: { kind: 'integer', name: 'warmup', low: 0, high: 9, scale: 'linear' },
      when: "opt == 'sgd' and layers > 2",
    },
  ],
  { epochs: 50 },
);

/** Draws what it is told to. */
function told(...units: number[]): RandomStream {
  let next = 0;
  return {
    uniform: () => units[next++ % units.length] ?? 0,
    integer: (n) => Math.floor((units[next++ % units.length] ?? 0) * n),
    normal: () => 0,
  };
}

const units = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 5,
  maxLength: 5,
});

describe('drawConfiguration', () => {
  it('gives what checkConfiguration takes, and nothing that is not active', () => {
    fc.assert(
      fc.property(units, (drawn) => {
        const configuration = drawConfiguration(SPACE, told(...drawn));
        expect(checkConfiguration(SPACE, configuration)).toEqual({ ok: true, value: configuration });
        const { opt, layers } = configuration;
        expect('warmup' in configuration).toBe(opt === 'sgd' && Number(layers) > 2);
      }),
    );
  });

  it('draws choices as often as they are to be', () => {
    expect(drawConfiguration(SPACE, told(0.2499))['opt']).toBe('adam');
    expect(drawConfiguration(SPACE, told(0.25))['opt']).toBe('sgd');
  });

  it('never draws a choice of probability 0, whatever rounding leaves over', () => {
    const { space } = buildSpace(
      [
        {
          parameter: {
            kind: 'categorical',
            name: 'x',
            choices: ['a', 'b', 'c'],
            probabilities: [0, 0.9999999, 0],
          },
        },
      ],
      {},
    );
    expect(drawConfiguration(space, told(0))).toEqual({ x: 'b' });
    expect(drawConfiguration(space, told(0.99999999))).toEqual({ x: 'b' });
  });
});

describe('checkConfiguration', () => {
  const good = { lr: 0.01, layers: 3, dropout: 0.3, opt: 'sgd', warmup: 4 };

  it('takes fixed parameters with their value, and moves numbers onto the grid', () => {
    const checked = checkConfiguration(SPACE, { ...good, dropout: 0.1 + 0.2, epochs: 50 });
    expect(checked).toEqual({ ok: true, value: good });
  });

  it.each<[object, string]>([
    [{ lr: 1 }, 'lr: 1 is out of its range'],
    [{ lr: '0.01' }, 'lr: "0.01" is out of its range'],
    [{ lr: Number.NaN }, 'lr: null is out of its range'],
    [{ layers: 2.5 }, 'layers: 2.5 is between its values'],
    [{ dropout: 0.25 }, 'dropout: 0.25 is between its values'],
    [{ opt: 'adamw' }, 'opt: "adamw" is none of its choices'],
    [{ opt: 'adam' }, 'warmup: a value where it is not active'],
    [{ warmup: undefined }, 'warmup: no value'],
    [{ epochs: 60 }, 'epochs: 60 is not its value'],
    [{ laeyrs: 3 }, 'laeyrs: no parameter of this study'],
  ])('%j', (change, what) => {
    const checked = checkConfiguration(SPACE, { ...good, ...change });
    expect(checked.ok ? [] : checked.error.map((one) => one.what)).toEqual([what]);
  });

  it('tells everything that is wrong at once', () => {
    const checked = checkConfiguration(SPACE, { lr: 7, layers: 9, opt: 'x', other: 1 });
    expect(checked.ok ? 0 : checked.error.length).toBe(5);
  });
});

describe('spaceSize', () => {
  it('counts configurations that differ only in what is not active once', () => {
    const parameters = SPACE.parameters.slice(1);
    const space: Space = { parameters, fixed: {} };
    // 4 layers × 6 dropouts × adam, 2 × 6 × sgd without a warm-up, 2 × 6 × 10 with one.
    expect(spaceSize(space)).toEqual({ count: 24 + 12 + 120, isExact: true });
  });

  it('is infinite where one parameter is continuous', () => {
    expect(spaceSize(SPACE)).toEqual({ count: Infinity, isExact: true });
    expect(spaceSize({ parameters: [], fixed: {} })).toEqual({ count: 1, isExact: true });
  });
});

describe('configurationKey', () => {
  it('does not depend on the order of keys, and tells text from numbers', () => {
    expect(configurationKey({ a: 1, b: { d: 2, c: [1, null] } })).toBe(
      configurationKey({ b: { c: [1, null], d: 2 }, a: 1 }),
    );
    expect(isSameValue('1', 1)).toBe(false);
    expect(isSameValue(-0, 0)).toBe(true);
    expect(isSameValue([1, 2], [2, 1])).toBe(false);
  });
});
