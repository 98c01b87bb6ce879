import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedOf, leftoverOf, type ReportedEvent } from '../../src/book/leftover-report.ts';

const metric = (loss: number): ReportedEvent => ({ k: 'metric', values: { loss } });
const line = (loss: number): string => JSON.stringify({ loss });

describe('what a killed tracker had not read', () => {
  test('is what comes after the last event that it had', () => {
    const lines = [
      '{"loss":1}',
      '{"loss":2,"step":5}',
      '{"epoch":0,"epochs":3,"acc":0.5}',
      '{"mark":"warm"}',
      '',
    ];
    const events: readonly ReportedEvent[] = [
      metric(1),
      { k: 'metric', values: { loss: 2 }, step: 5 },
      { k: 'metric', values: { acc: 0.5 }, epoch: 0 },
      { k: 'epoch', n: 0, of: 3 },
      { k: 'mark', name: 'warm' },
    ];
    for (let had = 0; had <= events.length; had++) {
      expect(leftoverOf(lines, events.slice(0, had)).events).toEqual(events.slice(had));
    }
  });

  test('for any report and any moment of the kill: had and left together are the report, however often a value comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 })),
        fc.nat(),
        fc.array(fc.integer({ min: 7, max: 9 })),
        (losses, seed, others) => {
          const had = losses.slice(0, losses.length === 0 ? 0 : seed % (losses.length + 1)).map(metric);
          // Events that came in another way (an agent, a metrics file) stand between them.
          const known = had.flatMap((event, i) => [
            ...(others[i] === undefined ? [] : [metric(others[i])]),
            event,
          ]);
          const { events } = leftoverOf(losses.map(line), known);
          expect([...had, ...events]).toEqual(losses.map(metric));
        },
      ),
    );
  });

  test('is not what a damaged line of the journal held', () => {
    const lines = [1, 2, 3, 4].map(line);
    expect(leftoverOf(lines, [metric(1), metric(3)]).events).toEqual([metric(4)]);
  });

  test('an epoch that was only seen from inside has not ended', () => {
    const { events } = leftoverOf(['{"epoch":3,"step":1}', '{"epoch":4,"step":9}'], []);
    expect(events).toEqual([{ k: 'epoch', n: 3 }]);
  });

  test('a last line that is cut off is nothing; a bad line before it is said, if it was left over', () => {
    expect(leftoverOf(['{"loss":1}', '{"lo'], [])).toEqual({ events: [metric(1)], problem: undefined });
    expect(leftoverOf(['loss: 1', '{"loss":2}', ''], [])).toMatchObject({
      events: [metric(2)],
      problem: { code: 'E_PROTOCOL', why: expect.stringContaining('loss: 1') },
    });
    expect(leftoverOf(['loss: 1', '{"loss":2}', ''], [metric(2)])).toEqual({
      events: [],
      problem: undefined,
    });
  });

  test('is counted in words', () => {
    expect(countedOf([metric(1)])).toBe('1 line of metrics');
    expect(countedOf([metric(1), { k: 'epoch', n: 1 }, metric(2), { k: 'mark', name: 'x' }])).toBe(
      '1 epoch, 1 mark and 2 lines of metrics',
    );
  });
});
