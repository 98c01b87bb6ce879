import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIGURES, LAYOUTS, rulesOf } from '../../../src/report/import/codecarbon/columns.ts';
import { runOfFields } from '../../../src/report/import/codecarbon/run-of-fields.ts';
import { aRow, COLUMNS, lineOf, read, type Row } from './a-row.ts';

const HEADER = COLUMNS.join(',');
const DROPPABLE = COLUMNS.filter((_, j) => rulesOf(COLUMNS)[j]?.mayDrop !== undefined);

function figures(row: Row): Readonly<Record<string, string>> {
  return Object.fromEntries(FIGURES.filter((name) => name in row).map((name) => [name, String(row[name])]));
}

const rows = fc
  .record({
    cpu_energy: fc.double({ min: 1e-9, max: 10, noNaN: true }),
    gpu_energy: fc.double({ min: 0, max: 10, noNaN: true }),
    ram_energy: fc.double({ min: 0, max: 1, noNaN: true }),
    duration: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    pue: fc.constantFrom(1, 1.2, 1.58),
    gpu_count: fc.constantFrom('', 0, 1, 8),
    project_name: fc.constantFrom('demo', 'a, "b"', '2024', ''),
    region: fc.constantFrom('', 'île-de-france', 'new york'),
    cloud_provider: fc.constantFrom('', 'aws'),
    cloud_region: fc.constantFrom('', 'us-east-1'),
    water_consumed: fc.constantFrom(0, 1.5),
  })
  .map((wishes) => aRow(wishes));

describe('a row of emissions.csv', () => {
  test.each(LAYOUTS)('of CodeCarbon $since is read under its own header', ({ columns }) => {
    const row = aRow();
    const [found, ...more] = read(`${columns.join(',')}\n${lineOf(row, columns)}\n`);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: 'row', line: 2 });
    expect(found).not.toHaveProperty('repaired');
  });

  test('whatever columns CodeCarbon dropped, the figures are the right ones or the row is refused', () => {
    fc.assert(
      fc.property(rows, fc.subarray(DROPPABLE), (row, dropped) => {
        const [found] = read(`${HEADER}\n${lineOf(row, COLUMNS, dropped)}\n`);
        if (found?.kind === 'row') expect(found.fields).toMatchObject(figures(row));
        else expect(found?.kind).toBe('refused');
      }),
    );
  });

  test.each([
    ['an offline run', ['region', 'longitude', 'latitude']],
    ['no GPU', ['gpu_count', 'gpu_model']],
    ['an offline run without GPU', ['region', 'longitude', 'latitude', 'gpu_count', 'gpu_model']],
    ['no cloud', ['cloud_provider', 'cloud_region']],
    ['no experiment', ['experiment_id']],
  ])('shifted as CodeCarbon 3.3.0 shifts it (%s) is repaired', (_, dropped) => {
    const row = aRow();
    const [found] = read(`${HEADER}\n${lineOf(row, COLUMNS, dropped)}\n`);
    expect(found).toMatchObject({
      kind: 'row',
      fields: figures(row),
      repaired: expect.stringMatching(/columns? dropped/) as string,
    });
  });

  test('shifted, then filled up at its end by a rewriting, is repaired', () => {
    const row = aRow();
    const line = `${lineOf(row, COLUMNS, ['region', 'longitude', 'latitude'])},,,`;
    expect(read(`${HEADER}\n${line}\n`)[0]).toMatchObject({
      kind: 'row',
      fields: figures(row),
      repaired: expect.stringContaining('filled up') as string,
    });
  });

  test.each(LAYOUTS.slice(2))(
    'in the columns of CodeCarbon $since under the header of another version is repaired',
    ({ columns, since }) => {
      const header = LAYOUTS.find((layout) => layout.since !== since && layout.since > '2.2')?.columns ?? [];
      const row = aRow();
      const [found] = read(`${header.join(',')}\n${lineOf(row, columns)}\n`);
      expect(found).toMatchObject({
        kind: 'row',
        fields: { energy_consumed: String(row['energy_consumed']), run_id: row['run_id'] },
      });
      expect(found).toHaveProperty('repaired');
    },
  );

  test('cut anywhere is refused, or has lost nothing that counts', () => {
    const row = aRow();
    const line = lineOf(row);
    for (let end = 1; end < line.length; end++) {
      const [found] = read(`${HEADER}\n${line.slice(0, end)}`);
      if (found?.kind === 'row') expect(found.fields).toMatchObject(figures(row));
    }
    const [half] = read(`${HEADER}\n${line.slice(0, 200)}\n`);
    expect(half).toMatchObject({
      kind: 'refused',
      line: 2,
      why: expect.stringContaining('cells where the header has') as string,
    });
  });

  test('with an odd cell that nothing follows from is read without it', () => {
    const row = aRow({ cpu_utilization_percent: 'n/a', latitude: 1e9 });
    const [found] = read(`${HEADER}\n${lineOf(row)}\n`);
    expect(found).toMatchObject({ kind: 'row', fields: { ...figures(row), cpu_utilization_percent: '' } });
    expect(found).not.toHaveProperty('repaired');
  });

  test('whose parts do not add up is refused', () => {
    const [found] = read(`${HEADER}\n${lineOf(aRow({ energy_consumed: 5 }))}\n`);
    const run = found?.kind === 'row' ? runOfFields(found.fields, found.mark) : undefined;
    expect(run).toMatchObject({ ok: false, error: expect.stringContaining('do not add up') as string });
  });
});

describe('a damaged file', () => {
  const [a, b, c] = [aRow(), aRow(), aRow()];

  test('reads the same with CRLF', () => {
    const plain = `${HEADER}\n${lineOf(a)}\n${lineOf(b)}\n`;
    expect(read(plain.replaceAll('\n', '\r\n'))).toEqual(read(plain));
  });

  test('goes on after a header in the middle, which may have other columns', () => {
    const older = LAYOUTS[3]?.columns ?? [];
    const found = read(`${HEADER}\n${lineOf(a)}\n${older.join(',')}\n${lineOf(b, older)}\n`);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['row', 2],
      ['passed', 3],
      ['row', 4],
    ]);
    expect(found[2]).not.toHaveProperty('repaired');
  });

  test('gives back the row that stands behind a torn one in its line', () => {
    const found = read(`${HEADER}\n${lineOf(a).slice(0, 130)}${lineOf(b)}\n${lineOf(c)}\n`);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['refused', 2],
      ['row', 2],
      ['row', 3],
    ]);
    expect(found[1]).toMatchObject({ fields: figures(b) });
  });

  test('loses one row to a quote that is not closed', () => {
    const torn = lineOf(aRow({ project_name: 'a, b' })).slice(0, 25);
    const found = read(`${HEADER}\n${lineOf(a)}\n${torn}\n${lineOf(b)}\n${lineOf(c)}\n`);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['row', 2],
      ['refused', 3],
      ['row', 4],
      ['row', 5],
    ]);
  });

  test('keeps a name that goes over two lines', () => {
    const found = read(`${HEADER}\n${lineOf(aRow({ project_name: 'two\nlines' }))}\n${lineOf(b)}\n`);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['row', 2],
      ['row', 4],
    ]);
    expect(found[0]).toMatchObject({ fields: { project_name: 'two\nlines' } });
  });

  test('says where NUL bytes stand, and reads the row they stand before', () => {
    const found = read(`${HEADER}\n${'\0'.repeat(9)}\n\0\0${lineOf(a)}\n`);
    expect(found).toMatchObject([
      { kind: 'refused', line: 2, why: expect.stringContaining('9 NUL bytes') as string },
      { kind: 'row', line: 3, repaired: expect.stringContaining('NUL') as string, fields: figures(a) },
    ]);
  });

  test('a hole in the middle of a row, where digits may be missing, refuses it and not the row behind it', () => {
    const line = lineOf(a);
    const at = line.indexOf(String(a['energy_consumed'])) + 4;
    const holed = `${line.slice(0, at)}${'\0'.repeat(3)}${line.slice(at + 3)}`;
    const whole = `${line.slice(0, at)}${'\0'.repeat(300)}${lineOf(b)}`;
    expect(read(`${HEADER}\n${holed}\n${whole}\n`)).toMatchObject([
      { kind: 'refused', line: 2, why: expect.stringContaining('3 NUL bytes in its middle') as string },
      { kind: 'refused', line: 3 },
      { kind: 'row', line: 3, fields: figures(b) },
    ]);
  });

  test('rewritten by a spreadsheet (semicolons, decimal comma) reads the same, and so does what CodeCarbon appends to it', () => {
    const german = COLUMNS.map((name) =>
      String(a[name]).replace(/^(-?\d+)\.(\d+)(e-?\d+)?$/, '$1,$2$3'),
    ).join(';');
    const found = read(`${COLUMNS.join(';')}\n${german}\n${lineOf(b)}\n`);
    expect(found[0]).toMatchObject({ kind: 'row', mark: ',' });
    expect(found[0]).not.toHaveProperty('repaired');
    expect(found[1]).toMatchObject({
      kind: 'row',
      fields: figures(b),
      repaired: expect.stringContaining('parted by') as string,
    });
    const [one, two] = found.map((row) =>
      row.kind === 'row' ? runOfFields(row.fields, row.mark) : undefined,
    );
    expect(one?.ok === true && one.value.energy?.totalJ).toBeCloseTo(
      (Number(a['energy_consumed']) * 3.6e6) / 1.2,
      3,
    );
    expect(two?.ok === true && two.value.energy?.totalJ).toBeCloseTo(
      (Number(b['energy_consumed']) * 3.6e6) / 1.2,
      3,
    );
  });

  test('without a header is read if its rows have the columns of one version', () => {
    expect(read(`${lineOf(a)}\n${lineOf(b)}\n`).map(({ kind }) => kind)).toEqual(['row', 'row']);
    expect(read('hello,world\n')).toMatchObject([{ kind: 'refused' }]);
  });

  test('whatever single byte is changed, no other row is lost', () => {
    const text = `${HEADER}\n${lineOf(a)}\n${lineOf(b)}\n${lineOf(c)}\n`;
    const start = HEADER.length + 1 + lineOf(a).length + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: start + lineOf(b).length - 1 }),
        fc.integer({ min: 0, max: 126 }),
        (at, code) => {
          const found = read(`${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`);
          const ids = found.flatMap((row) => (row.kind === 'row' ? [row.fields['run_id']] : []));
          expect(ids).toContain(a['run_id']);
          expect(ids).toContain(c['run_id']);
        },
      ),
    );
  });
});

describe('a row that cannot be true', () => {
  const whyNot = (row: Row): string | undefined => {
    const [found] = read(`${HEADER}\n${lineOf(row)}\n`);
    if (found?.kind !== 'row') return found?.why;
    const run = runOfFields(found.fields, found.mark);
    return run.ok ? undefined : run.error;
  };
  const powered = { cpu_power: 360, gpu_power: 720, ram_power: 1080, duration: 100, pue: 1 };

  test('is refused where a figure is finite only in the unit of the file', () => {
    expect(whyNot(aRow({ cpu_energy: 1e308, gpu_energy: 0, ram_energy: 0 }))).toMatch(
      /energy_consumed.*more than can be/,
    );
    expect(whyNot(aRow({ emissions: 1e308 }))).toMatch(/emissions.*more than can be/);
  });

  test('is refused where its energies are in Wh', () => {
    expect(whyNot(aRow({ ...powered, cpu_energy: 10, gpu_energy: 20, ram_energy: 30 }))).toMatch(
      /Wh, not in kWh/,
    );
    expect(whyNot(aRow({ ...powered, pue: 1.5, cpu_energy: 15, gpu_energy: 30, ram_energy: 45 }))).toMatch(
      /Wh/,
    );
    expect(
      whyNot(aRow({ ...powered, cpu_energy: 0.01, gpu_energy: 0.02, ram_energy: 0.03 })),
    ).toBeUndefined();
    // The power of the CPU's last reading may be anything, that of memory not.
    expect(whyNot(aRow({ ...powered, cpu_power: 0.36, cpu_energy: 0.01 }))).toBeUndefined();
  });
});

test.each([
  ['of 0 beside a rate', { emissions: 0 }, /not its emissions_rate/],
  ['that no grid has for its energy', { emissions: 5 }, /more than any grid/],
])('emissions %s are unknown, and the energy stands', (_, wishes, why) => {
  const [found] = read(`${HEADER}\n${lineOf(aRow({ gpu_count: '', ...wishes }))}\n`);
  if (found?.kind !== 'row') throw new Error('it is no row');
  const run = runOfFields(found.fields, found.mark);
  if (!run.ok) throw new Error(run.error);
  expect(run.value.energy?.totalJ).toBeGreaterThan(0);
  expect(run.value).not.toHaveProperty('carbon');
  expect(run.value.oddities).toEqual([expect.stringMatching(why)]);
});

test('a row or a header of very many cells is refused, at once', () => {
  const startMs = performance.now();
  const row = lineOf(aRow());
  expect(read(`${HEADER}\n${row}${','.repeat(100_000)}\n${row}\n`)).toMatchObject([
    { kind: 'refused', line: 2 },
    { kind: 'row', line: 3 },
  ]);
  const wide = `${HEADER},${Array.from({ length: 30_000 }, (_, i) => `c${i}`).join(',')}`;
  expect(read(`${wide}\n${row}${',1'.repeat(29_990)}\n`)).toMatchObject([{ kind: 'refused', line: 2 }]);
  expect(performance.now() - startMs).toBeLessThan(60_000);
});
