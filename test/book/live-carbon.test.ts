import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GridEvent, JournalEvent, SampleEvent } from '../../src/book/journal-event.ts';
import { encodeLine, parseLine } from '../../src/book/journal-line.ts';
import type { CarbonRecord, RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { component, end, ID, lines, machine, sample, sourced, start } from './events.ts';

const HOUR_S = 3600;
/** The run begins at 10:00 UTC, at 0 on its boot clock. */
const BEGIN = start({ startedAt: '2026-03-01T10:00:00.000Z' });
const MACHINE = machine([component('cpu', { errors: { 'rapl:h1': 0.02 } })], {
  pue: sourced(1.5, '1'),
});

function grid(hours: Readonly<Record<string, number>>, more: Partial<GridEvent> = {}): GridEvent {
  return {
    k: 'grid',
    source: 'electricity-maps',
    name: 'Electricity Maps',
    zone: 'FR',
    basis: 'average',
    boundary: 'life-cycle',
    licence: 'terms of the service',
    url: 'https://portal.electricitymaps.com/docs',
    hours: Object.entries(hours).map(([hour, g]) => ({
      hour: `2026-03-01T${hour}:00Z`,
      g,
      how: 'measured',
      sd: 0.1,
    })),
    ...more,
  };
}

/** An hour's sample of this many joules, all of them the run's. */
function used(joules: number, dt = HOUR_S): SampleEvent {
  return sample([joules], [0], [1], [1], { dt });
}

/** The record of these events; each sample ends its own length after the one before. */
function record(events: readonly JournalEvent[]): RunRecord {
  let t = 0;
  const run = new RunReducer(ID);
  lines(events).forEach((line) => {
    if (line.k === 'sample') t += line.dt;
    run.apply({ ...line, t });
  });
  return run.record();
}

const carbonOf = (events: readonly JournalEvent[]): CarbonRecord =>
  record([BEGIN, MACHINE, ...events]).carbon;
const KWH = 3.6e6;

test('the intensity is the mean of the hours, weighted by the energy in each', () => {
  const carbon = carbonOf([used(KWH), used(3 * KWH), grid({ '10': 100, '11': 200 })]);
  expect(carbon.intensity).toMatchObject({
    value: 175,
    basis: 'average',
    boundary: 'life-cycle',
    source: 'Electricity Maps',
    id: 'grid.live.electricity-maps.FR',
    zone: 'FRA',
    errors: { 'live:electricity-maps:FR': expect.closeTo(0.1, 12) as number },
  });
  expect(carbon.intensity).not.toHaveProperty('year');
  expect(carbon.operational.value).toBeCloseTo(1.5 * (100 + 3 * 200), 6);
  expect(carbon.live).toMatchObject({ fraction: 1, zone: 'FR' });
  expect(carbon.hourly).toEqual([
    {
      hour: '2026-03-01T10:00Z',
      energyWh: 1500,
      gPerKwh: 100,
      source: 'Electricity Maps',
      how: 'measured',
      estimated: false,
    },
    {
      hour: '2026-03-01T11:00Z',
      energyWh: 4500,
      gPerKwh: 200,
      source: 'Electricity Maps',
      how: 'measured',
      estimated: false,
    },
  ]);
  expect(carbon.offline).toMatchObject({ value: 400 });
});

test('hours without a figure take the yearly one with its spread, and the part that is live is recorded', () => {
  const carbon = carbonOf([used(KWH), used(3 * KWH), grid({ '10': 100 })]);
  expect(carbon.intensity?.value).toBeCloseTo((100 + 3 * 400) / 4, 9);
  expect(carbon.live?.fraction).toBeCloseTo(0.25, 12);
  expect(carbon.intensity?.note).toContain('live for 25 % of the energy');
  expect(Object.keys(carbon.intensity?.errors ?? {}).sort()).toEqual([
    'intensity:FRA:2024',
    'live:electricity-maps:FR',
  ]);
  expect(carbon.hourly?.map(({ how, source }) => [how, source])).toEqual([
    ['measured', 'Electricity Maps'],
    ['yearly', 'a test'],
  ]);
});

test('a source that told nothing leaves the yearly figure as it was, and why', () => {
  const failure = 'it refuses the key (HTTP 401)';
  const carbon = carbonOf([used(KWH), grid({}, { failure })]);
  const { live, hourly, offline, intensity, ...rest } = carbon;
  const { intensity: yearly, ...others } = carbonOf([used(KWH)]);
  expect(rest).toEqual(others);
  expect(intensity).toEqual({ ...yearly, note: `no live figure of Electricity Maps: ${failure}` });
  expect(live).toMatchObject({ fraction: 0, failure });
  expect(offline).toEqual(yearly);
  expect(hourly?.map(({ how }) => how)).toEqual(['yearly']);
});

test('a run that asked nobody has none of it', () => {
  expect(Object.keys(carbonOf([used(KWH)])).sort()).toEqual(['embodied', 'intensity', 'operational', 'pue']);
});

test('a later line holds for its hours; one that only failed takes nothing away', () => {
  const carbon = carbonOf([
    used(KWH),
    grid({ '10': 100 }),
    grid({ '10': 120 }),
    grid({}, { failure: 'it hung up' }),
  ]);
  expect(carbon.intensity?.value).toBe(120);
  expect(carbon.live).toMatchObject({ fraction: 1, failure: 'it hung up' });
});

describe('kinds of figures', () => {
  test('direct figures are named so, and mixed with the life-cycle table only by name', () => {
    const gb = { source: 'gb', boundary: 'direct' } as const;
    expect(carbonOf([used(KWH), grid({ '10': 50 }, gb)]).intensity?.boundary).toBe('direct');
    expect(carbonOf([used(KWH), used(KWH), grid({ '10': 50 }, gb)]).intensity?.boundary).toBe('mixed');
    // A source that changes from life-cycle to direct does not go on with its old hours.
    const changed = carbonOf([
      used(KWH),
      used(KWH),
      grid({ '10': 50 }),
      grid({ '11': 30 }, { boundary: 'direct' }),
    ]);
    expect(changed.live).toMatchObject({ boundary: 'direct', fraction: 0.5 });
  });

  test('marginal figures stand beside the average and change none of it', () => {
    const wattTime = grid(
      { '10': 500 },
      { source: 'watttime', name: 'WattTime', zone: 'CAISO_NORTH', basis: 'marginal', boundary: 'direct' },
    );
    const { marginal, ...average } = carbonOf([used(KWH), wattTime]);
    expect(average).toEqual(carbonOf([used(KWH)]));
    expect(marginal).toMatchObject({
      intensity: { value: 500, basis: 'marginal', boundary: 'direct' },
      emissions: { value: expect.closeTo(750, 9) as number, unit: 'g' },
      live: { fraction: 1, zone: 'CAISO_NORTH' },
    });
    const both = carbonOf([used(KWH), wattTime, grid({ '10': 100 })]);
    expect(both.intensity?.value).toBe(100);
    expect(both.marginal?.emissions.value).toBeCloseTo(750, 9);
  });

  test('marginal figures of a part of the run give a lower bound, no value', () => {
    const wattTime = grid({ '10': 500 }, { source: 'watttime', basis: 'marginal', boundary: 'direct' });
    const { marginal } = carbonOf([used(KWH), used(KWH), wattTime]);
    expect(marginal?.live.fraction).toBe(0.5);
    expect(marginal?.emissions).toMatchObject({ value: null, high: null });
    expect(marginal?.emissions.low).toBeGreaterThan(500);
    expect(marginal?.emissions.low).toBeLessThan(750);
    expect(marginal?.hourly.map(({ gPerKwh, source }) => [gPerKwh, source])).toEqual([
      [500, 'Electricity Maps'],
      [null, null],
    ]);
  });

  test('where the place is a guess, so is its live figure', () => {
    const guess = machine([component('cpu')], {
      pue: sourced(1.5, '1'),
      intensity: {
        ...MACHINE.intensity,
        errors: { 'intensity:FRA:2024': 0.2, 'zone:Europe/Paris': [0.3, 0.5] },
        grade: 'C',
        note: 'guessed from the time zone',
        zoneFrom: 'time-zone',
      },
    });
    const { carbon } = record([BEGIN, guess, used(KWH), grid({ '10': 100 })]);
    expect(Object.keys(carbon.intensity?.errors ?? {})).toContain('zone:Europe/Paris');
    expect(carbon.intensity).toMatchObject({
      grade: 'C',
      zoneFrom: 'time-zone',
      note: 'guessed from the time zone',
    });
  });

  test('where the place is not known, the zone that was named for the source is', () => {
    const nowhere = machine([component('cpu')], {
      pue: sourced(1.5, '1'),
      intensity: {
        ...MACHINE.intensity,
        value: null,
        low: 5,
        high: 900,
        errors: {},
        zone: 'unknown',
        zoneName: 'unknown place',
        zoneFrom: 'unknown',
      },
    });
    const all = record([BEGIN, nowhere, used(KWH), grid({ '10': 100 })]).carbon;
    expect(all.intensity).toMatchObject({ value: 100, zone: 'FR', zoneFrom: 'config' });
    const half = record([BEGIN, nowhere, used(KWH), used(KWH), grid({ '10': 100 })]).carbon;
    expect(half.intensity).toMatchObject({ value: null });
    expect(half.intensity?.low).toBeGreaterThan(40);
    expect(half.intensity?.high).toBeLessThan(600);
  });
});

describe('laws', () => {
  const joules = fc.double({ min: 0.001, max: 1e7, noNaN: true });
  const intensity = fc.option(fc.double({ min: 1, max: 1500, noNaN: true }), { nil: undefined });
  const hour = fc.record({ j: joules, g: intensity });
  const asHours = (hours: readonly { readonly g: number | undefined }[]) =>
    grid(
      Object.fromEntries(hours.flatMap(({ g }, i) => (g === undefined ? [] : [[`${10 + i}`, g] as const]))),
    );

  test('the hours add up to the energy of the facility and to the operational carbon', () => {
    fc.assert(
      fc.property(fc.array(hour, { minLength: 1, maxLength: 10 }), (hours) => {
        const { carbon, energy } = record([BEGIN, MACHINE, ...hours.map(({ j }) => used(j)), asHours(hours)]);
        const all = carbon.hourly ?? [];
        const wh = all.reduce((sum, { energyWh }) => sum + energyWh, 0);
        const g = all.reduce((sum, { energyWh, gPerKwh }) => sum + (energyWh / 1000) * (gPerKwh ?? 0), 0);
        const facility = (energy.facility.attributed.value ?? 0) / 3600;
        expect(Math.abs(wh / facility - 1)).toBeLessThan(1e-9);
        expect(Math.abs(g / (carbon.operational.value ?? 0) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test('how the run was cut into samples changes nothing, also across full hours', () => {
    fc.assert(
      fc.property(
        fc.array(hour, { minLength: 2, maxLength: 5 }),
        fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 6 }),
        (hours, cuts) => {
          // Evenly used energy: one long sample, or the same cut anywhere.
          const total = hours.reduce((sum, { j }) => sum + j, 0);
          const at = [0, ...[...cuts].sort((a, b) => a - b), 1];
          const parts = at.slice(1).map((to, i) => to - (at[i] ?? 0));
          const length = hours.length * HOUR_S;
          const whole = carbonOf([used(total, length), asHours(hours)]);
          const cut = carbonOf([...parts.map((part) => used(total * part, length * part)), asHours(hours)]);
          expect(cut.hourly?.length).toBe(hours.length);
          expect(Math.abs((cut.operational.value ?? 0) / (whole.operational.value ?? 1) - 1)).toBeLessThan(
            1e-9,
          );
        },
      ),
    );
  });

  test('the mean lies between the lowest and the highest of its hours', () => {
    fc.assert(
      fc.property(fc.array(hour, { minLength: 1, maxLength: 10 }), (hours) => {
        fc.pre(hours.some(({ g }) => g !== undefined));
        const { intensity: mean } = carbonOf([...hours.map(({ j }) => used(j)), asHours(hours)]);
        const all = hours.map(({ g }) => g ?? 400);
        expect(mean?.value).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
        expect(mean?.value).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
        expect(mean?.low).toBeLessThanOrEqual(mean?.value ?? 0);
        expect(mean?.high).toBeGreaterThanOrEqual(mean?.value ?? 0);
      }),
    );
  });
});

test('a line of the journal reads back, and a damaged one is no line', () => {
  const event = grid({ '10': 100 });
  expect(parseLine(encodeLine(3, 5, event))).toMatchObject({ ok: true, value: { ...event, seq: 3, t: 5 } });
  for (const bad of [
    { hours: [{ hour: 'noon', g: 1, how: 'measured', sd: 0.1 }] },
    { hours: 5 },
    { basis: 'other' },
  ])
    expect(parseLine(encodeLine(3, 5, { ...event, ...bad } as GridEvent))).toMatchObject({ ok: false });
});

test('the record of a live run ends as it began: a run that ended keeps its figures', () => {
  const { carbon } = record([BEGIN, MACHINE, used(KWH), grid({ '10': 100 }), { ...end(), sha256: '' }]);
  expect(carbon.intensity?.value).toBe(100);
});
