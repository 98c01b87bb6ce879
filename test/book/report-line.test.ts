import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EpochClock, fromObject, parseReportLine } from '../../src/book/report-line.ts';

function parsed(text: string) {
  const line = parseReportLine(text);
  if (!line.ok) throw new Error(line.error.what);
  return line.value;
}

describe('a report line', () => {
  test('has reserved keys and metrics', () => {
    expect(
      parsed('{"step":5,"steps":10,"epoch":1,"epochs":3,"stage":"fit","mark":"m","t":1.5,"loss":0.25}'),
    ).toEqual({
      step: 5,
      steps: 10,
      epoch: 1,
      epochs: 3,
      stage: 'fit',
      mark: 'm',
      t: 1.5,
      metrics: { loss: 0.25 },
      ignored: [],
    });
  });

  test.each([
    ['{"loss":NaN,"acc":0.5}', { acc: 0.5 }, ['loss']],
    ['{"a": Infinity, "b": -Infinity, "c": [NaN, NaN], "d": 1}', { d: 1 }, ['a', 'b', 'c']],
    [
      '{"loss":1e400,"name":"x","ok":true,"none":null,"list":[1],"deep":{"a":1}}',
      {},
      ['loss', 'name', 'ok', 'none', 'list', 'deep'],
    ],
    ['{"epoch":"3","stage":7,"mark":"","x":1}', { x: 1 }, ['epoch', 'stage', 'mark']],
    ['{"__proto__":1,"constructor":2}', { constructor: 2 }, undefined],
  ])('%s: what is no finite number is no metric', (text, metrics, ignored) => {
    const line = parsed(text);
    expect(Object.entries(line.metrics)).toEqual(expect.arrayContaining(Object.entries(metrics)));
    if (ignored !== undefined) expect(line).toMatchObject({ metrics, ignored });
    expect(line.epoch).toBeUndefined();
  });

  test('NaN within a text is text', () => {
    expect(parsed('{"mark":"loss: NaN, sorry"}').mark).toContain('sorry');
  });

  test('a stage may be left', () => {
    expect(parsed('{"stage":null}')).toMatchObject({ stage: null, ignored: [] });
  });

  test.each(['{"epoch":1,"lo', 'epoch 1', '[1,2]', '"text"', 'null', '7', '{"a":1}{"b":2}', ''])(
    '%j is none, and why is said',
    (text) => {
      const line = parseReportLine(text);
      expect(line).toMatchObject({ ok: false, error: { code: 'E_PROTOCOL', fix: expect.any(String) } });
    },
  );

  test('anything that is JSON is read or refused, never thrown', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const line = parseReportLine(text);
        if (line.ok)
          for (const value of Object.values(line.value.metrics)) expect(Number.isFinite(value)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof parseReportLine(text).ok === 'boolean'));
  });

  test('parse ∘ print: finite numbers come back as they were', () => {
    const name = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__');
    const reserved = new Set(['step', 'steps', 'epoch', 'epochs', 't', 'stage', 'mark']);
    fc.assert(
      fc.property(fc.dictionary(name, fc.double({ noNaN: true, noDefaultInfinity: true })), (object) => {
        const metrics = Object.fromEntries(Object.entries(object).filter(([key]) => !reserved.has(key)));
        expect({ ...fromObject(JSON.parse(JSON.stringify(object))).metrics }).toEqual(
          JSON.parse(JSON.stringify(metrics)),
        );
      }),
    );
  });
});

describe('when an epoch ends', () => {
  const endsOf = (lines: readonly { epoch?: number; step?: number }[]) => {
    const clock = new EpochClock();
    return [...lines.map((line) => clock.next(line)), clock.atEnd()];
  };

  test('a line without step ends its epoch', () => {
    expect(endsOf([{ epoch: 0 }, { epoch: 1 }, { epoch: 2 }])).toEqual([[0], [1], [2], []]);
  });

  test('a line with step stands inside its epoch, which ends with the next or with the run', () => {
    const lines = [
      { epoch: 0, step: 1 },
      { epoch: 0, step: 2 },
      { epoch: 1, step: 3 },
      { epoch: 1, step: 4 },
    ];
    expect(endsOf(lines)).toEqual([[], [], [0], [], [1]]);
  });

  test('both kinds together end an epoch once', () => {
    const lines = [{ epoch: 0, step: 1 }, { epoch: 0 }, { epoch: 0 }, { epoch: 1, step: 2 }, { epoch: 1 }];
    expect(endsOf(lines)).toEqual([[], [0], [], [], [1], []]);
  });

  test('fractions stand inside', () => {
    expect(endsOf([{ epoch: 0.25 }, { epoch: 0.75 }, { epoch: 1.25 }, { epoch: 2 }])).toEqual([
      [],
      [],
      [0],
      [1, 2],
      [],
    ]);
  });

  test('lines without an epoch end nothing, late ones neither', () => {
    expect(endsOf([{}, { step: 3 }, { epoch: 5 }, { epoch: 3 }, { epoch: 4, step: 1 }])).toEqual([
      [],
      [],
      [5],
      [],
      [],
      [],
    ]);
  });

  test('every epoch ends at most once and in order', () => {
    const line = fc.record({ epoch: fc.nat(6), step: fc.option(fc.nat(9), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const ends = endsOf(
          lines.map(({ epoch, step }) => (step === undefined ? { epoch } : { epoch, step })),
        ).flat();
        expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
      }),
    );
  });
});
