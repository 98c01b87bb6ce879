import { expect, it } from 'vitest';
import { parseRecords } from '../../src/cli/export/parse-records.ts';
import { otlpMetrics } from '../../src/report/export/otlp.ts';
import { aRecord } from '../book/a-record.ts';

it('half a surrogate pair in a run does not keep the others from a collector', () => {
  const odd = aRecord({
    name: 'a\ud800b',
    params: { 'p\udcff': 1, file: 'x\udcff' },
    metrics: { 'm\udcff😀': 2 },
  });
  const plain = aRecord({ name: '😀' });
  const runs = parseRecords([odd, plain].map((run) => JSON.stringify(run)));
  expect(runs[0]).toMatchObject({
    name: 'a\ufffdb',
    params: { 'p\ufffd': 1, file: 'x\ufffd' },
    metrics: { 'm\ufffd😀': 2 },
  });
  expect(runs[1]).toEqual(JSON.parse(JSON.stringify(plain)));
  expect(JSON.stringify(otlpMetrics(runs))).not.toMatch(/\\ud[89a-f]/);
});
