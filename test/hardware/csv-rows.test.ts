import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from '../../src/hardware/csv-rows.ts';

describe('reading CSV', () => {
  it('cells in quotes may hold commas, doubled quotes and line ends; lines are counted as in the file', () => {
    const { header, rows } = csvRows(
      '\uFEFFName, tdp_w \r\n\r\n# a remark\r\n"Acme ""X"", large",300\r\n"two\nlines",5\nplain,7',
    );
    expect(header).toEqual(['name', 'tdp_w']);
    expect(rows).toEqual([
      { line: 4, cells: { name: 'Acme "X", large', tdp_w: '300' } },
      { line: 5, cells: { name: 'two\nlines', tdp_w: '5' } },
      { line: 7, cells: { name: 'plain', tdp_w: '7' } },
    ]);
  });

  it('missing cells are empty, an open quote ends with the file, an empty file has no rows', () => {
    expect(csvRows('a,b\n1').rows).toEqual([{ line: 2, cells: { a: '1', b: '' } }]);
    expect(csvRows('a,b\n"1,2').rows).toHaveLength(1);
    expect(csvRows('')).toEqual({ header: [], rows: [] });
  });

  it('gives back what was written with every cell in quotes', () => {
    const cell = fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/[\r]/g, '').trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (written) => {
        const text = [
          'a,b',
          ...written.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')),
        ];
        expect(csvRows(text.join('\n')).rows.map(({ cells }) => [cells['a'], cells['b']])).toEqual(written);
      }),
    );
  });
});
