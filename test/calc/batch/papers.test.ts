import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerRow } from '../../../src/calc/batch/answer-row.ts';
import type { RowAnswer } from '../../../src/calc/batch/row-answer.ts';
import { shippedKnowledge } from '../knowledge.ts';

interface PaperRow {
  readonly id: string;
  /** `memory`: figures of a publication that was not opened again to write this; `made up`: of none. */
  readonly from: 'memory' | 'made up';
  readonly inputs: Record<string, unknown>;
  readonly expect: Partial<Record<keyof RowAnswer, number | null>>;
  /** As a part: what the publication's own rounding leaves open. */
  readonly within: number;
  readonly note?: string;
}

const rows = JSON.parse(
  readFileSync(new URL('../../fixtures/estimates/papers.json', import.meta.url), 'utf8'),
) as readonly PaperRow[];
const knowledge = shippedKnowledge();

describe('rows in the words of other papers and calculators', () => {
  it('are enough to mean something', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it.each(rows)('$id', ({ inputs, expect: expected, within, note = '' }) => {
    const row = answerRow({ id: 'x', inputs }, { method: 'joulebook', scope: 'facility' }, knowledge);
    expect(row.note).toContain(note);
    for (const [name, value] of Object.entries(expected)) {
      const got = row[name as keyof RowAnswer];
      if (value === null || value === 0) expect(got, name).toBe(value);
      else
        expect(
          Math.abs((got as number) / value - 1),
          `${name} ${String(got)} ${row.note}`,
        ).toBeLessThanOrEqual(within);
    }
  });

  it.each(rows)(
    '$id: no key goes unused without being named, and no interval is wider than it must be',
    ({ inputs }) => {
      const row = answerRow({ id: 'x', inputs }, { method: 'joulebook', scope: 'facility' }, knowledge);
      if (row.kwh === null && row.kgco2e === null) expect(row.note).not.toBe('');
      if (row.kwhLow !== null && row.kwhHigh !== null && !row.note.includes('a wide range stands in'))
        expect(row.kwhHigh / row.kwhLow).toBeLessThan(4);
    },
  );
});
