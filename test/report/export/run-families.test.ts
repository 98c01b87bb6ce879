import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { otlpMetrics, otlpRequests } from '../../../src/report/export/otlp.ts';
import type { Family } from '../../../src/report/export/exposition.ts';
import { prometheusFamilies } from '../../../src/report/export/prometheus-runs.ts';
import { projectTotals } from '../../../src/report/export/prometheus-totals.ts';
import { pushPath } from '../../../src/report/export/pushgateway.ts';
import { aRecord } from '../../book/a-record.ts';

const root = aRecord({
  name: 'a',
  energyJ: 3600,
  metrics: { acc: 0.9 },
  params: { lr: 0.1, opt: 'adam', warm: true },
});
const child = aRecord({ name: 'trial', parentId: root.id, rootId: root.id, energyJ: 1000 });
const bounds = aRecord({ name: 'b', energyJ: null, co2G: null });
const other = aRecord({ name: 'c', project: 'other', energyJ: 50, hostId: 'h2' });
const runs = [root, child, bounds, other];
const constant = {
  value: 56,
  low: 28,
  high: 112,
  unit: 'g/kWh',
  errors: {},
  id: 'e',
  source: 'Ember',
} as const;
const two = { value: 2, low: 1, high: 4, unit: 'L', errors: {} } as const;
const sourced = {
  intensity: {
    ...constant,
    zone: 'FRA',
    zoneName: 'France',
    basis: 'average',
    boundary: 'life-cycle',
    zoneFrom: 'config',
  },
  water: { total: two, wue: constant },
  market: { operational: two, intensity: constant },
} as const;

function family(name: string): Family {
  const found = prometheusFamilies(runs, 'book').find((each) => each.name === name);
  if (found === undefined) throw new Error(`no family ${name}`);
  return found;
}

function valueOf(name: string, run: string): number | undefined {
  return family(name).samples.find(({ labels }) => labels['run'] === run)?.value;
}

describe('runs as Prometheus families', () => {
  it('have base units in their names and both ends of each interval', () => {
    const { low, high } = root.energy.wall.attributed;
    expect(valueOf('joulebook_run_energy_joules', root.id)).toBe(3600);
    expect(valueOf('joulebook_run_energy_low_joules', root.id)).toBe(low);
    expect(valueOf('joulebook_run_energy_high_joules', root.id)).toBe(high);
    expect(valueOf('joulebook_run_operational_carbon_grams', root.id)).toBe(12);
    expect(valueOf('joulebook_run_duration_seconds', root.id)).toBe(60);
    for (const { name, unit } of prometheusFamilies(runs, 'book')) {
      expect(name).toMatch(/^joulebook_[a-z0-9_]+$/);
      if (unit !== undefined) expect(name.endsWith(`_${unit}`)).toBe(true);
    }
  });

  it('leave out what is not known, never 0; its bounds are there', () => {
    expect(valueOf('joulebook_run_energy_joules', bounds.id)).toBeUndefined();
    expect(valueOf('joulebook_run_energy_low_joules', bounds.id)).toBe(1);
    expect(valueOf('joulebook_run_energy_high_joules', bounds.id)).toBe(9);
  });

  it('mark what is inside another run, so that a sum counts no joule twice', () => {
    const { samples } = family('joulebook_run_energy_joules');
    const summed = samples.filter(
      ({ labels }) => labels['within'] === undefined && labels['project'] === 'demo',
    );
    expect(summed.map(({ value }) => value)).toEqual([3600]);
    expect(samples.find(({ labels }) => labels['run'] === child.id)?.labels['within']).toBe(root.id);
    const part = aRecord({ name: 'n1' });
    const sum = aRecord({ name: 'sum', parts: [{ ...part, attributed: part.energy.wall.attributed }] });
    const [info] = prometheusFamilies([part, sum], 'book');
    expect(info?.samples.map(({ labels }) => labels['within'])).toEqual([sum.id, undefined]);
  });

  it('sum by project, and count what is in no sum', () => {
    const total = (name: string) =>
      Object.fromEntries(family(name).samples.map(({ labels, value }) => [labels['project'], value]));
    expect(total('joulebook_energy_joules')).toEqual({ demo: 3600, other: 50 });
    expect(total('joulebook_runs')).toEqual({ demo: 2, other: 1 });
    expect(total('joulebook_runs_without_energy')).toEqual({ demo: 1, other: 0 });
    expect(total('joulebook_energy_low_joules')['demo']).toBeCloseTo(3600 * (1 - 0.1 * 1.6448536), 3);
  });

  it('have totals that never fall: of a whole book, and of runs that are over; those of a selection are gauges', () => {
    const type = (extent: 'book' | 'selection') =>
      projectTotals(runs, extent).find(({ name }) => name === 'joulebook_energy_joules')?.type;
    expect([type('book'), type('selection')]).toEqual(['counter', 'gauge']);
    const energy = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(energy, fc.boolean()), { minLength: 1 }), energy, (steps, live) => {
        // What is alive goes up and down; what ends comes in anywhere among what is there.
        const over: RunRecord[] = [];
        let before = 0;
        for (const [energyJ, isFirst] of steps) {
          const alive = aRecord({ state: 'running', energyJ: live / (over.length + 1), endedAt: null });
          const run = aRecord({ energyJ });
          if (isFirst) over.unshift(run);
          else over.splice(Math.floor(over.length / 2), 0, run);
          const [total] = projectTotals([alive, ...over], 'book');
          const now = total?.samples[0]?.value ?? Number.NaN;
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });

  it('say of each component how it was measured, and where constants are from', () => {
    const { intensity, water, market } = sourced;
    const known = aRecord({ name: 'k' });
    const rich = { ...known, water, carbon: { ...known.carbon, intensity, market, pue: intensity } };
    const of = (name: string) =>
      prometheusFamilies([rich], 'book').find((each) => each.name === name)?.samples[0];
    expect(of('joulebook_run_component')?.labels).toMatchObject({
      component: 'cpu',
      method: 'rapl',
      grade: 'A',
    });
    expect(of('joulebook_run')?.labels).toMatchObject({ intensity_source: 'Ember', pue_source: 'Ember' });
    expect(of('joulebook_run_water_liters')?.value).toBe(2);
    expect(of('joulebook_run_wue_low_liters_per_kilowatt_hour')?.value).toBe(28);
    expect(of('joulebook_run_market_carbon_high_grams')?.value).toBe(4);
    expect(of('joulebook_run_carbon_intensity_high_grams_per_kilowatt_hour')?.value).toBe(112);
  });

  it('keep names of the user in labels', () => {
    expect(family('joulebook_run_metric').samples[0]).toMatchObject({
      labels: { metric: 'acc' },
      value: 0.9,
    });
    expect(family('joulebook_run_param').samples[0]).toMatchObject({ labels: { param: 'lr' }, value: 0.1 });
    expect(family('joulebook_run_param_text').samples.map(({ labels }) => labels['value'])).toEqual([
      'adam',
      'true',
    ]);
  });

  it('have no two samples with the same labels, nor two families of one name', () => {
    const families = prometheusFamilies(runs, 'book');
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    for (const { samples } of families) {
      const keys = samples.map(({ labels }) => JSON.stringify(Object.entries(labels).map(String).sort()));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('runs as OTLP', () => {
  const { resourceMetrics } = otlpMetrics(runs);

  it('have a resource for each machine', () => {
    const hosts = resourceMetrics.map(
      ({ resource }) => resource.attributes.find(({ key }) => key === 'host.id')?.value.stringValue,
    );
    expect(hosts).toEqual(['h1', 'h2']);
  });

  it('have a gauge for each figure, at the end of the run, in whole nanoseconds', () => {
    const metrics = resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
    const energy = metrics.find(({ name }) => name === 'joulebook.run.energy');
    expect(energy?.unit).toBe('J');
    const [point] = energy?.gauge.dataPoints ?? [];
    expect(point?.asDouble).toBe(3600);
    expect(point?.startTimeUnixNano).toBe('1795168800000000000');
    expect(point?.timeUnixNano).toBe('1795168860000000000');
    expect(point?.attributes).toContainEqual({ key: 'joulebook.run.id', value: { stringValue: root.id } });
    expect(metrics.find(({ name }) => name === 'joulebook.run.energy.low')?.gauge.dataPoints).toHaveLength(3);
    expect(energy?.gauge.dataPoints).toHaveLength(2);
  });

  it('goes in requests of a size that collectors take, each run once', () => {
    const many = Array.from({ length: 401 }, (_, i) =>
      aRecord({ startedAt: new Date(i * 1000 + 1.7e12).toISOString() }),
    );
    const requests = otlpRequests(many);
    expect(requests).toHaveLength(3);
    for (const request of requests) expect(JSON.stringify(request).length).toBeLessThan(10 * 2 ** 20);
    const ids = JSON.stringify(requests).match(/"stringValue":"01[0-9A-Z]{24}"/g) ?? [];
    expect(new Set(ids).size).toBe(401);
    expect(otlpRequests([])).toHaveLength(1);
  });

  it('of no runs is an empty request', () => {
    expect(otlpMetrics([])).toEqual({ resourceMetrics: [] });
  });
});

it('a Pushgateway takes the group that is named, else that of joulebook', () => {
  expect(pushPath('/')).toBe('/metrics/job/joulebook');
  expect(pushPath('/push/')).toBe('/push/metrics/job/joulebook');
  expect(pushPath('/metrics/job/train/instance/gpu01')).toBe('/metrics/job/train/instance/gpu01');
  expect(pushPath('/metrics/job@base64/dHJhaW4=')).toBe('/metrics/job@base64/dHJhaW4=');
});
