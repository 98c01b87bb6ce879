import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../src/run/json-fault.ts';

describe('where a text stops being JSON', () => {
  it('finds nothing wrong with what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(jsonFault(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('agrees with JSON.parse on whether a damaged text is JSON', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', '"', '\n', 'x', '0', '\\'),
        (text, seed, put) => {
          const at = text.length === 0 ? 0 : seed % text.length;
          const damaged = text.slice(0, at) + put + text.slice(at + 1);
          let valid = true;
          try {
            JSON.parse(damaged);
          } catch {
            valid = false;
          }
          expect(jsonFault(damaged) === undefined).toBe(valid);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"a": 1,\n "b": }', 15],
    ['{"a": 1,}', 8],
    ['[1, 2', 5],
    ['{a: 1}', 1],
    ['{"a": 01}', 7],
    ['', 0],
    ['{"a": 1} x', 9],
    ['{"a": "b\n"}', 8],
  ])('%j stops at %i', (text, at) => {
    expect(jsonFault(text)).toBe(at);
  });
});
