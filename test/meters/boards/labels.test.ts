import { expect, test } from 'vitest';
import { graceMeter, graceToCount, isGraceMeter } from '../../../src/meters/boards/grace-meters.ts';
import { isShared, jetsonGroups } from '../../../src/meters/boards/jetson-rails.ts';
import { labelTarget } from '../../../src/meters/boards/sensor-labels.ts';

test.each([
  ['Module Power Socket 0', { part: 'module', socket: 0 }],
  ['Grace Power Socket 1', { part: 'grace', socket: 1 }],
  ['CPU Power Socket 1', { part: 'cpu', socket: 1 }],
  ['SysIO Power Socket 0', { part: 'sysio', socket: 0 }],
])('%s is a meter of a Grace', (text, expected) => {
  expect(graceMeter(text)).toEqual(expected);
  expect(isGraceMeter(`${text}\n`)).toBe(true);
});

test.each(['', 'Intel(R) Node Manager', 'Power Meter', 'CPU Power', 'System Power Socket 0'])(
  '%j is none',
  (text) => {
    expect(isGraceMeter(text)).toBe(false);
  },
);

test('of two sockets each is counted by its rails, or whole where it has none', () => {
  const meters = [
    'CPU Power Socket 0',
    'SysIO Power Socket 0',
    'Grace Power Socket 0',
    'Grace Power Socket 1',
    'SysIO Power Socket 1',
  ];
  const counted = graceToCount(
    meters.map((text) => {
      const meter = graceMeter(text);
      if (meter === undefined) throw new Error(text);
      return { meter, text };
    }),
  );
  expect(counted.map(({ text }) => text)).toEqual([
    'CPU Power Socket 0',
    'SysIO Power Socket 0',
    'Grace Power Socket 1',
  ]);
});

test('rails of the carrier board alone are no machine', () => {
  const rails = ['VDD_MUX', 'VDD_5V_IO_SYS'].map((label) => ({ label, reading: 0 }));
  expect(jetsonGroups(rails, 0)).toEqual([]);
});

test('rails that feed several parts are known', () => {
  expect(['VDD_CPU_GPU_CV', 'VDD_GPU_SOC', 'vdd_cpu_cv'].every(isShared)).toBe(true);
  expect(['VDD_IN', 'GPU', 'VDD_SOC'].some(isShared)).toBe(false);
});

test.each([
  ['occ', '0_system', 'dc'],
  ['occ', 'system', 'dc'],
  ['occ', '1_proc', 'cpu'],
  ['occ', '0_vdd', undefined],
  ['ibmpowernv', 'Chip 8', 'cpu'],
  ['ibmpowernv', 'Chip 0 Vdn', undefined],
  ['ibmpowernv', 'Chip 0 Memory', 'ram'],
  ['amd_energy', 'Esocket1', 'cpu'],
  ['amd_energy', 'Ecore001', undefined],
  ['scmi_sensors', 'soc_power', 'cpu'],
  ['scmi_sensors', 'SOC_FAN', undefined],
  ['scmi_sensors', 'SYS_POW_SYS', undefined],
] as const)('%s %s measures %s', (driver, label, target) => {
  expect(labelTarget(driver, label)).toBe(target);
});
