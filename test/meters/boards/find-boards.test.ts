import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBoards } from '../../../src/meters/boards/find-boards.io.ts';
import type { Found } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import * as golden from './boards.golden.ts';
import { SysfsTree, taken, troubles } from './sysfs-tree.ts';

const CONTEXT = { hostId: 'abc', firstGpu: 2 };

/** Target, label and mean power of each channel over three seconds of constant power. */
function powers(found: Found): readonly string[] {
  const source = found.sources[0];
  if (source === undefined) return [];
  source.start(0);
  for (const nowS of [1, 2, 3]) source.poll(nowS);
  const energies = taken(source, 3);
  source.close();
  return source.channels.map(({ target, label }, i) => {
    const [low, high] = energies[i] as readonly [number, number];
    expect(high - low).toBeLessThan(1e-9);
    return `${target} ${label}: ${Math.round((low / 3) * 1e6) / 1e6} W`;
  });
}

const findingsOf = (found: Found): readonly string[] =>
  found.findings.map(({ state, what, targets }) => `${state} ${what} [${targets.join(' ')}]`);

test.each([
  ['Jetson Orin NX', golden.ORIN_NX, ['dc VDD_IN: 10 W', 'cpu VDD_CPU_GPU_CV + VDD_SOC: 6 W']],
  ['Jetson AGX Orin', golden.AGX_ORIN, ['cpu VDD_CPU_CV: 5.7 W', 'gpu:2 VDD_GPU_SOC: 9.5 W']],
  [
    'Jetson TX2 with the old driver',
    golden.TX2,
    [
      'dc VDD_IN + VDD_MUX: 8 W',
      'cpu VDD_SYS_SOC + VDD_SYS_CPU: 1.6 W',
      'gpu:2 VDD_SYS_GPU: 1.5 W',
      'ram VDD_SYS_DDR: 0.8 W',
    ],
  ],
  ['Grace Hopper', golden.GRACE_HOPPER, ['cpu CPU Power Socket 0: 100 W', 'cpu SysIO Power Socket 0: 20 W']],
  ['POWER9 by the OCC', golden.POWER9, ['dc 0_system: 400 W', 'cpu 0_proc: 150 W']],
  [
    'Ampere Altra',
    golden.ALTRA,
    ['cpu CORE VRD: 90 W', 'cpu SOC VRD: 30 W', 'ram DIMM VRD1: 10 W', 'cpu RCA VRD: 15 W'],
  ],
  ['Ampere eMAG', golden.EMAG, ['cpu CPU power: 60 W', 'cpu IO power: 20 W']],
  ['a board of unknown names', golden.JUNO, []],
  ['nothing', {}, []],
])('%s: each joule once', (_, files, expected) => {
  expect(powers(findBoards(new SysfsTree(files).host, CONTEXT))).toEqual(expected);
});

test('a rail for several parts of a chip, and an input without its carrier board, are said to be so', () => {
  const { findings } = findBoards(new SysfsTree(golden.ORIN_NX).host, CONTEXT);
  expect(findings.map(({ why }) => why)).toEqual([
    'the input of the module: what the carrier board draws for itself is not in it',
    'one rail for several parts of the chip: all of its energy is counted here',
  ]);
});

test('a Grace whose rails cannot be had is measured whole, with its memory; the module never', () => {
  const tree = new SysfsTree(golden.GRACE_HOPPER);
  tree.write('sys/class/hwmon/hwmon2/power1_average', '');
  const found = findBoards(tree.host, CONTEXT);
  expect(powers(found)).toEqual(['cpu Grace Power Socket 0: 150 W']);
  expect(findingsOf(found)).toEqual([
    'unusable CPU Power Socket 0 [cpu]',
    'found Grace Power Socket 0 [cpu]',
    'found Module Power Socket 0, not counted []',
    'found SysIO Power Socket 0, not counted []',
  ]);
});

test('energies are preferred to powers of the same part', () => {
  const tree = new SysfsTree(golden.AC922);
  const [source] = findBoards(tree.host, CONTEXT).sources;
  expect(source?.channels.map(({ target, method, label }) => `${target} ${method} ${label}`)).toEqual([
    'dc hwmon:energy System',
    'cpu hwmon:energy Chip 0',
    'cpu hwmon:power Chip 8',
  ]);
  source?.start(0);
  tree.write('sys/class/hwmon/hwmon0/energy1_input', '1400000000');
  tree.write('sys/class/hwmon/hwmon0/energy2_input', '650000000');
  expect(source && taken(source, 1)).toEqual([
    [400, 400],
    [150, 150],
    [140, 140],
  ]);
});

test('amd_energy is left alone where powercap reads the same registers', () => {
  const both = { ...golden.EPYC, 'sys/class/powercap/intel-rapl:0/energy_uj': '1\n' };
  const found = findBoards(new SysfsTree(both).host, CONTEXT);
  expect(found.sources).toEqual([]);
  expect(findingsOf(found)).toEqual(['found Esocket0, not counted []', 'found Esocket1, not counted []']);
  const alone = findBoards(new SysfsTree(golden.EPYC).host, CONTEXT);
  expect(alone.sources[0]?.channels.map(({ label }) => label)).toEqual(['Esocket0', 'Esocket1']);
});

test('a sensor that only root may read is named, with the command that changes it', () => {
  const tree = new SysfsTree(golden.EPYC);
  chmodSync(tree.root, 0o755);
  const folder = join(tree.root, 'sys/class/hwmon/hwmon0');
  for (const n of [1, 65, 66]) chmodSync(join(folder, `energy${n}_input`), 0o000);
  const program = bundled(`import { findBoards } from './src/meters/boards/find-boards.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    const root = process.argv[2];
    const at = (name) => root + '/' + name;
    const host = realHost({ roots: { proc: at('proc'), sys: at('sys'), etc: at('etc'), dev: at('dev'), registry: [] } });
    findBoards(host, { hostId: 'abc', firstGpu: 0 }); // reads its constants while it still may
    if (process.getuid() === 0) process.setuid(65534);
    const { findings, sources } = findBoards(host, { hostId: 'abc', firstGpu: 0 });
    console.log(JSON.stringify([findings[0], sources.length]));`);
  const [finding, sources] = JSON.parse(
    execFileSync(process.execPath, [program, tree.root], { encoding: 'utf8' }),
  ) as [unknown, number];
  const path = join(folder, 'energy65_input');
  expect(finding).toEqual({
    meter: 'amd_energy',
    state: 'unusable',
    what: 'Esocket0',
    targets: ['cpu'],
    why: `${path}: no permission to read it (EACCES)`,
    fix: `sudo chmod a+r ${path} (until the next boot)`,
  });
  expect(sources).toBe(0);
});

test('one sensor fails: bounds and a trouble for it, the others go on; it returns under another number', () => {
  const tree = new SysfsTree(golden.POWER9);
  const [source] = findBoards(tree.host, CONTEXT).sources;
  if (source === undefined) throw new Error('no source');
  source.start(0);
  source.poll(1);
  expect(source.troubles()).toEqual([]);
  tree.vanish('sys/class/hwmon/hwmon0/power2_input');
  source.poll(2);
  const path = join(tree.root, 'sys/class/hwmon/hwmon0/power2_input');
  expect(troubles(source)).toEqual([`1 failed: ${path}: it holds no number`]);
  source.poll(3);
  const [system, proc] = taken(source, 3);
  expect(system).toEqual([1200, 1200]);
  expect(proc).toEqual([150, 150 + 2 * 750]);
  tree.write('sys/class/hwmon/hwmon0/power2_input', '150000000\n');
  tree.move('sys/class/hwmon/hwmon0', 'sys/class/hwmon/hwmon7');
  source.poll(4);
  source.poll(5);
  expect(troubles(source)).toEqual(['1 back: it can be read again']);
  expect(taken(source, 5)).toEqual([
    [800, 800],
    [150, 150 + 750],
  ]);
  source.close();
});

test('a reading far above what a board can draw is a fault and no energy', () => {
  const tree = new SysfsTree(golden.POWER9);
  const [source] = findBoards(tree.host, CONTEXT).sources;
  if (source === undefined) throw new Error('no source');
  source.start(0);
  tree.write('sys/class/hwmon/hwmon0/power2_input', '4294967295\n');
  source.poll(1);
  expect(troubles(source)).toEqual([
    '1 failed: its sensor shows 4295 W, more than the 500 W that it can draw',
  ]);
  expect(taken(source, 1)[1]).toEqual([0, 750]);
});

test('a Raspberry Pi 5 is told how to be measured', () => {
  const { sources, findings } = findBoards(
    new SysfsTree({ 'proc/device-tree/model': 'Raspberry Pi 5 Model B Rev 1.0\0' }).host,
    CONTEXT,
  );
  expect(sources).toEqual([]);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.what).toBe('the power chip of the Raspberry Pi 5 Model B Rev 1.0');
  const pi4 = new SysfsTree({ 'proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0' });
  expect(findBoards(pi4.host, CONTEXT).findings).toEqual([]);
});
