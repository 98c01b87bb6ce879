import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookChecks } from '../../src/cli/doctor/book-checks.ts';
import type { BookFacts } from '../../src/cli/doctor/book-facts.ts';
import { byteText } from '../../src/cli/doctor/byte-text.ts';
import type { ChannelReading } from '../../src/cli/doctor/channel-reading.ts';
import {
  type ComponentNow,
  componentChecks,
  gradeHere,
  wallNow,
  idleFrom,
} from '../../src/cli/doctor/component-checks.ts';
import { gpuUserChecks } from '../../src/cli/doctor/gpu-user-checks.ts';
import { meterChecks } from '../../src/cli/doctor/meter-checks.ts';
import { cpuPerHour, overheadCheck } from '../../src/cli/doctor/overhead-check.ts';
import { placeChecks } from '../../src/cli/doctor/place-checks.ts';
import { settingsChecks } from '../../src/cli/doctor/settings-checks.ts';
import { systemChecks } from '../../src/cli/doctor/system-checks.ts';
import type { SystemFacts } from '../../src/cli/doctor/system-facts.ts';
import { wallCheck } from '../../src/cli/doctor/wall-check.ts';
import { CONFIG_KEY_NAMES } from '../../src/cli/config/config-keys.ts';
import { problem } from '../../src/errors.ts';
import type { ComponentInfo } from '../../src/meters/meter.ts';
import type { Channel, Finding } from '../../src/meters/source.ts';
import type { Grade } from '../../src/units/sourced.ts';

const PRINT = { unit: 'Wh' } as const;
const channel = (target: Channel['target'], method: string, label: string): Channel => ({
  target,
  method,
  label,
  grade: 'A',
  errors: {},
});
const reading = (of: Channel, lowW: number, highW = lowW): ChannelReading => ({ channel: of, lowW, highW });
const found = (meter: string, targets: Finding['targets'], state: Finding['state'] = 'found'): Finding => ({
  meter,
  state,
  what: `${meter} here`,
  targets,
});

describe('meters', () => {
  const pkg = reading(channel('cpu', 'rapl', 'package-0'), 12.34);
  const dram = reading(channel('ram', 'rapl', 'package-0/dram'), 2);

  test('a finding has the powers of its own channels', () => {
    const [rapl, gpu] = meterChecks(
      [
        { findings: [found('rapl', ['cpu', 'ram'])], readings: [pkg, dram] },
        {
          findings: [found('nvml', ['gpu:0'])],
          readings: [reading(channel('gpu:0', 'nvml:counter', 'H100'), 85)],
        },
      ],
      PRINT,
    );
    expect(rapl).toMatchObject({
      id: 'meter.rapl',
      group: 'chips',
      state: 'ok',
      details: ['now package-0 12.3 W, package-0/dram 2.00 W'],
    });
    expect(gpu).toMatchObject({ id: 'meter.nvml.gpu:0', group: 'gpus', details: ['now 85.0 W'] });
  });

  test('a feed whose finding stands in another family gets its channel all the same', () => {
    const checks = meterChecks(
      [
        { findings: [found('ipmi', ['wall'])], readings: [] },
        { findings: [], readings: [reading(channel('wall', 'ipmi:dcmi', 'DCMI'), 310)] },
      ],
      PRINT,
    );
    expect(checks).toMatchObject([
      { id: 'meter.ipmi.wall', group: 'whole', state: 'ok', details: ['now 310 W'] },
    ]);
  });

  test('a feed that has not answered is no zero, and says what would help', () => {
    const silent = reading(channel('wall', 'ipmi:dcmi', 'DCMI'), Number.NaN);
    const [check] = meterChecks([{ findings: [found('ipmi', ['wall'])], readings: [silent] }], PRINT);
    expect(check).toMatchObject({ state: 'warn', details: ['now no reading'] });
    const [alone] = meterChecks([{ findings: [], readings: [silent] }], PRINT);
    expect(alone).toMatchObject({ id: 'meter.ipmi.wall', fix: expect.stringContaining('--seconds') });
  });

  test('a counter that stands still is a warning; memory may be zero', () => {
    const of = (...readings: ChannelReading[]) =>
      meterChecks([{ findings: [found('rapl', ['cpu', 'ram'])], readings }], PRINT)[0];
    expect(of(reading(pkg.channel, 0), dram)).toMatchObject({
      state: 'warn',
      why: 'it stood still while it was watched',
    });
    expect(of(pkg, reading(dram.channel, 0))?.state).toBe('ok');
  });

  test('bounds are said as bounds', () => {
    const [check] = meterChecks(
      [{ findings: [found('rapl', ['cpu'])], readings: [reading(pkg.channel, 0, 150)] }],
      PRINT,
    );
    expect(check?.details).toEqual(['now 0 W to 150 W']);
  });

  test('a meter that somebody has named and that fails is broken; one that is just there is a warning', () => {
    const states = (['plug', 'ipmi'] as const).map(
      (meter) =>
        meterChecks([{ findings: [found(meter, ['wall'], 'unusable')], readings: [] }], PRINT)[0]?.state,
    );
    expect(states).toEqual(['fail', 'warn']);
  });

  test('a meter that fails is told once, with what it says itself; one that answers late is not broken', () => {
    const wall = channel('wall', 'plug:shelly', 'plug');
    const plug = { ...found('plug', ['wall'], 'unusable'), why: 'nothing listens there' };
    const failed = { ...reading(wall, 0, 4000), failed: { why: 'nothing listens there' } };
    const of = (one: ChannelReading) => meterChecks([{ findings: [plug], readings: [one] }], PRINT);
    expect(of(failed)).toMatchObject([{ state: 'fail', details: ['now no reading'], why: plug.why }]);
    expect(of(reading(wall, 120))).toMatchObject([{ state: 'warn', details: ['now 120 W'] }]);
  });

  test('of two packages one may be unusable: the channels are told with those that are found', () => {
    const checks = meterChecks(
      [{ findings: [found('rapl', ['cpu'], 'unusable'), found('rapl', ['cpu'])], readings: [pkg] }],
      PRINT,
    );
    expect(checks.map(({ id, details }) => [id, details])).toEqual([
      ['meter.rapl.cpu', undefined],
      ['meter.rapl.cpu.2', ['now 12.3 W']],
    ]);
  });

  test('ids are unique, and every channel is in exactly one check', () => {
    const targets = fc.constantFrom<Channel['target']>('cpu', 'ram', 'gpu:0', 'gpu:1', 'wall', 'dc');
    const meters = fc.constantFrom('rapl', 'nvml', 'ipmi', 'plug', 'amdgpu');
    const families = fc.array(
      fc.record({
        findings: fc.array(
          fc.record({
            meter: meters,
            state: fc.constantFrom<Finding['state']>('found', 'unusable', 'absent'),
            what: fc.constant('x'),
            targets: fc.uniqueArray(targets),
          }),
        ),
        readings: fc.array(
          fc.record({
            channel: fc.record({
              target: targets,
              method: meters,
              label: fc.uuid(),
              grade: fc.constant<Grade>('A'),
              errors: fc.constant({}),
            }),
            lowW: fc.double({ min: 0, max: 1e3, noNaN: true }),
            highW: fc.constant(1e3),
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(families, (all) => {
        const checks = meterChecks(all, PRINT);
        expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
        const powers = checks.flatMap(({ details = [] }) => details.flatMap((line) => line.split(', ')));
        expect(powers.length).toBe(all.reduce((sum, { readings }) => sum + readings.length, 0));
      }),
    );
  });
});

const info = (name: string, grade: Grade, more: Partial<ComponentInfo> = {}): ComponentInfo => ({
  name,
  grade,
  method: grade === 'A' ? 'rapl' : 'model:cpu-load',
  errors: { 'model:h': 0.1 },
  idleErrors: { 'model:h': 0.1 },
  shareMethod: 'cpu-time',
  available: true,
  ...more,
});
const now = (of: ComponentInfo, watts: number, idleW = watts / 2): ComponentNow => ({
  info: of,
  lowW: watts,
  highW: watts,
  idleW,
});

describe('components', () => {
  test('the grade is the worst of the chips that matter; `other` never sets it', () => {
    const cpu = now(info('cpu', 'A'), 50);
    const other = now(info('other', 'C', { method: 'wall-from-chips' }), 60);
    expect(gradeHere([cpu, now(info('ram', 'B'), 3), other])).toBe('A');
    expect(gradeHere([cpu, now(info('ram', 'B'), 8), other])).toBe('B');
    expect(gradeHere([])).toBe('C');
    expect(gradeHere([now(info('cpu', 'B'), 0), now(info('ram', 'A'), 0)])).toBe('B');
  });

  test('the source of the idle power follows from its errors', () => {
    const from = (idleErrors: ComponentInfo['idleErrors'], idleW = 5) =>
      idleFrom(now(info('cpu', 'A', { idleErrors }), 10, idleW));
    expect(from({ 'calibration:7': 0.01 })).toBe('calibration');
    expect(from({ 'rapl:h': 0.02, 'floor:h:cpu': 0.05 })).toBe('floor');
    expect(from({ 'model:h': 0.3, 'idle:h': 0.2 })).toBe('model');
    expect(from({ 'gpu-idle:h:GPU-1': [0.2, 0.4] })).toBe('model');
    expect(from({ 'nvml:GPU-1': 0.05 })).toBe('driver');
    expect(from({}, Number.NaN)).toBe('none');
  });

  test('each says what it draws, its grade, its method, and why it is not better', () => {
    const findings: Finding[] = [
      { ...found('rapl', ['cpu', 'ram', 'dc'], 'absent'), what: 'no RAPL', why: 'its driver is not loaded' },
    ];
    const [cpu, ram] = componentChecks(
      [now(info('cpu', 'A', { errors: {} }), 40), now(info('ram', 'B'), 6, Number.NaN)],
      findings,
      PRINT,
    );
    expect(cpu).toMatchObject({ id: 'component.cpu', state: 'ok', what: '40.0 W, grade A, read by rapl' });
    expect(cpu).not.toHaveProperty('why');
    expect(ram).toMatchObject({
      state: 'note',
      what: expect.stringContaining('grade B, modelled (cpu-load)'),
      why: 'no RAPL; its driver is not loaded',
      details: ['idle: not known, so the active part has bounds only'],
    });
  });

  test('what cannot be read is a warning, not a zero', () => {
    const gone = info('gpu:0', 'C', { available: false, reason: 'no driver' });
    expect(componentChecks([{ info: gone }], [], PRINT)).toMatchObject([
      { state: 'warn', what: expect.stringContaining('cannot be measured'), why: 'no driver' },
    ]);
  });

  test('from the chips to the wall: constants, calibration, meter or model', () => {
    const supply = {
      baseW: { value: 25, low: 10, high: 50 },
      efficiency: { value: 0.85, low: 0.75, high: 0.92 },
    };
    const of = (method: string, errors: ComponentInfo['errors'], isVirtual = false) =>
      wallCheck(
        {
          other: info('other', 'C', { method, errors }),
          supply,
          chassis: 'desktop',
          isVirtual,
          now: wallNow([
            now(info('cpu', 'A', { errors: { 'rapl:h': 0.01 } }), 40),
            now(info('ram', 'A', { errors: {} }), 10),
          ]),
          calibrationId: '3',
        },
        PRINT,
      );
    expect(of('wall-from-chips', { 'base:h': 0.3, 'psu:h': 0.1 })).toMatchObject({
      state: 'note',
      what: '50.0 ± 0.7 W, reckoned with 25 W (10–50) beside the chips and a supply of 85 % (75–92)',
      why: 'typical of a desktop, not measured',
      fix: expect.stringContaining('joulebook calibrate'),
    });
    expect(of('wall-from-chips', { 'calibration:3': 0.02 })).toMatchObject({
      state: 'ok',
      what: expect.stringContaining('as this machine was calibrated (3)'),
    });
    expect(of('plug:shelly', { 'plug:h': 0.01 })).toMatchObject({
      state: 'ok',
      what: expect.stringContaining('measured by plug:shelly'),
    });
    expect(of('model:per-thread', { 'model:h': 0.3 }, true)).not.toHaveProperty('fix');
  });
});

test('users of a GPU: named up to four, hidden ones said', () => {
  const user = (pid: number, smBusy: number) => ({ pid, name: 'python', smBusy });
  const [shown, hidden] = gpuUserChecks([
    {
      target: 'gpu:0',
      users: [user(1, 0.93), user(2, Number.NaN), user(3, 0), user(4, 0), user(5, 0)],
      isHidden: false,
    },
    { target: 'gpu:1', users: [], isHidden: true, slice: { fraction: 0.5, name: '3g.40gb' } },
  ]);
  expect(shown).toMatchObject({
    id: 'gpu.users.gpu:0',
    what: expect.stringMatching(/^used by python \(pid 1, 93 % of its time\), python \(pid 2\), .*, 1 more$/),
  });
  expect(hidden).toMatchObject({
    state: 'note',
    what: 'who uses it is not shown',
    details: ['a slice of it: 3g.40gb'],
  });
});

const BOOK: Extract<BookFacts, { usable: true }> = {
  usable: true,
  dir: '/p/.joulebook',
  exists: true,
  because: 'the working folder',
  trial: { can: true, lock: 'flock' },
  freeBytes: 80e9,
  runs: 12,
  bytes: 1.2e6,
  alive: 1,
  lost: 0,
  problems: [],
  index: { state: 'good' },
};
const stateOf = (facts: Partial<typeof BOOK>, id: string) =>
  bookChecks({ ...BOOK, ...facts }).find((one) => one.id === id);

describe('the book', () => {
  test('in order', () => {
    const checks = bookChecks(BOOK);
    expect(checks.every(({ state }) => state === 'ok')).toBe(true);
    expect(checks[0]?.what).toBe('/p/.joulebook: 12 runs, 1.2 MB, 1 going on');
  });

  test('one that cannot be a book, or be written, is broken', () => {
    const path = problem('E_BOOK_PATH', 'x cannot be a book', 'it is a file', 'move it away');
    expect(bookChecks({ usable: false, problem: path })).toMatchObject([
      { id: 'book.place', state: 'fail', why: 'it is a file', fix: 'move it away' },
    ]);
    const closed = { can: false, why: 'no permission (EACCES)', fix: 'ask its owner' } as const;
    expect(stateOf({ trial: closed }, 'book.write')).toMatchObject({ state: 'fail', why: closed.why });
    expect(stateOf({ trial: closed }, 'book.lock')).toBeUndefined();
  });

  test('locks: flock, lock files, or none that holds', () => {
    const states = (['flock', 'file', 'useless'] as const).map(
      (lock) => stateOf({ trial: { can: true, lock } }, 'book.lock')?.state,
    );
    expect(states).toEqual(['ok', 'note', 'fail']);
  });

  test('lost runs, a damaged index and a full disk are said, with what to do', () => {
    expect(stateOf({ lost: 2 }, 'book.lost')).toMatchObject({
      state: 'note',
      what: expect.stringMatching(/^2 runs/),
    });
    expect(stateOf({ index: { state: 'damaged', why: 'not a database' } }, 'book.index')).toMatchObject({
      state: 'note',
      fix: expect.stringContaining('--fix'),
    });
    expect(stateOf({ freeBytes: 5e6 }, 'book.space')).toMatchObject({ state: 'warn' });
  });
});

describe('the place', () => {
  const intensity = {
    value: 56,
    low: 40,
    high: 80,
    unit: 'g/kWh',
    errors: { 'intensity:FRA:2024': 0.2 },
    id: 'ember.FRA',
    source: 'Ember',
    year: 2024,
    licence: 'CC BY 4.0',
    zone: 'FRA',
    zoneName: 'France',
    basis: 'average',
    boundary: 'life-cycle',
    zoneFrom: 'time-zone',
    note: 'guessed from the time zone Europe/Paris',
  } as const;
  const pue = {
    value: 1,
    low: 1,
    high: 1,
    unit: '1',
    errors: {},
    id: 'pue.given',
    source: 'given by the user',
  };
  const states = (place: Partial<Parameters<typeof placeChecks>[0]>) =>
    placeChecks({ intensity, pue, problems: [], ...place }, PRINT).map(({ id, state }) => `${id} ${state}`);

  test('a guess is marked, with the command that makes it sure', () => {
    const [region] = placeChecks({ intensity, pue, problems: [] }, PRINT);
    expect(region).toMatchObject({
      state: 'note',
      fix: expect.stringMatching(/^joulebook config set region FRA /),
    });
    expect(states({}).slice(0, 3)).toEqual(['place.region note', 'place.intensity ok', 'place.pue ok']);
  });

  test('known, unknown, wrong', () => {
    expect(states({ intensity: { ...intensity, zoneFrom: 'config' } })[0]).toBe('place.region ok');
    expect(states({ intensity: { ...intensity, value: null, zoneFrom: 'unknown' } }).slice(0, 3)).toEqual([
      'place.region warn',
      'place.intensity warn',
      'place.pue ok',
    ]);
    expect(states({ problems: [problem('E_REGION', 'no region "FRR"')] })[0]).toBe('place.region fail');
  });
});

describe('what stands beside carbon', () => {
  const intensity = { zone: 'FRA', zoneName: 'France', zoneFrom: 'config' } as never;
  const given = (value: number, unit: string) => ({
    value,
    low: value,
    high: value,
    unit,
    errors: {},
    id: 'given',
    source: 'given by the user',
  });
  const checks = (place: Partial<Parameters<typeof placeChecks>[0]>) =>
    new Map(
      placeChecks(
        {
          intensity: { ...given(56, 'g/kWh'), ...(intensity as object) } as never,
          pue: given(1, '1'),
          problems: [],
          ...place,
        },
        PRINT,
      ).map((one) => [one.id, one]),
    );

  test('what is not known is said, with the setting that gives it', () => {
    const found = checks({ embodiedReason: 'no sourced figure for a laptop is shipped' });
    for (const [id, key] of [
      ['place.market', 'market-intensity'],
      ['place.water', 'wue'],
      ['place.price', 'price'],
    ] as const) {
      expect(found.get(id)).toMatchObject({
        state: 'note',
        fix: expect.stringContaining(`joulebook config set ${key} `) as string,
      });
      expect(CONFIG_KEY_NAMES).toContain(key);
    }
    expect(found.get('place.embodied')).toMatchObject({
      state: 'note',
      why: 'no sourced figure for a laptop is shipped',
    });
  });

  test('what is known is said with its source', () => {
    const found = checks({
      market: given(0, 'g/kWh'),
      wue: { ...given(0.15, 'L/kWh'), low: 0.01, high: 2.75, source: 'AWS', year: 2024 },
      price: given(0.25, 'EUR/kWh'),
      embodied: { total: given(1e6, 'g'), lifetimeS: 4 * 365.2425 * 86_400 },
    });
    expect(found.get('place.market')?.what).toMatch(/^0 g\/kWh/);
    expect(found.get('place.water')).toMatchObject({
      state: 'ok',
      what: '0.15 (0.01–2.75) L/kWh on the site',
      details: ['AWS, 2024'],
    });
    expect(found.get('place.price')).toMatchObject({ state: 'ok', what: '0.25 EUR/kWh' });
    expect(found.get('place.embodied')?.what).toBe('1.00 t to make the machine, over 4 years');
  });
});

describe('the system', () => {
  const FACTS: SystemFacts = {
    version: '0.1.0',
    node: '22.14.0',
    machine: {
      cpu: 'X',
      sockets: 1,
      cores: 4,
      threads: 8,
      ramBytes: 16e9,
      gpus: [],
      chassis: 'laptop',
      virtual: false,
      container: false,
      os: 'Linux',
    },
    cpuCapacity: 8,
    native: 'loaded',
    isClockSynced: true,
    suspendedS: 0,
    registry: { folder: '/tmp/joulebook-1', tried: ['/tmp'], live: [] },
    perfParanoid: '2',
    isRoot: false,
    sqlite: ['node:sqlite'],
    python: { state: 'found', program: 'python3', path: '/x/__init__.py', version: '0.1.0' },
  };
  const of = (facts: Partial<SystemFacts>, id: string) =>
    systemChecks({ ...FACTS, ...facts }).find((one) => one.id === id);

  test('in order', () => {
    expect(systemChecks(FACTS).map(({ state }) => state)).toEqual(systemChecks(FACTS).map(() => 'ok'));
  });

  test.each([
    [{ native: 'missing' }, 'system.native', 'warn'],
    [{ native: 'switched off' }, 'system.clock', 'note'],
    [{ isClockSynced: false }, 'system.time', 'note'],
    [{ registry: { tried: ['/tmp'], live: [] } }, 'system.registry', 'warn'],
    [{ perfParanoid: '3' }, 'system.perf', 'note'],
    [{ perfParanoid: '3', isRoot: true }, 'system.perf', 'ok'],
    [{ sqlite: [] }, 'system.sqlite', 'note'],
    [{ python: { state: 'no-python' } }, 'system.python', 'note'],
    [{ cpuQuota: 2 }, 'system.quota', 'note'],
    [{ cpuList: '0-3' }, 'system.cpuset', 'note'],
    [{ reservation: { cpus: 4, name: 'slurm:7', gpus: [] } }, 'system.reserved', 'ok'],
    [{ declaredCpus: 'many' }, 'system.reserved', 'warn'],
    [{ insideRun: '01M85BDDBY9ETBS79XCSCQ81DX' }, 'system.inside', 'note'],
    [{ fakeRoot: '/tmp/x' }, 'system.fake', 'warn'],
  ] as const)('%j', (facts, id, state) => expect(of(facts as Partial<SystemFacts>, id)?.state).toBe(state));

  test('a client of another version is a warning with both', () => {
    const python = { state: 'found', program: 'python3', path: '/x', version: '0.0.9' } as const;
    expect(of({ python }, 'system.python')).toMatchObject({
      state: 'warn',
      what: 'its client is 0.0.9, this is 0.1.0',
    });
  });

  test('a reservation says how much and by whom', () => {
    const what = (reservation: NonNullable<SystemFacts['reservation']>) =>
      of({ reservation }, 'system.reserved')?.what;
    expect(what({ cpus: 4, name: 'slurm:7', gpus: [2, 3] })).toBe('4 CPUs and GPU 2, 3, by Slurm for job 7');
    expect(what({ cpus: 1, name: 'cpuset:0-3', gpus: [] })).toBe('1 CPU, by an exclusive cpuset (0-3)');
    expect(what({ cpus: 8, gpus: [] })).toBe('8 CPUs, as JOULEBOOK_RESERVED_CPUS says');
  });

  test('time in suspension and live runs are told', () => {
    expect(of({ suspendedS: 3725 }, 'system.clock')?.details).toEqual(['suspended for 1h02m since the boot']);
    const live = ['01M85BDDBY9ETBS79XCSCQ81DX'];
    expect(of({ registry: { folder: '/t', tried: [], live } }, 'system.registry')?.what).toBe('1 now');
  });
});

test('a setting that is wrong is broken, located', () => {
  const at = { file: '/p/joulebook.yaml', line: 3, column: 1 };
  expect(
    settingsChecks(
      ['/p/joulebook.yaml'],
      [problem('E_CONFIG', 'unknown setting "regoin"', undefined, 'region', at)],
    ),
  ).toMatchObject([
    { id: 'settings.files', state: 'ok', what: '/p/joulebook.yaml' },
    { id: 'settings.wrong', state: 'fail', details: ['/p/joulebook.yaml:3:1'], fix: 'region' },
  ]);
});

test('overhead: CPU an hour is that of a reading times their number', () => {
  const cheap = { readings: 50, cpuS: 0.05, intervalS: 1, rssBytes: 60e6 };
  expect(cpuPerHour(cheap)).toBeCloseTo(3.6);
  expect(overheadCheck(cheap, PRINT)).toMatchObject({
    state: 'ok',
    what: expect.stringContaining('1 ms of CPU: 3.6 s an hour'),
  });
  expect(overheadCheck({ ...cheap, intervalS: 0.05 }, PRINT)).toMatchObject({
    state: 'note',
    fix: expect.stringContaining('interval'),
  });
});

test('bytes: three characters and a unit, never a zero that is none', () => {
  expect([0, 999, 1000, 1_234_567, 25_276_063_744, 999_999].map(byteText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '25 GB',
    '1.0 MB',
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
      expect(byteText(bytes)).toMatch(/^([1-9]\d{0,2}|[1-9]\.\d) [kMGTP]?B$/);
    }),
  );
});
