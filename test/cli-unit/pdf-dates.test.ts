import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setDates } from '../../src/cli/report/pdf/set-dates.ts';

const PDF = [
  '<</Title (a)',
  "/CreationDate (D:20261126133906+00'00')",
  "/ModDate (D:20261126133906-05'30')>>",
  'stream /CreationDate (not a date) endstream',
].join('\n');

test('both dates become the one that is given, and nothing else moves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      const set = setDates(PDF, ms);
      const date = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14);
      expect(set).toHaveLength(PDF.length);
      expect(set.match(/D:\d{14}\+00'00'/g)).toEqual([`D:${date}+00'00'`, `D:${date}+00'00'`]);
      expect(set.endsWith('stream /CreationDate (not a date) endstream')).toBe(true);
    }),
  );
});
