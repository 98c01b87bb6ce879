import { expect, it } from 'vitest';
import { exportTable } from '../../../src/report/export-table.ts';
import { runOfExport } from '../../../src/report/import/joulebook-run.ts';
import { aRecord } from '../../book/a-record.ts';

it('a run that comes back from an export has its components with both ends of their intervals', () => {
  const run = aRecord();
  const cells = exportTable([run]).map(({ name, values }) => [name, String(values[0] ?? '')] as const);
  const back = runOfExport(new Map(cells));
  if (typeof back === 'string') throw new Error(back);
  const components = back.figures?.energy.components;
  expect(Object.keys(components ?? {}).sort()).toEqual(['cpu', 'gpu:0', 'ram']);
  const { value, low, high } = run.energy.components['cpu']?.attributed ?? {};
  const { attributed } = components?.['cpu'] ?? {};
  expect(attributed?.value).toBeCloseTo(value ?? Number.NaN, 9);
  expect(attributed?.low).toBeCloseTo(low ?? Number.NaN, 9);
  expect(attributed?.high).toBeCloseTo(high ?? Number.NaN, 9);
});
