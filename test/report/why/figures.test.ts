import { describe, expect, test } from 'vitest';
import { figureErrors } from '../../../src/report/why/figure-errors.ts';
import { figureNames, figureOf } from '../../../src/report/why/figures.ts';
import { STATIC_FIGURES } from '../../../src/report/why/static-figures.ts';
import { FIELDS } from '../../../src/book/filter-fields.ts';
import { A_GPU, evidenceOf, groundOf, hostOf, runOn, sampleOf } from './a-measured-run.ts';

const e = runOn(
  'server with RAPL',
  { price: { perKwh: 0.25, currency: 'EUR' }, wue: 0.2, marketGPerKwh: 12 },
  [
    { k: 'done', values: { samples: 6400, tokens: 1e6, requests: 20, steps: 100 } },
    { k: 'cache', hits: 2, saved: { value: 3600, low: 3000, high: 4000, unit: 'J', errors: {} } },
  ],
);
const { record } = e;

function valueOf(name: string): number | null {
  const found = figureOf(e, name);
  if (!found.ok) throw new Error(found.error.what);
  return found.value.value;
}

test.each([
  ['co2', record.carbon.operational.value],
  ['carbon', record.carbon.operational.value],
  ['CO2E', record.carbon.operational.value],
  ['embodied', record.carbon.embodied.value],
  ['market', record.carbon.market?.operational.value],
  ['energy', record.energy.wall.attributed.value],
  ['energy.wall', record.energy.wall.attributed.value],
  ['energy.wall.attributed', record.energy.wall.attributed.value],
  ['energy.low', record.energy.wall.attributed.value],
  ['facility.machine', record.energy.facility.machine.value],
  ['chips.active', record.energy.chips.active.value],
  ['cpu', record.energy.components['cpu']?.attributed.value],
  ['energy.components.ram.idle', record.energy.components['ram']?.idle.value],
  ['components.ram.share', record.energy.components['ram']?.share.value],
  ['stage.train', record.energy.stages['train']?.attributed.value],
  ['energy.stages.train.self', record.energy.stages['train']?.self.value],
  ['epoch.1', record.energy.epochs[0]?.attributed.value],
  ['epochs.1.active', record.energy.epochs[0]?.active.value],
  ['intensity', record.carbon.intensity?.value],
  ['pue', record.carbon.pue?.value],
  ['cost', record.cost?.total.value],
  ['water', record.water?.total.value],
  ['grade', null],
  ['measuredFraction', record.energy.measuredFraction],
  ['unattributed', record.energy.unattributed.value],
  ['per1kSamples', (record.energy.wall.attributed.value ?? 0) / 6.4],
  ['per1kTokens', (record.energy.wall.attributed.value ?? 0) / 1000],
  ['perEpoch', record.energy.wall.attributed.value],
  ['cacheSaved', 3600],
  ['power', (record.energy.wall.attributed.value ?? 0) / record.durationS],
  ['metrics.val.acc', 0.91],
  ['val.acc', 0.91],
  ['lr', 0.1],
  ['usage.machineCpu', record.usage.machineCpu],
  ['samples', record.samples],
])('%s', (name, value) => {
  expect(value).not.toBe(undefined);
  const told = valueOf(name);
  if (value === null) expect(told).toBe(null);
  else expect(told).toBeCloseTo(value ?? Number.NaN, 12);
});

test('every name that is offered is understood, and every number that a filter compares', () => {
  for (const name of figureNames(e)) expect([name, figureOf(e, name).ok]).toEqual([name, true]);
  const known = STATIC_FIGURES.filter(({ node }) => node(e) !== undefined);
  for (const name of known.flatMap(({ names }) => names)) expect(figureOf(e, name).ok).toBe(true);
  const numbers = Object.entries(FIELDS).filter(([, { type }]) =>
    ['energy', 'mass', 'duration', 'power'].includes(type),
  );
  for (const [name] of numbers) expect([name, figureOf(e, name).ok]).toEqual([name, true]);
});

describe('a figure that the run does not have', () => {
  const problemOf = (name: string, of = e) => {
    const found = figureOf(of, name);
    return found.ok ? undefined : found.error;
  };

  test('is told with the nearest names, else with all that there are', () => {
    expect(problemOf('embodyed')).toMatchObject({ code: 'E_NOT_FOUND' });
    expect(problemOf('embodyed')?.fix).toBe('Did you mean `embodied`?');
    expect(problemOf('epoc.1')?.fix).toBe('Did you mean `epoch.1`?');
    expect(problemOf('wxe')?.fix).toBe('Did you mean `wue`?');
    expect(problemOf('qqqqqq')?.fix).toMatch(/^Its figures are\nenergy, co2, [^]*stage\.train, epoch\.1\.$/);
    for (const line of (problemOf('qqqqqq')?.fix ?? '').split('\n')) expect(line.length).toBeLessThan(72);
  });

  test('names of no number are said to be none', () => {
    expect(problemOf('name')?.what).toBe('name is no figure');
    expect(problemOf('machine.cpu')?.what).toBe('machine.cpu is no figure');
  });

  test('what was never told says with which option it is', () => {
    expect(problemOf('water', runOn('server with RAPL'))?.fix).toContain('--wue');
    expect(problemOf('cost', runOn('server with RAPL'))?.fix).toContain('--price');
    expect(problemOf('gpu')?.what).toBe('the run has no figure "gpu"');
    expect(problemOf('epoch.7')?.code).toBe('E_NOT_FOUND');
  });

  test.each([
    '',
    '.',
    '..',
    'energy.',
    'constructor',
    '__proto__',
    'toString',
    'stages.',
    'gaps.0',
    'stage.constructor',
    'stage.toString.active',
    'energy.epochs.x',
  ])('neither is %j', (name) => {
    expect(problemOf(name)?.code).toBe('E_NOT_FOUND');
  });
});

test('GPUs are asked for one by one and together', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const gpus = [0, 1].map((n) => ({
    ...A_GPU,
    name: `gpu:${n}`,
    uuid: `GPU-${n}`,
    errors: { [`nvml:GPU-${n}`]: 0.03 },
  }));
  const withGpus = {
    ...ground,
    components: [...ground.components.slice(0, -1), ...gpus, ...ground.components.slice(-1)],
  };
  const run = evidenceOf(withGpus, [sampleOf(withGpus, () => [300, 30, 1, 1])]);
  const all = figureOf(run, 'gpu');
  if (!all.ok) throw new Error(all.error.what);
  expect(all.value).toMatchObject({ value: 600, formula: 'gpu:0 + gpu:1' });
  // Two devices err apart: together they are better known than each.
  expect(all.value.high ?? 0).toBeLessThan(600 * (1 + 1.645 * 0.03));
  expect(Object.keys(figureErrors(run, all.value))).toEqual(
    expect.arrayContaining(['nvml:GPU-0', 'nvml:GPU-1']),
  );
  expect(figureOf(run, 'gpu:1')).toMatchObject({ ok: true, value: { value: 300, grade: 'A' } });
});

test('GPUs that the run did not use are told together, and the sum holds', () => {
  const ground = groundOf(hostOf('server with RAPL'));
  const gpus = [0, 1, 2].map((n) => ({ ...A_GPU, name: `gpu:${n}`, uuid: `GPU-${n}` }));
  const withGpus = {
    ...ground,
    components: [...ground.components.slice(0, -1), ...gpus, ...ground.components.slice(-1)],
  };
  const own = (name: string): 0 | 1 => (name === 'gpu:1' || !name.startsWith('gpu') ? 1 : 0);
  const run = evidenceOf(withGpus, [sampleOf(withGpus, (name) => [300, 30, own(name), own(name)])]);
  const energy = figureOf(run, 'energy');
  if (!energy.ok) throw new Error(energy.error.what);
  expect(energy.value.formula).toBe('cpu + ram + gpu:1 + other + GPUs not used');
  expect(energy.value.from?.at(-1)).toMatchObject({ value: 0, note: 'gpu:0, gpu:2' });
  const sum = energy.value.from?.reduce((total, { value }) => total + (value ?? Number.NaN), 0);
  expect(sum).toBeCloseTo(energy.value.value ?? Number.NaN, 9);
});

test('an error source that makes the interval is one of those of the record', () => {
  for (const name of [
    'co2',
    'energy',
    'cpu',
    'stage.train',
    'epoch.1',
    'intensity',
    'cost',
    'water',
    'power',
  ]) {
    const found = figureOf(e, name);
    if (!found.ok) throw new Error(found.error.what);
    expect([name, Object.keys(figureErrors(e, found.value)).length > 0]).toEqual([name, true]);
  }
});
