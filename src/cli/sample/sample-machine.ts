import type { MachineEvent } from '../../book/journal-event.ts';
import type { Sourced } from '../../units/sourced.ts';
import { MADE_UP, PARTS } from './sample-plan.ts';

/** The machine that the sample's runs say they were on, and its electricity: all of it made up, and named so. */
export function sampleMachine(): MachineEvent {
  return {
    k: 'machine',
    machine: {
      cpu: 'Sample CPU, 16 cores',
      sockets: 1,
      cores: 16,
      threads: 32,
      ramBytes: 64 * 2 ** 30,
      gpus: ['Sample GPU, 24 GB'],
      chassis: 'desktop',
      virtual: false,
      container: false,
      os: 'none: sample data',
    },
    components: PARTS.map(({ name, method, grade, sd }) => ({
      name,
      method,
      grade,
      errors: { [`${method}:sample`]: sd },
      idleErrors: { 'idle:sample': 0.08 },
      shareMethod: name === 'gpu:0' ? 'sole-holder' : 'cpu-time',
      available: true,
      reason: MADE_UP,
    })),
    pue: figure('pue', 1, '1', 0),
    intensity: {
      ...figure('intensity', 300, 'g/kWh', 0.2),
      zone: 'sample',
      zoneName: 'a made-up grid',
      basis: 'given',
      boundary: 'given',
      zoneFrom: 'given',
    },
    embodied: { total: figure('embodied', 600_000, 'g', 0.4), lifetimeS: 4 * 365 * 86_400 },
    policy: { idle: 'share' },
    environment: { note: 'Sample data: this run never happened.' },
  };
}

/** @param sd relative standard deviation. */
function figure(id: string, value: number, unit: string, sd: number): Sourced {
  const by = 1.645 * sd; // to the ends of 90 %
  return {
    value,
    low: value * (1 - by),
    high: value * (1 + by),
    unit,
    errors: sd === 0 ? {} : { [`${id}:sample`]: sd },
    id: `sample.${id}`,
    source: MADE_UP,
  };
}
