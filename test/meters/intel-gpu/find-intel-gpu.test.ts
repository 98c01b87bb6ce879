import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { energyToCount } from '../../../src/meters/intel-gpu/energy-file.ts';
import { findIntelGpu } from '../../../src/meters/intel-gpu/find-intel-gpu.io.ts';
import type { EnergySource, Found } from '../../../src/meters/source.ts';
import { SysfsTree, taken, troubles } from '../boards/sysfs-tree.ts';

const CONTEXT = { hostId: 'abc', firstGpu: 0 };

interface FakeIntel {
  readonly bus: string;
  readonly driver?: 'i915' | 'xe';
  readonly files?: Readonly<Record<string, string>>;
  readonly hwmon?: Readonly<Record<string, string>>;
}

const folder = (bus: string): string => `sys/devices/pci0000:00/0000:${bus}:00.0`;
const sensor = (bus: string, name: string): string => `${folder(bus)}/hwmon/hwmon4/${name}`;

function device({ bus, driver = 'i915', files = {}, hwmon }: FakeIntel): Record<string, string> {
  const tree: Record<string, string> = {
    [`${folder(bus)}/vendor`]: '0x8086\n',
    [`${folder(bus)}/device`]: '0x56a0\n',
    [`sys/class/drm/card${bus}/device`]: `-> ../../../devices/pci0000:00/0000:${bus}:00.0`,
  };
  for (const [name, text] of Object.entries(files)) tree[`${folder(bus)}/${name}`] = text;
  if (hwmon !== undefined) {
    tree[sensor(bus, 'name')] = `${driver}\n`;
    for (const [name, text] of Object.entries(hwmon)) tree[sensor(bus, name)] = `${text}\n`;
  }
  return tree;
}

function only(found: Found): EnergySource {
  const source = found.sources[0];
  if (source === undefined) throw new Error('no source');
  return source;
}

test('an Arc by i915: the counter of the device, not that of one of its tiles', () => {
  const tree = new SysfsTree({
    ...device({
      bus: '03',
      hwmon: { energy1_input: '5000000', power1_max: '190000000', power1_rated_max: '190000000' },
    }),
    [`${folder('03')}/hwmon/hwmon3/name`]: 'i915_gt0\n',
    [`${folder('03')}/hwmon/hwmon3/energy1_input`]: '1000000\n',
  });
  const source = only(findIntelGpu(tree.host, CONTEXT));
  expect(source.channels).toEqual([
    {
      target: 'gpu:0',
      method: 'hwmon:energy',
      label: 'Intel GPU 0x56a0 at 0000:03:00.0 (i915), card',
      grade: 'A',
      errors: { 'intel-gpu:abc:0000:03:00.0': 0.06 },
      uuid: '0000:03:00.0',
      maxW: 380,
    },
  ]);
  source.start(0);
  tree.write(sensor('03', 'energy1_input'), '155500000\n');
  expect(taken(source, 1)).toEqual([[150.5, 150.5]]);
  // The driver extends a register of 262,144 J, if it is read in time.
  expect(source.pollWithinS).toBeCloseTo(262_144 / (380 * 1.5) / 2, 9);
});

test.each([
  [
    'labels',
    { energy1_label: 'card', energy1_input: '5', energy2_label: 'pkg', energy2_input: '3' },
    'card',
    0.06,
  ],
  [
    'labels the other way round',
    { energy1_label: 'pkg', energy1_input: '5', energy2_label: 'card', energy2_input: '3' },
    'card',
    0.06,
  ],
  ['no labels', { energy1_input: '5', energy2_input: '3' }, 'card', 0.06],
  ['a card that is not measured', { energy1_input: '0', energy2_input: '3' }, 'package', [0.06, 0.25]],
  ['the package alone', { energy2_input: '3' }, 'package', [0.06, 0.25]],
])('xe with %s: card or package, never both', (_, hwmon, what, error) => {
  const tree = new SysfsTree(device({ bus: '03', driver: 'xe', hwmon }));
  const { channels } = only(findIntelGpu(tree.host, CONTEXT));
  expect(channels).toHaveLength(1);
  expect(channels[0]?.label).toBe(`Intel GPU 0x56a0 at 0000:03:00.0 (xe), ${what}`);
  expect(channels[0]?.errors).toEqual({ 'intel-gpu:abc:0000:03:00.0': error });
});

test('among any labels at most one counter is chosen, and a card before a package', () => {
  const file = fc.record({
    number: fc.integer({ min: 1, max: 4 }),
    label: fc.constantFrom('', 'card', 'pkg', 'psys', 'vram'),
    isCounting: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ number }) => number }), (files) => {
      const counted = energyToCount(files);
      const isCard = files.some(
        ({ label, number, isCounting }) => isCounting && (label === 'card' || (label === '' && number === 1)),
      );
      if (isCard) expect(counted?.what).toBe('card');
      if (counted !== undefined) expect(files.map(({ number }) => number)).toContain(counted.number);
    }),
  );
});

test('a graphics unit inside a CPU is not counted and takes no number', () => {
  const tree = new SysfsTree({
    ...device({ bus: '00' }),
    ...device({ bus: '03', hwmon: { energy1_input: '5' } }),
  });
  const found = findIntelGpu(tree.host, CONTEXT);
  expect(found.findings.map(({ state, why, targets }) => `${state} ${targets.join()} ${why ?? ''}`)).toEqual([
    'absent  a graphics unit inside a CPU: its energy is in the package (rapl)',
    'found gpu:0 ',
  ]);
  expect(found.tenancies?.map(({ target }) => target)).toEqual(['gpu:0']);
});

test('a card without a counter is unavailable, and its neighbour keeps its number', () => {
  const tree = new SysfsTree({
    ...device({ bus: '03', hwmon: { power1_max: '1' } }),
    ...device({ bus: '04', hwmon: { energy1_input: '5' } }),
  });
  const found = findIntelGpu(tree.host, { ...CONTEXT, firstGpu: 1 });
  expect(found.findings[0]).toMatchObject({
    state: 'unusable',
    targets: ['gpu:1'],
    why: 'its driver shows no energy counter',
  });
  expect(only(found).channels.map(({ target }) => target)).toEqual(['gpu:2']);
});

test('one card is unplugged and returns: the other is exact, the lost one is counted when its counter went on', () => {
  const limit = { power1_rated_max: '100000000' };
  const tree = new SysfsTree({
    ...device({ bus: '03', hwmon: { energy1_input: '5001000000', ...limit } }),
    ...device({ bus: '04', hwmon: { energy1_input: '5001000000', ...limit } }),
  });
  const source = only(findIntelGpu(tree.host, CONTEXT));
  source.start(0);
  tree.vanish(sensor('03', 'energy1_input'));
  tree.write(sensor('04', 'energy1_input'), '5051000000');
  source.poll(1);
  expect(troubles(source)).toEqual([
    `0 failed: ${join(tree.root, sensor('03', 'energy1_input'))}: it holds no number`,
  ]);
  tree.write(sensor('03', 'energy1_input'), '5101000000');
  tree.write(sensor('04', 'energy1_input'), '5101000000');
  source.poll(2);
  expect(troubles(source)).toEqual(['0 back: it can be read again']);
  expect(taken(source, 2)).toEqual([
    [100, 100],
    [100, 100],
  ]);
});

test('a driver that was loaded anew begins another total: bounds, not a wrap', () => {
  const tree = new SysfsTree(
    device({ bus: '03', hwmon: { energy1_input: '262000000000', power1_rated_max: '100000000' } }),
  );
  const source = only(findIntelGpu(tree.host, CONTEXT));
  source.start(0);
  tree.write(sensor('03', 'energy1_input'), '10000000');
  expect(taken(source, 1)).toEqual([[0, 300]]);
});

test('a sleeping card is not woken: its counter is read only when it is active', () => {
  const tree = new SysfsTree(
    device({
      bus: '03',
      hwmon: { energy1_input: '5000000', power1_rated_max: '100000000' },
      files: { 'power/runtime_status': 'active\n' },
    }),
  );
  const source = only(findIntelGpu(tree.host, CONTEXT));
  const status = `${folder('03')}/power/runtime_status`;
  source.start(0);
  tree.write(status, 'suspended\n');
  tree.write(sensor('03', 'energy1_input'), 'must not be read');
  source.poll(5);
  expect(taken(source, 10)).toEqual([[10, 10]]);
  expect(source.troubles()).toEqual([]);
  tree.write(status, 'active\n');
  tree.write(sensor('03', 'energy1_input'), '50000000'); // 45 J in all, of which 10 were counted for the sleep
  expect(taken(source, 11)).toEqual([[35, 35]]);
});
