import { expect, test } from 'vitest';
import { findWhole } from '../../../src/meters/whole/find-whole.io.ts';
import { fakeMachine, MACHINES } from '../../hardware/fake-machine.ts';

test('every machine tells of each kind of meter whether it has one', () => {
  for (const files of Object.values(MACHINES)) {
    const { sources, findings } = findWhole(fakeMachine(files), { hostId: 'h1' });
    expect(findings.map(({ meter }) => meter)).toEqual(['hwmon:power_meter', 'battery', 'ipmi']);
    expect(sources).toEqual([]);
    for (const finding of findings) expect(`${finding.what}${finding.why ?? ''}`).not.toContain('\n');
  }
});

test('a server and a laptop each have their own', () => {
  const server = fakeMachine({
    'sys/class/hwmon/hwmon0/name': 'power_meter\n',
    'sys/class/hwmon/hwmon0/device/power1_average': '300000000\n',
  });
  expect(findWhole(server, { hostId: 'h' }).sources.map(({ channels }) => channels[0]?.target)).toEqual([
    'wall',
  ]);
  const laptop = fakeMachine({
    'sys/class/power_supply/BAT0/type': 'Battery\n',
    'sys/class/power_supply/BAT0/status': 'Discharging\n',
    'sys/class/power_supply/BAT0/power_now': '9000000\n',
  });
  expect(findWhole(laptop, { hostId: 'h' }).sources.map(({ channels }) => channels[0]?.target)).toEqual([
    'dc',
  ]);
});
