import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter, parseSort } from '../../../src/book/filter-parse.ts';
import { matches } from '../../../src/book/filter-match.ts';
import type { IndexRow } from '../../../src/book/index-row.ts';
import { moved, readKeys, writeKeys } from '../../../web/pages/runs/chosen-columns.ts';
import { binFilter, energyBins } from '../../../web/pages/runs/energy-bins.ts';
import { listCommand, shellWord } from '../../../web/pages/runs/list-command.ts';
import { clicked, readSort, writeSort } from '../../../web/pages/runs/sort-keys.ts';
import { quoted, wholeFilterOf } from '../../../web/state/filter-words.ts';

describe('the bars of the histogram', () => {
  test('count what their filters find', () => {
    const energies = fc.array(fc.double({ min: 1e-9, max: 1e13, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(energies, (joules) => {
        const bins = energyBins(joules);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(joules.length);
        for (const bin of bins) {
          const filter = parseFilter(binFilter(bin), { nowMs: 0 });
          if (!filter.ok) throw new Error(filter.error.what);
          const found = joules.filter((energyJ) => matches(filter.value.where, { energyJ } as IndexRow));
          expect(found.length).toBe(bin.count);
        }
      }),
    );
  });

  test('are as many as can be read, and none where nothing is above zero', () => {
    expect(energyBins([1e-6, 1e13]).length).toBeLessThanOrEqual(26);
    expect(energyBins([0, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([]);
  });
});

describe('the order of the table', () => {
  test('goes on with each click: largest first, smallest first, none', () => {
    const once = clicked([], 'energy', true, false);
    expect(writeSort(once)).toBe('-energy');
    expect(writeSort(clicked(once, 'energy', true, false))).toBe('energy');
    expect(clicked(clicked(once, 'energy', true, false), 'energy', true, false)).toEqual([]);
    expect(writeSort(clicked(once, 'name', false, true))).toBe('-energy,name');
    expect(writeSort(clicked(once, 'name', false, false))).toBe('name');
  });

  test('is one that joulebook ls understands, whatever a metric is called', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(name, fc.boolean(), (metric, isDescending) => {
        const text = writeSort([{ key: `metric.${metric}`, isDescending }]);
        expect(readSort(text)).toEqual([{ key: `metric.${metric}`, isDescending }]);
        const parsed = parseSort(text, { nowMs: 0, names: { metrics: [metric], params: [] } });
        expect(parsed).toEqual({ ok: true, value: [{ by: { metric }, descending: isDescending }] });
      }),
      { examples: [['," ', false]] },
    );
  });
});

test('columns in the address come back, with commas in their names', () => {
  for (const keys of [['energy', 'metric.acc'], ['param.a,b', 'name'], ['[x'], []])
    expect(readKeys(writeKeys(keys))).toEqual(keys);
  expect(readKeys(undefined)).toBeUndefined();
  expect(readKeys('[broken')).toEqual([]);
});

test('the command line that lists the same: quoted for the shell', () => {
  expect(listCommand('state:ok "it\'s"', '-energy', undefined, [])).toBe(
    `joulebook ls 'state:ok "it'\\''s"' --sort=-energy --limit 0`,
  );
  expect(shellWord('$(rm -rf x)')).toBe("'$(rm -rf x)'");
});

test('the top bar as one filter: any project, any range', () => {
  expect(wholeFilterOf('state:ok', '-7d', undefined)).toBe('state:ok start>=-7d');
  expect(wholeFilterOf(undefined, '2026-11-01..', 'a"b\\c d')).toBe(
    String.raw`project:"a\"b\\c d" start:2026-11-01..`,
  );
  fc.assert(
    fc.property(fc.string(), (project) => {
      const filter = parseFilter(`project:${quoted(project)}`, { nowMs: 0 });
      expect(filter.ok && matches(filter.value.where, { project } as IndexRow)).toBe(true);
    }),
  );
});

describe('the order of the columns', () => {
  const keys = ['state', 'energy', 'co2', 'metric.acc'];

  test('has the column that is moved where it was put, and at an end where that is beyond', () => {
    expect(moved(keys, 'co2', 0)).toEqual(['co2', 'state', 'energy', 'metric.acc']);
    expect(moved(keys, 'state', 2)).toEqual(['energy', 'co2', 'state', 'metric.acc']);
    expect(moved(keys, 'state', -1)).toEqual(keys);
    expect(moved(keys, 'metric.acc', 9)).toEqual(keys);
    expect(moved(keys, 'other', 1)).toEqual(keys);
  });

  test('holds the same columns after any move', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.nat(),
        fc.integer(),
        (all, n, to) => {
          const key = all[n % all.length] ?? '';
          expect([...moved(all, key, to)].sort()).toEqual([...all].sort());
        },
      ),
    );
  });
});
