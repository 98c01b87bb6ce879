import { describe, expect, test } from 'vitest';
import { placeOf } from '../../src/book/emissions-place.ts';
import { emissionsRow } from '../../src/book/emissions-row.ts';
import type { RunRecord } from '../../src/book/run-record.ts';
import { RunReducer } from '../../src/book/run-reducer.ts';
import { matchPlace, placeIntensity } from '../../src/grid/places.io.ts';
import { footprintConstants } from '../../src/grid/footprint-constants.io.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { fakeMachine } from '../hardware/fake-machine.ts';
import { component, end, ID, lines, machine, sample, sourced, start } from './events.ts';

const here = machine([]).machine;
const server: MachineInfo = { ...here, chassis: 'server' };
const host = fakeMachine({}, { TZ: 'Europe/Paris' });

/** A run for which its user has said `--region TEXT`. */
function runIn(region: string, info: MachineInfo = server): RunRecord {
  const { intensity, pue, wue } = footprintConstants(host, info, { region });
  return recordOf({ intensity, machine: info, pue, ...(wue === undefined ? {} : { wue }) });
}

function recordOf(wishes: Parameters<typeof machine>[1]): RunRecord {
  const run = new RunReducer(ID);
  const cpu = component('cpu');
  const events = [
    start(),
    machine([cpu, component('other')], wishes),
    sample([3.6e6, 1e6], [0, 0], [1, 1], [1, 1]),
  ];
  for (const line of lines([...events, { ...end(), sha256: '' }])) run.apply(line);
  return run.record();
}

describe('where a run was, as CodeCarbon writes it', () => {
  test.each([
    ['FR', 'France', 'FRA', null, null, null],
    ['Quebec', 'Canada', 'CAN', 'quebec', null, null],
    ['CA-QC', 'Canada', 'CAN', 'quebec', null, null],
    ['US-CA', 'United States', 'USA', 'california', null, null],
    ['aws:eu-west-1', 'Ireland', 'IRL', null, 'aws', 'eu-west-1'],
    ['aws:us-west-1', 'United States', 'USA', 'california', 'aws', 'us-west-1'],
    ['World', null, null, null, null, null],
  ])('%s', (text, country_name, country_iso_code, region, cloud_provider, cloud_region) => {
    const row = emissionsRow(runIn(text));
    expect(row).toMatchObject({ country_name, country_iso_code, region, cloud_provider, cloud_region });
    expect(row.on_cloud).toBe(cloud_provider === null ? 'N' : 'Y');
  });

  test('what the machine knows of its cloud stands before what was named', () => {
    const record = runIn('aws:eu-west-1', { ...server, cloud: 'gcp', cloudRegion: 'europe-west9' });
    expect(placeOf(record)).toMatchObject({ cloud_provider: 'gcp', cloud_region: 'europe-west9' });
  });

  test('an intensity that was given and an unknown place are nowhere', () => {
    const nowhere = { country_name: null, country_iso_code: null, region: null };
    const given = footprintConstants(host, server, { intensityGPerKwh: 56 });
    expect(placeOf(recordOf({ intensity: given.intensity }))).toMatchObject(nowhere);
    const unknown = footprintConstants(fakeMachine({}, { TZ: 'UTC' }), server).intensity;
    expect(placeOf(recordOf({ intensity: unknown }))).toMatchObject(nowhere);
  });

  test('a record of an older version has its country as before', () => {
    const { country: _c, accounting: _a, ...old } = placeIntensity(found('FR'));
    expect(placeOf(recordOf({ intensity: old }))).toMatchObject({
      country_name: 'France',
      country_iso_code: 'FRA',
      region: null,
    });
  });
});

describe('a cloud that was named as the place', () => {
  test('has the PUE and the water of its provider', () => {
    const record = runIn('aws:eu-west-1');
    expect(record.carbon.pue?.id).toMatch(/^pue\.aws/);
    expect(record.water?.wue.id).toMatch(/^wue\.aws/);
    expect(record.water?.total.unit).toBe('L');
  });

  test('what was given stands before it', () => {
    const { pue, wue } = footprintConstants(host, server, { region: 'aws:eu-west-1', pue: 1.4, wue: 2 });
    expect([pue.value, wue?.value]).toEqual([1.4, 2]);
  });

  test('an intensity beside it leaves it the place of the building', () => {
    const { intensity, wue } = footprintConstants(host, server, {
      region: 'aws:eu-west-1',
      intensityGPerKwh: 9,
    });
    expect(intensity.value).toBe(9);
    expect(wue?.id).toMatch(/^wue\.aws/);
  });

  test('a country has no provider, and nothing is said of its water', () => {
    expect(runIn('FR')).not.toHaveProperty('water');
  });
});

test('water in the row is WUE × energy before PUE; nothing is known without a WUE', () => {
  const row = emissionsRow(recordOf({ wue: sourced(0.2, 'L/kWh'), machine: server }));
  expect(row.water_consumed).toBeCloseTo(0.2, 12); // 1 kWh of the CPU; `other` is none of CodeCarbon's components
  expect(row.wue).toBe(0.2);
  expect(Number(row.water_consumed)).toBeCloseTo((Number(row.energy_consumed) / Number(row.pue)) * 0.2, 12);
  expect(emissionsRow(recordOf({}))).toMatchObject({ water_consumed: null, wue: null });
});

function found(text: string): Parameters<typeof placeIntensity>[0] {
  const match = matchPlace(host, text);
  if (match.kind !== 'found') throw new Error(`${text} is ${match.kind}`);
  return match.value;
}
