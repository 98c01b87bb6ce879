import { expect, test } from 'vitest';
import { pythonG } from '../../../src/pipeline/exp/show/python-g.ts';

// As Python 3 prints `f"{value:.{digits}g}"`.
test.each([
  [0.370370367, 5, '0.37037'],
  [0.8, 5, '0.8'],
  [123456.7, 5, '1.2346e+05'],
  [12344.5, 5, '12344'],
  [12345.5, 5, '12346'],
  [0.00001234567, 3, '1.23e-05'],
  [0.0001234567, 3, '0.000123'],
  [100, 5, '100'],
  [1e16, 5, '1e+16'],
  [-2.5, 1, '-2'],
  [0, 5, '0'],
  [-0, 5, '-0'],
  [Number.NaN, 5, 'nan'],
  [Number.NEGATIVE_INFINITY, 5, '-inf'],
  [99999.96, 6, '100000'],
])('%d to %d digits is %s', (value, digits, text) => {
  expect(pythonG(value, digits)).toBe(text);
});
