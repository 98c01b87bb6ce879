import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdleAccount } from '../../../src/run/idle-account.ts';
import {
  parseStageRecord,
  parseStageRecords,
  recordText,
  stageRecordsText,
} from '../../../src/pipeline/energy/stage-record-text.ts';
import type { StageRecord } from '../../../src/pipeline/energy/stage-record.ts';
import { type StageFate, tally, type Tallied } from '../../../src/pipeline/energy/tally.ts';
import { estimate, interval, written } from '../../../src/units/estimate.ts';

const energyJ = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const record = (wallJ: number, host: string): StageRecord => {
  const energy = written(estimate(wallJ, { [`model:${host}`]: 0.2, [`psu:${host}`]: 0.1 }), 'J');
  return {
    schema: 'joulebook.stage/1',
    key: 'a'.repeat(64),
    value: 'b'.repeat(64),
    energy: { chips: energy, wall: energy, facility: energy },
    components: { cpu: energy },
    carbon: { ...energy, unit: 'g' },
    grade: 'B',
    machine: { hostId: host, gpus: [] },
    durationS: 1.5,
    run: '01M8AQB834410Y4ZK98QPRVDC4',
    at: '2026-01-02T03:04:05.000Z',
  };
};
const FATES: readonly StageFate[] = ['ran', 'restored', 'unchanged', 'failed', 'skipped'];
const stages = fc.array(
  fc.record({
    fate: fc.constantFrom(...FATES),
    energyJ: fc.option(energyJ, { nil: undefined }),
    host: fc.constantFrom('h1', 'h2'),
  }),
  { maxLength: 30 },
);

describe('the figures of a repro', () => {
  test('add up: from scratch is what ran, was restored and is unchanged, and failures are spent beside it', () => {
    fc.assert(
      fc.property(stages, fc.array(energyJ, { maxLength: 5 }), (drawn, failedJ) => {
        const given = drawn.map(
          ({ fate, energyJ, host }, i): Tallied => ({
            stage: `s${i}`,
            fate,
            ...(energyJ === undefined ? {} : { record: record(energyJ, host) }),
          }),
        );
        const failed = failedJ.map((joules) => estimate(joules, { 'model:h1': 0.2 }));
        const { spent, avoided, unchanged, fromScratch, withoutRecord } = tally(given, failed);
        const sumOf = (...fates: readonly StageFate[]): number =>
          drawn.reduce((sum, { fate, energyJ = 0 }) => (fates.includes(fate) ? sum + energyJ : sum), 0);
        const lost = failedJ.reduce((sum, joules) => sum + joules, 0);
        const near = (a: number | null, b: number): void =>
          expect(Math.abs((a ?? Number.NaN) - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, b));
        near(spent.value, sumOf('ran') + lost);
        near(avoided.value, sumOf('restored'));
        near(unchanged.value, sumOf('unchanged'));
        const together = (spent.value ?? 0) + (avoided.value ?? 0) + (unchanged.value ?? 0);
        near(together, (fromScratch.value ?? Number.NaN) + lost);
        const done = given.filter(({ fate }) => fate !== 'failed' && fate !== 'skipped');
        expect(withoutRecord).toEqual(
          done.filter((one) => one.record === undefined).map(({ stage }) => stage),
        );
        const { low, high } = interval(fromScratch);
        expect(low ?? 0).toBeLessThanOrEqual(fromScratch.value ?? 0);
        expect(high ?? 0).toBeGreaterThanOrEqual(fromScratch.value ?? 0);
      }),
    );
  });

  test('a restored stage is in no figure of what was spent', () => {
    const restored: Tallied = { stage: 's', fate: 'restored', record: record(5, 'h1') };
    expect(tally([restored], []).spent).toEqual(tally([], []).spent);
  });
});

describe('records of stages', () => {
  test('are read as they were written, to the digits of a measurement', () => {
    fc.assert(
      fc.property(energyJ, (joules) => {
        const one = record(joules, 'h1');
        const read = parseStageRecord(recordText(one));
        expect(read?.energy.wall.value).toBeCloseTo(joules, -Math.log10(joules) + 5);
        expect(recordText(read ?? one)).toBe(recordText(one));
      }),
    );
  });

  test('stand sorted by stage, one to a line, and what is no record is left out', () => {
    const text = stageRecordsText(
      new Map([
        ['z', record(1, 'h')],
        ['a@2', record(2, 'h')],
      ]),
    );
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('    '))
        .map((line) => line.trim().split(':')[0]),
    ).toEqual(['"a@2"', '"z"']);
    expect([...parseStageRecords(text).keys()]).toEqual(['a@2', 'z']);
    const damaged = JSON.parse(text) as { readonly stages: Record<string, unknown> };
    damaged.stages['a@2'] = { schema: 'joulebook.stage/1', energy: 7 };
    expect([...parseStageRecords(JSON.stringify(damaged)).keys()]).toEqual(['z']);
    for (const other of ['', '[]', 'null', '{"stages": 3}', '<<<<<<< HEAD'])
      expect(parseStageRecords(other).size).toBe(0);
  });
});

test('a dvc.energy.json that git could not merge gives the records of both sides', () => {
  const text = stageRecordsText(
    new Map([
      ['a', record(1, 'h')],
      ['b', record(2, 'h')],
    ]),
  );
  const [line = ''] = text.split('\n').filter((one) => one.includes('"b":'));
  const conflict = text.replace(
    line,
    `<<<<<<< HEAD\n${line}\n=======\n    "c": ${recordText(record(3, 'h'))}\n>>>>>>> other`,
  );
  expect([...parseStageRecords(conflict).keys()]).toEqual(['a', 'b', 'c']);
});

test('idle energy is shared among the stages that run, whatever overlaps: never more than there was', () => {
  const steps = fc.array(
    fc.record({ stage: fc.nat(4), idleJ: fc.double({ min: 0, max: 100, noNaN: true }) }),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(steps, (drawn) => {
      const account = new IdleAccount();
      const live = new Set<string>();
      let nowJ = 0;
      let sharedJ = 0;
      let aliveJ = 0;
      for (const { stage, idleJ } of drawn) {
        nowJ += idleJ;
        if (live.size > 0) aliveJ += idleJ;
        const name = `s${stage}`;
        if (live.has(name)) {
          sharedJ += account.end(name, nowJ) * nowJ;
          live.delete(name);
        } else {
          account.begin(name, nowJ);
          live.add(name);
        }
      }
      for (const name of live) sharedJ += account.end(name, nowJ) * nowJ;
      expect(sharedJ).toBeCloseTo(aliveJ, 6);
    }),
  );
});
