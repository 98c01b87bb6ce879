import { chmodSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAmdGpu } from '../../../src/meters/amdgpu/find-amdgpu.io.ts';
import type { EnergySource, Found } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import { SysfsTree, taken, troubles } from '../boards/sysfs-tree.ts';
import { amdDevice, deviceFolder, gpuMetrics, sensor } from './amd.golden.ts';

const CONTEXT = { hostId: 'abc', firstGpu: 0 };
const STEP = 2 ** -16;
const steps = (joules: number): bigint => BigInt(Math.round(joules / STEP));
const RX7900: Readonly<Record<string, string>> = {
  power1_average: '100000000',
  power1_cap: '300000000',
  power1_cap_max: '345000000',
};

function only(found: Found): EnergySource {
  const source = found.sources[0];
  if (source === undefined) throw new Error('no source');
  return source;
}

const channels = (found: Found): readonly string[] =>
  found.sources.flatMap(({ channels: all }) =>
    all.map(({ target, method, label }) => `${target} ${method} ${label}`),
  );

test('a machine without AMD devices has none', () => {
  expect(findAmdGpu(new SysfsTree().host, CONTEXT)).toEqual({ sources: [], findings: [], tenancies: [] });
});

test('a Radeon is measured by its power: its counter has no unit that is published', () => {
  const tree = new SysfsTree(
    amdDevice({ bus: '03', minor: 0, hwmon: RX7900, files: { gpu_metrics: gpuMetrics('1.3', 5000n, 100) } }),
  );
  const found = findAmdGpu(tree.host, CONTEXT);
  expect(found.findings).toEqual([
    { meter: 'amdgpu', state: 'found', what: 'AMD GPU 0x744c at 0000:03:00.0, power', targets: ['gpu:0'] },
  ]);
  const source = only(found);
  expect(source.channels[0]).toEqual({
    target: 'gpu:0',
    method: 'amdgpu:power',
    label: 'AMD GPU 0x744c',
    grade: 'A',
    errors: { 'amdgpu:abc:0000:03:00.0': 0.07 },
    uuid: '0000:03:00.0',
    maxW: 345,
  });
  expect(source.pollWithinS).toBe(1);
  source.start(0);
  tree.write(sensor('03', 0, 'power1_average'), '200000000\n');
  expect(taken(source, 1)).toEqual([[150, 150]]);
  source.close();
});

test('cards that tell only an instantaneous power are read too', () => {
  const tree = new SysfsTree(amdDevice({ bus: '03', minor: 0, hwmon: { power1_input: '50000000' } }));
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  expect(taken(source, 1)).toEqual([[50, 50]]);
});

test.each(['1.4', '1.5', '1.6', '1.7', '1.8'])(
  'an Instinct with table %s is measured by its counter',
  (revision) => {
    const files = {
      gpu_metrics: gpuMetrics(revision, 1000n, 700),
      unique_id: '18f68e602b8a790f\n',
      product_name: 'AMD Instinct MI300X\n',
    };
    const tree = new SysfsTree(
      amdDevice({
        bus: 'c1',
        minor: 1,
        id: '0x74a1',
        files,
        hwmon: { power1_input: '700000000', power1_cap: '750000000' },
      }),
    );
    const source = only(findAmdGpu(tree.host, CONTEXT));
    expect(source.channels[0]).toMatchObject({
      method: 'amdgpu:counter',
      label: 'AMD Instinct MI300X',
      uuid: '18f68e602b8a790f',
      errors: { 'amdgpu:18f68e602b8a790f': 0.05 },
      maxW: 750,
    });
    source.start(0);
    tree.write(`${deviceFolder('c1')}/gpu_metrics`, gpuMetrics(revision, 1000n + steps(690.5), 700));
    expect(taken(source, 1)).toEqual([[690.5, 690.5]]);
    source.close();
  },
);

test('an MI250X is two devices of which the first measures both; the second is unavailable and not zero', () => {
  const first = { power1_average: '400000000', power1_cap: '560000000', power1_cap_max: '560000000' };
  const second = { power1_average: '0', power1_cap: '0', power1_cap_max: '0' };
  const files = { gpu_metrics: gpuMetrics('1.3', 777n, 400) };
  const tree = new SysfsTree({
    ...amdDevice({ bus: 'c1', minor: 0, id: '0x7408', hwmon: first, files }),
    ...amdDevice({
      bus: 'c6',
      minor: 1,
      id: '0x7408',
      hwmon: second,
      files: { gpu_metrics: gpuMetrics('1.3', 0n, 0) },
    }),
    ...amdDevice({ bus: 'd1', minor: 2, id: '0x7408', hwmon: first, files }),
    ...amdDevice({ bus: 'd6', minor: 3, id: '0x7408' }), // newer kernels show no sensor there
  });
  const found = findAmdGpu(tree.host, CONTEXT);
  expect(channels(found)).toEqual([
    'gpu:0 amdgpu:counter AMD GPU 0x7408',
    'gpu:2 amdgpu:counter AMD GPU 0x7408',
  ]);
  expect(found.findings.map(({ state, targets, why }) => `${state} ${targets.join(' ')}: ${why}`)).toEqual([
    'found gpu:0: its energy is that of both its dies',
    "unusable gpu:1: the second of two dies: its energy is in the first one's, whose sensor measures both",
    'found gpu:2: its energy is that of both its dies',
    "unusable gpu:3: the second of two dies: its energy is in the first one's, whose sensor measures both",
  ]);
});

test('an MI300A is said to have its CPU in its energy', () => {
  const files = { gpu_metrics: gpuMetrics('1.4', 1n, 300) };
  const tree = new SysfsTree(amdDevice({ bus: '01', minor: 0, id: '0x74a0', files }));
  expect(findAmdGpu(tree.host, CONTEXT).findings[0]?.why).toBe(
    'its CPU cores are in the same package and in its energy',
  );
});

test.each([
  ['by its memory', { bus: '04', minor: 1, vram: 512 * 2 ** 20, hwmon: { power1_average: '9000000' } }],
  [
    'by its table',
    { bus: '04', minor: 1, vram: 96 * 2 ** 30, files: { gpu_metrics: gpuMetrics('3.0', 1n, 1) } },
  ],
  [
    'by its north bridge',
    { bus: '04', minor: 1, vram: 16 * 2 ** 30, hwmon: { power1_input: '9000000', in1_label: 'vddnb' } },
  ],
])('a graphics unit inside a CPU, known %s, is not counted and takes no number', (_, device) => {
  const tree = new SysfsTree({
    ...amdDevice(device),
    ...amdDevice({ bus: '0a', minor: 0, hwmon: RX7900 }),
  });
  const found = findAmdGpu(tree.host, CONTEXT);
  expect(channels(found)).toEqual(['gpu:0 amdgpu:power AMD GPU 0x744c']);
  expect(found.findings[0]).toMatchObject({ state: 'absent', targets: [] });
  expect(found.tenancies).toHaveLength(1);
});

test.each([
  ['no sensor', undefined, 'its driver shows no power sensor'],
  [
    'a sensor of zero',
    { power1_average: '0' },
    'its power sensor shows 0 W, which no card draws while awake',
  ],
])('a card with %s is unavailable with the reason, and its neighbour keeps its number', (_, hwmon, why) => {
  const tree = new SysfsTree({
    ...amdDevice({ bus: '03', minor: 0, ...(hwmon === undefined ? {} : { hwmon }) }),
    ...amdDevice({ bus: '13', minor: 1, hwmon: RX7900 }),
  });
  const found = findAmdGpu(tree.host, { ...CONTEXT, firstGpu: 4 });
  expect(found.findings[0]).toMatchObject({ state: 'unusable', targets: ['gpu:4'], why });
  expect(channels(found)).toEqual(['gpu:5 amdgpu:power AMD GPU 0x744c']);
});

test('devices are numbered in the order of the bus, not of their nodes', () => {
  const tree = new SysfsTree({
    ...amdDevice({ bus: '83', minor: 0, hwmon: RX7900, files: { product_name: 'B\n' } }),
    ...amdDevice({ bus: '03', minor: 1, hwmon: RX7900, files: { product_name: 'A\n' } }),
  });
  expect(channels(findAmdGpu(tree.host, CONTEXT))).toEqual(['gpu:0 amdgpu:power A', 'gpu:1 amdgpu:power B']);
});

test('a sleeping card is not read, counts what a sleeping card draws, and is measured when it wakes', () => {
  const tree = new SysfsTree(
    amdDevice({ bus: '03', minor: 0, hwmon: RX7900, files: { 'power/runtime_status': 'suspended\n' } }),
  );
  const power = sensor('03', 0, 'power1_average');
  tree.vanish(power); // reading it would be an error
  tree.write(power, 'must not be read\n');
  const found = findAmdGpu(tree.host, CONTEXT);
  expect(found.findings[0]?.state).toBe('found');
  const source = only(found);
  source.start(0);
  for (const nowS of [1, 2, 3, 4]) source.poll(nowS);
  expect(source.troubles()).toEqual([]);
  expect(taken(source, 5)).toEqual([[10, 10]]);
  tree.write(`${deviceFolder('03')}/power/runtime_status`, 'active\n');
  tree.write(power, '100000000\n');
  source.poll(6);
  expect(taken(source, 7)).toEqual([[151, 151]]);
  expect(source.troubles()).toEqual([]);
});

test('a sensor that falls to zero while the card is awake is a fault, not 0 J', () => {
  const tree = new SysfsTree(amdDevice({ bus: '03', minor: 0, hwmon: RX7900 }));
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  tree.write(sensor('03', 0, 'power1_average'), '0\n');
  source.poll(1);
  expect(troubles(source)).toEqual(['0 failed: its sensor shows 0 W, which it never draws while awake']);
  expect(taken(source, 1)).toEqual([[0, 345 * 1.5]]);
});

function instinct(): { readonly tree: SysfsTree; readonly set: (joules: number, watts: number) => void } {
  const files = { gpu_metrics: gpuMetrics('1.4', steps(1000), 100) };
  const tree = new SysfsTree(
    amdDevice({ bus: 'c1', minor: 0, id: '0x74a1', files, hwmon: { power1_cap: '750000000' } }),
  );
  const path = `${deviceFolder('c1')}/gpu_metrics`;
  return { tree, set: (joules, watts) => tree.write(path, gpuMetrics('1.4', steps(1000 + joules), watts)) };
}

test('a counter that stands still gives way to the power, with bounds over what it hid', () => {
  const { tree, set } = instinct();
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  set(0, 100);
  let low = 0;
  let high = 0;
  const seen: string[] = [];
  for (let nowS = 1; nowS <= 40; nowS += 1) {
    const [[lowJ, highJ]] = taken(source, nowS) as [readonly [number, number]];
    low += lowJ;
    high += highJ;
    seen.push(...troubles(source));
  }
  expect(seen).toEqual([
    '0 failed: its energy counter shows 0 J where its power makes 2000 J: the power is integrated instead',
    '0 back: it can be read again',
  ]);
  expect([low, high]).toEqual([2000, 4000]);
});

test('a counter that runs too fast gives way too: what it handed over too much is not handed over again', () => {
  const { tree, set } = instinct();
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  let low = 0;
  let high = 0;
  for (let nowS = 1; nowS <= 400; nowS += 1) {
    set(nowS * 1000, 100); // ten times what its power is
    const [[lowJ, highJ]] = taken(source, nowS) as [readonly [number, number]];
    expect(lowJ).toBeGreaterThanOrEqual(0);
    low += lowJ;
    high += highJ;
  }
  expect(low).toBe(40_000);
  expect(high).toBeGreaterThanOrEqual(40_000);
});

test('a counter that follows its power is believed through a beating load', () => {
  const { tree, set } = instinct();
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  for (let nowS = 1; nowS <= 300; nowS += 1) {
    set(nowS * 250, nowS % 3 === 0 ? 700 : 100);
    source.poll(nowS);
  }
  expect(source.troubles()).toEqual([]);
  expect(taken(source, 300)).toEqual([[75_000, 75_000]]);
});

test('a table that only root may read leaves the power, and a sensor that only root may read is named', () => {
  const tree = new SysfsTree(amdDevice({ bus: '03', minor: 0, hwmon: RX7900 }));
  chmodSync(tree.root, 0o755);
  const path = join(tree.root, sensor('03', 0, 'power1_average'));
  chmodSync(path, 0o000);
  const program = bundled(`import { findAmdGpu } from './src/meters/amdgpu/find-amdgpu.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const at = (name) => process.argv[2] + '/' + name;
    const host = realHost({ roots: { proc: at('proc'), sys: at('sys'), etc: at('etc'), dev: at('dev'), registry: [] } });
    if (process.getuid() === 0) process.seteuid(65534);
    const { findings, sources } = findAmdGpu(host, { hostId: 'abc', firstGpu: 0 });
    console.log(JSON.stringify([findings[0], sources.length]));`);
  const [finding, sources] = JSON.parse(
    execFileSync(process.execPath, [program, tree.root], { encoding: 'utf8' }),
  ) as [Record<string, unknown>, number];
  expect(sources).toBe(0);
  expect(finding).toMatchObject({ state: 'unusable', why: `${path}: no permission to read it (EACCES)` });
  expect(finding['fix']).toMatch(/^sudo chmod a\+r .*hwmon\/hwmon\*\/power1_\* \(until the next boot\)$/);
});

type Event =
  | { readonly kind: 'use'; readonly card: number; readonly part: number }
  | { readonly kind: 'reset'; readonly card: number }
  | { readonly kind: 'vanish'; readonly card: number }
  | { readonly kind: 'return'; readonly card: number }
  | { readonly kind: 'poll' }
  | { readonly kind: 'take' };

const CARDS = 8;
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('use' as const),
      card: fc.nat(CARDS - 1),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('reset' as const, 'vanish' as const, 'return' as const),
      card: fc.nat(CARDS - 1),
    }),
  },
  { weight: 6, arbitrary: fc.constantFrom({ kind: 'poll' as const }, { kind: 'take' as const }) },
);

test('whatever one card does, bounds hold the truth, nothing counts twice, and the untouched ones are exact', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const bus = (card: number): string => `c${card}`;
      const path = (card: number): string => `${deviceFolder(bus(card))}/gpu_metrics`;
      const counter = Array.from({ length: CARDS }, (_, i) => 1000 * (i + 1));
      const truth = Array.from({ length: CARDS }, () => 0);
      const isGone = Array.from({ length: CARDS }, () => false);
      const isTouched = Array.from({ length: CARDS }, () => false);
      const low = Array.from({ length: CARDS }, () => 0);
      const high = Array.from({ length: CARDS }, () => 0);
      const show = (card: number): void => {
        // The power is not told, so that the counter alone is tried.
        if (!isGone[card]) tree.write(path(card), gpuMetrics('1.4', steps(counter[card] as number), 0xffff));
      };
      const devices = counter.map((joules, card) =>
        amdDevice({
          bus: bus(card),
          minor: card,
          id: '0x74a1',
          hwmon: { power1_cap: '100000000' },
          files: { gpu_metrics: gpuMetrics('1.4', steps(joules), 0xffff) },
        }),
      );
      const tree = new SysfsTree(Object.assign({}, ...devices) as Record<string, string>);
      const source = only(findAmdGpu(tree.host, CONTEXT));
      let nowS = 10;
      source.start(nowS);
      const take = (): void => {
        taken(source, nowS).forEach(([lowJ, highJ], card) => {
          expect(lowJ).toBeGreaterThanOrEqual(0);
          expect(highJ).toBeGreaterThanOrEqual(lowJ);
          low[card] = (low[card] as number) + lowJ;
          high[card] = (high[card] as number) + highJ;
        });
      };
      for (const one of events) {
        if (one.kind === 'use') {
          nowS += 1;
          const joules = Math.floor(one.part * 100);
          truth[one.card] = (truth[one.card] as number) + joules;
          counter[one.card] = (counter[one.card] as number) + joules;
          show(one.card);
        } else if (one.kind === 'poll') source.poll(nowS);
        else if (one.kind === 'take') take();
        else {
          isTouched[one.card] = true;
          if (one.kind === 'reset') counter[one.card] = 0;
          else if (one.kind === 'vanish' && !isGone[one.card]) {
            isGone[one.card] = true;
            tree.vanish(path(one.card));
          } else if (one.kind === 'return') isGone[one.card] = false;
          show(one.card);
        }
      }
      take();
      const failed = new Set(source.troubles().map(({ channel }) => channel));
      for (let card = 0; card < CARDS; card += 1) {
        const real = truth[card] as number;
        expect(low[card]).toBeLessThanOrEqual(real * (1 + 1e-9));
        expect(high[card]).toBeGreaterThanOrEqual(real * (1 - 1e-9));
        if (!isTouched[card]) {
          expect([low[card], high[card]]).toEqual([real, real]);
          expect(failed.has(card)).toBe(false);
        }
      }
      source.close();
    }),
    { numRuns: 40 },
  );
});

test('a cut-off table is a trouble and no reading', () => {
  const { tree } = instinct();
  const source = only(findAmdGpu(tree.host, CONTEXT));
  source.start(0);
  truncateSync(join(tree.root, `${deviceFolder('c1')}/gpu_metrics`), 100);
  source.poll(1);
  const path = `${deviceFolder('c1')}/gpu_metrics`;
  expect(troubles(source)[0]).toBe(
    `0 failed: ${join(tree.root, path)}: the layout of its revision 1.4 is not known`,
  );
});
