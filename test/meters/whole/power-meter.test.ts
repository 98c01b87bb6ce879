import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { findPowerMeter } from '../../../src/meters/whole/power-meter.io.ts';
import { statedAccuracy } from '../../../src/meters/whole/stated-accuracy.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';

const AT = 'sys/class/hwmon/hwmon2/device';
const METER = {
  'sys/class/hwmon/hwmon0/name': 'coretemp\n',
  'sys/class/hwmon/hwmon2/name': 'power_meter\n',
  [`${AT}/power1_average`]: '214000000\n',
  [`${AT}/power1_average_interval`]: '1000\n',
  [`${AT}/power1_accuracy`]: '95.0%\n',
  [`${AT}/power1_model_number`]: 'Intel(R) Node Manager\n',
};

const pathOf = (host: Host, name: string): string => join(host.roots.sys, 'class/hwmon/hwmon2/device', name);

function taken(source: ReturnType<typeof findPowerMeter>['sources'][number], nowS: number): number[] {
  const [low, high] = [new Float64Array(1), new Float64Array(1)];
  source.take(nowS, low, high, 0);
  return [low[0] ?? Number.NaN, high[0] ?? Number.NaN];
}

test('reads the power that ACPI firmware averages, with the accuracy that it states', () => {
  const host = fakeMachine(METER);
  const { sources, findings } = findPowerMeter(host, 'h1');
  expect(findings).toMatchObject([
    { meter: 'hwmon:power_meter', state: 'found', what: 'ACPI power meter Intel(R) Node Manager, 214 W' },
  ]);
  const [source] = sources;
  expect(source?.channels).toMatchObject([{ target: 'wall', grade: 'A', method: 'hwmon:power_meter' }]);
  expect(source?.channels[0]?.errors['power-meter:h1']).toBeCloseTo(0.05 / 1.645, 4);
  source?.start(100);
  writeFileSync(pathOf(host, 'power1_average'), '314000000\n');
  expect(source === undefined ? [] : taken(source, 102)).toEqual([528, 528]);
  source?.close();
});

test('one that stops is a trouble and bounds, and counts again when it is back', () => {
  const host = fakeMachine(METER);
  const [source] = findPowerMeter(host, 'h1').sources;
  if (source === undefined) throw new Error('not found');
  source.start(0);
  writeFileSync(pathOf(host, 'power1_average'), '');
  expect(taken(source, 5)).toEqual([1070, 1070]);
  expect(source.troubles()).toEqual([]);
  const [low, high] = taken(source, 30);
  // 214 W held for five seconds more, then anything.
  expect(low).toBe(1070);
  expect(high).toBeGreaterThan(25 * 1000);
  expect(source.troubles()).toMatchObject([{ state: 'failed', why: 'it has no reading (no number)' }]);
  writeFileSync(pathOf(host, 'power1_average'), '200000000\n');
  taken(source, 31);
  expect(source.troubles()).toMatchObject([{ state: 'back' }]);
  expect(taken(source, 32)).toEqual([200, 200]);
  source.close();
});

test('the files of older and newer kernels stand at the device or beside the name', () => {
  const host = fakeMachine({
    'sys/class/hwmon/hwmon5/name': 'power_meter\n',
    'sys/class/hwmon/hwmon5/power1_average': '90000000\n',
  });
  expect(findPowerMeter(host, 'h').findings).toMatchObject([
    { state: 'found', what: 'ACPI power meter, 90 W' },
  ]);
});

test.each([
  ['0\n', 'it reads 0 W of a machine that runs: the firmware does not measure'],
  ['4294967295000\n', 'it reads 4294967 W, which cannot be'],
  ['', 'it has no reading (no number)'],
])('a power of %j is not believed', (text, why) => {
  const { sources, findings } = findPowerMeter(
    fakeMachine({ ...METER, [`${AT}/power1_average`]: text }),
    'h',
  );
  expect(sources).toEqual([]);
  expect(findings).toMatchObject([{ state: 'unusable', why }]);
});

test('what cannot be opened at all says how it failed', () => {
  const host = fakeMachine(METER);
  rmSync(pathOf(host, 'power1_average'));
  const folder = fakeMachine({ ...METER, [`${AT}/power1_average`]: '-> /nowhere' });
  expect(findPowerMeter(folder, 'h').findings).toMatchObject([{ why: 'it has no reading (ENOENT)' }]);
  expect(findPowerMeter(host, 'h').findings).toMatchObject([{ state: 'absent' }]);
});

test('a long average is told, a meter of a battery is left out, and two meters are not summed', () => {
  const slow = fakeMachine({ ...METER, [`${AT}/power1_average_interval`]: '300000\n' });
  expect(findPowerMeter(slow, 'h').findings[0]?.why).toContain('averages over 300 s');
  const battery = fakeMachine({ ...METER, [`${AT}/power1_is_battery`]: '1\n' });
  expect(findPowerMeter(battery, 'h').findings).toMatchObject([{ state: 'absent' }]);
  const two = fakeMachine({
    ...METER,
    'sys/class/hwmon/hwmon7/name': 'power_meter\n',
    'sys/class/hwmon/hwmon7/power1_average': '90000000\n',
  });
  expect(findPowerMeter(two, 'h')).toMatchObject({ sources: [], findings: [{ state: 'unusable' }] });
});

test('accuracy is read as the kernel prints it: thousandths without leading zeros', () => {
  const believed = { low: 0.5, high: 0.9999 };
  expect(statedAccuracy('97.5%', believed)).toBeCloseTo(0.97005, 9);
  expect(statedAccuracy('97.500%', believed)).toBeCloseTo(0.975, 9);
  for (const text of ['0.0%', '100.0%', '', 'good']) expect(statedAccuracy(text, believed)).toBeUndefined();
});
