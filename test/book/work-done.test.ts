import { describe, expect, test } from 'vitest';
import { rowOf } from '../../src/book/index-row.ts';
import { fieldOf, WORK_FIELDS } from '../../src/book/filter-fields.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { isWellFormed } from '../../src/book/journal-shape.ts';
import { leftoverOf } from '../../src/book/leftover-report.ts';
import { recordComplaint } from '../../src/book/record-shape.ts';
import { parseReportLine } from '../../src/book/report-line.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { addWork, knownWork, perWork } from '../../src/book/work-unit.ts';
import { ToldRun } from '../../src/run/told-run.ts';
import { aRecord } from './a-record.ts';
import { component, ID, machine, sample, start } from './events.ts';

function recordOf(...events: readonly JournalEvent[]) {
  const run = new RunReducer(ID);
  const all: readonly JournalEvent[] = [
    start(),
    machine([component('cpu')]),
    sample([10], [0], [1], [1]),
    ...events,
  ];
  all.forEach((event, seq) => run.apply({ ...event, seq, t: 100 + seq }));
  return run.record();
}

describe('work done', () => {
  test('is told on a line of the report file; a metric of that name stays a metric', () => {
    expect(parseReportLine('{"done":{"samples":64,"miles":2,"tokens":"x"},"loss":1}')).toEqual({
      ok: true,
      value: { done: { samples: 64, miles: 2 }, metrics: { loss: 1 }, ignored: ['done.tokens'] },
    });
    expect(parseReportLine('{"done":0.5}')).toEqual({
      ok: true,
      value: { metrics: { done: 0.5 }, ignored: [] },
    });
  });

  test('is added up in the record, of which nothing is there where nothing was told', () => {
    const record = recordOf(
      { k: 'done', values: { samples: 64, tokens: 10 } },
      { k: 'done', values: { samples: 36 } },
    );
    expect(record.done).toEqual({ samples: 100, tokens: 10 });
    expect(recordOf()).not.toHaveProperty('done');
    expect(recordOf()).not.toHaveProperty('cache');
  });

  test('from a journal made elsewhere only counts of known units are taken', () => {
    const strange = { samples: -5, tokens: Number.NaN, miles: 3, steps: 2 };
    expect(recordOf({ k: 'done', values: strange }).done).toEqual({ steps: 2 });
    expect(isWellFormed({ seq: 1, t: 1, k: 'done', values: 3 })).toBe(false);
    expect(isWellFormed({ seq: 1, t: 1, k: 'cache', hits: 1, saved: {} })).toBe(false);
  });

  test('what a killed tracker had not read is found again', () => {
    const lines = ['{"done":{"samples":64}}', '{"done":{"samples":64}}', '{"done":{"samples":64},"epoch":1}'];
    const one = { k: 'done', values: { samples: 64 } } as const;
    expect(leftoverOf(lines, [one]).events).toEqual([one, one, { k: 'epoch', n: 1 }]);
  });

  test('a unit that is none, and less than none, are said once in the run’s warnings', () => {
    const written: JournalEvent[] = [];
    const told = new ToldRun(
      { bootS: () => 0, wallMs: () => 0 },
      { emit: (event) => written.push(event), run: new RunReducer(ID) },
      () => {},
    );
    told.done({ miles: 3, samples: 1 });
    told.done({ miles: 3, samples: -1 });
    told.done({ samples: -1 });
    expect(written.filter(({ k }) => k === 'done')).toEqual([{ k: 'done', values: { samples: 1 } }]);
    expect(written.flatMap((event) => (event.k === 'warning' ? event.what : []))).toEqual([
      'work is not counted in "miles"',
      'work of less than no samples is not counted',
    ]);
  });

  test('two stretches add up', () => {
    expect(addWork({ samples: 1, steps: 2 }, { samples: 3, tokens: 4 })).toEqual({
      samples: 4,
      tokens: 4,
      steps: 2,
    });
    expect(knownWork({ samples: 1, other: 2 })).toEqual({ samples: 1 });
  });
});

describe('energy per unit of work', () => {
  test('is that of a thousand units; of no work there is none', () => {
    expect(perWork(7200, 60_000)).toBe(120);
    expect(perWork(7200, 12, 1)).toBe(600);
    for (const [joules, count] of [
      [null, 5],
      [7200, 0],
      [7200, null],
      [7200, undefined],
    ] as const)
      expect(perWork(joules, count)).toBeNull();
  });

  test('is a field of a run that has told of work, and of no other', () => {
    const row = rowOf(aRecord({ energyJ: 3600, done: { samples: 60_000 } }), 'x');
    expect(fieldOf('per1kSamples').get(row)).toBe(60);
    expect(fieldOf('done.samples').get(row)).toBe(60_000);
    const old = rowOf(aRecord(), 'x');
    for (const name of WORK_FIELDS) expect(fieldOf(name).get(old)).toBeNull();
  });
});

describe('a record', () => {
  test('of an older joulebook, without work and cache, is read as ever; one whose counts are none is damaged', () => {
    const record = aRecord();
    expect(recordComplaint(record, record.id)).toBeUndefined();
    expect(recordComplaint({ ...record, done: { samples: 1 } }, record.id)).toBeUndefined();
    expect(recordComplaint({ ...record, done: { samples: 'x' } }, record.id)).toBe('Its done are no counts.');
    expect(recordComplaint({ ...record, cache: { hits: 1 } }, record.id)).toBe('It has no cache.saved.');
  });

  test('of a repro has what came from its cache, in no total', () => {
    const saved = { value: 7200, low: 7000, high: 7400, unit: 'J', errors: {} };
    const record = recordOf({ k: 'cache', hits: 2, saved });
    expect(record.cache).toEqual({ hits: 2, saved });
    expect(record.energy.wall.attributed).toEqual(recordOf().energy.wall.attributed);
    const row = rowOf(record, 'x');
    expect([fieldOf('cacheHits').get(row), fieldOf('cacheSaved').get(row)]).toEqual([2, 7200]);
  });
});
