import type { RunRecord } from '../../../src/book/run-record.ts';
import { estimate, type WrittenEstimate, written } from '../../../src/units/estimate.ts';
import { aRecord, type RecordWishes } from '../../book/a-record.ts';

const MACHINE = {
  cpu: 'AMD EPYC 7742',
  sockets: 2,
  cores: 128,
  threads: 256,
  ramBytes: 512e9,
  gpus: ['NVIDIA A100-SXM4-80GB'],
  chassis: 'gpu-server',
  virtual: false,
  container: false,
  os: 'Debian GNU/Linux 12',
} as const;

export const FRANCE: NonNullable<RunRecord['carbon']['intensity']> = {
  value: 44,
  low: 30,
  high: 60,
  unit: 'g/kWh',
  errors: { 'intensity:FRA:2024': 0.2 },
  id: 'grid.FRA.2024.ember',
  source: 'Ember, Yearly Electricity Data',
  licence: 'CC BY 4.0',
  url: 'https://ember-energy.org/data/yearly-electricity-data/',
  year: 2024,
  zone: 'FRA',
  zoneName: 'France',
  basis: 'average',
  boundary: 'life-cycle',
  zoneFrom: 'option',
};

const PUE = {
  value: 1.2,
  low: 1.1,
  high: 1.3,
  unit: '1',
  errors: { 'pue:site': 0.05 },
  id: 'pue.given',
  source: 'given',
};

/** Wishes for a run of a report, the place of its electricity and its PUE among them. */
export interface RunWishes extends RecordWishes {
  readonly minute?: number;
  readonly intensity?: RunRecord['carbon']['intensity'];
}

/** A run that began some minutes after noon, on one GPU server in France. */
export function run(wishes: RunWishes = {}): RunRecord {
  const { minute = 0, intensity = FRANCE, co2G = 10, energyJ = 3600, ...rest } = wishes;
  const startedAt = `2026-11-20T12:${String(minute).padStart(2, '0')}:00.000Z`;
  const record = aRecord({ startedAt, machine: MACHINE, environment: {}, co2G, energyJ, ...rest });
  const joules = (value: number): WrittenEstimate => written(estimate(value, { 'model:h1': 0.1 }), 'J');
  const facility = joules((energyJ ?? 1) * 1.2);
  return {
    ...record,
    energy: { ...record.energy, facility: { attributed: facility, active: facility, machine: facility } },
    carbon: {
      ...record.carbon,
      operational:
        co2G === null
          ? record.carbon.operational
          : written(estimate(co2G, { 'model:h1': 0.1, 'intensity:FRA:2024': 0.2 }), 'g'),
      intensity,
      pue: PUE,
    },
  };
}

/** Three seeds of two learning rates, with an accuracy each. */
export function sixRuns(): readonly RunRecord[] {
  return [1, 2].flatMap((lr, i) =>
    [1, 2, 3].map((seed) =>
      run({
        minute: i * 10 + seed,
        name: `lr${lr}-s${seed}`,
        command: ['python', 'train.py', '--lr', `${lr}`, '--seed', `${seed}`],
        params: { lr, seed },
        energyJ: lr * 1000 + seed * 10,
        co2G: lr,
        metrics: { accuracy: 0.8 + lr / 100 + seed / 1000 },
      }),
    ),
  );
}
