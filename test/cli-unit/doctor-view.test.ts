import { describe, expect, test } from 'vitest';
import { type Check, check, GROUPS, worstOf } from '../../src/cli/doctor/check.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';
import { type DoctorPage, doctorView } from '../../src/cli/views/doctor-view.ts';
import type { Look } from '../../src/cli/views/look.ts';

const look = (width: number, unicode = true): Look => ({
  width,
  unicode,
  style: styleFor(false),
  unit: 'Wh',
});

const MODEL = 'energy_uj is readable by root only (EACCES), as the kernel made it in 2020';
const UDEV =
  'joulebook doctor --fix (a udev rule, for good), or until the next boot: sudo chmod a+r /sys/class/powercap/intel-rapl*/energy_uj /sys/class/powercap/intel-rapl*/max_energy_range_uj';

const CHECKS: readonly Check[] = [
  check('meter.rapl.cpu', ['chips', 'RAPL'], 'warn', 'package-0 cannot be read', {
    why: MODEL,
    fix: UDEV,
    looked: ['/sys/class/powercap'],
  }),
  check('meter.rapl.ram', ['chips', 'RAPL'], 'warn', 'package-0/dram cannot be read', {
    why: MODEL,
    fix: UDEV,
  }),
  check('meter.nvml.gpu:0', ['gpus', 'NVIDIA'], 'ok', 'NVIDIA GeForce RTX 4090 by its energy counter', {
    details: ['now 85.2 W'],
  }),
  check('gpu.users.gpu:0', ['gpus', 'gpu:0'], 'ok', 'used by python (pid 4242, 93 % of its time)'),
  check('meter.plug.wall', ['whole', 'Plug'], 'fail', 'plug meter at shelly://192.168.1.20', {
    why: 'it did not answer within 2 s',
    fix: 'check that the address is the plug’s: open it in a browser',
  }),
  check('run.grade', ['run', 'Grade'], 'note', 'B: what matters is modelled from the load'),
  check('component.cpu', ['run', 'cpu'], 'note', '31 W (20–48), grade B, modelled (cpu-load)', {
    details: ['idle 12 W by the model'],
  }),
  check('place.region', ['place', 'Region'], 'note', 'France, a guess', {
    why: 'guessed from the time zone Europe/Paris (France); set `region` to be sure',
    fix: 'joulebook config set region FRA (if that is where it is)',
  }),
  check(
    'book.place',
    ['book', 'Book'],
    'ok',
    `/home/${'a-long-name/'.repeat(12)}.joulebook: 12 runs, 1.2 MB`,
  ),
  check('system.native', ['system', 'Native'], 'ok', 'koffi is loaded'),
  check('settings.files', ['settings', 'Files'], 'ok', '/home/蒼い/joulebook.yaml'),
];

const PAGE: DoctorPage = {
  checks: CHECKS,
  cpu: 'AMD Ryzen 9 7950X 16-Core Processor',
  grade: 'B',
  isVerbose: false,
  canMend: true,
};

const widest = (lines: readonly string[]) => Math.max(...lines.map(textWidth));

describe.each([60, 80, 120])('at %i columns', (width) => {
  test('the page', async () => {
    const lines = doctorView(PAGE, look(width));
    expect(widest(lines)).toBeLessThanOrEqual(width);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/doctor-${width}.txt`);
  });

  test('our own words are ASCII where the terminal is', () => {
    const ours = CHECKS.filter(({ id }) => id !== 'settings.files');
    const lines = doctorView({ ...PAGE, checks: ours }, look(width, false));
    expect(lines.join('')).toMatch(/^[\u0020-\u007e]*$/);
    expect(widest(lines)).toBeLessThanOrEqual(width);
  });
});

test('however narrow, no line is wider than the terminal', () => {
  for (const width of [24, 31, 40, 59]) {
    expect(widest(doctorView(PAGE, look(width)).slice(1)), `${width}`).toBeLessThanOrEqual(width);
  }
});

test('a reason that several checks share is said once, and again for those who ask for more', () => {
  const count = (page: DoctorPage) =>
    doctorView(page, look(200)).join(' ').split('readable by root only').length - 1;
  expect(count(PAGE)).toBe(1);
  expect(count({ ...PAGE, isVerbose: true })).toBe(2);
});

test('the files that were looked at are shown only on request', () => {
  const text = (isVerbose: boolean) => doctorView({ ...PAGE, isVerbose }, look(80)).join('\n');
  expect(text(false)).not.toContain('looked at');
  expect(text(true)).toContain('looked at /sys/class/powercap');
});

test('every check is shown under its group, in the order of the groups', () => {
  const lines = doctorView(PAGE, look(80));
  const places = Object.values(GROUPS).map((title) => lines.indexOf(title));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test('what cannot steer a terminal is shown as text', () => {
  const bad = check('system.x', ['system', 'X\u001b[31m'], 'ok', 'a\u001b]0;title\u0007b', { why: 'c\rd' });
  // oxlint-disable-next-line no-control-regex
  expect(doctorView({ ...PAGE, checks: [bad] }, look(80)).join('\n')).not.toMatch(/[\u001b\u0007\r]/);
});

test('colour only paints: the text is the same without it', () => {
  const painted = doctorView(PAGE, { ...look(80), style: styleFor(true) });
  // oxlint-disable-next-line no-control-regex
  const plain = painted.map((line) => line.replaceAll(/\u001b\[[0-9;]*m/g, '').trimEnd());
  expect(plain).toEqual(doctorView(PAGE, look(80)));
  expect(painted.join('')).toContain('\u001b[31m');
});

describe('the last line', () => {
  const last = (checks: readonly Check[], canMend = false) =>
    doctorView({ ...PAGE, checks, canMend }, look(120)).at(-1);
  const [ok, warn, fail] = (['ok', 'warn', 'fail'] as const).map((state) =>
    check(`x.${state}`, ['system', 'X'], state, 'x'),
  ) as [Check, Check, Check];

  test.each([
    [[ok], 'A run can be measured here, grade B.'],
    [[ok, warn], 'A run can be measured here, grade B. 1 warning.'],
    [[ok, warn, warn, fail], 'Something is broken. 1 problem, 2 warnings.'],
  ])('of %j', (checks, text) => expect(last(checks)).toBe(text));

  test('names --fix where that can do something', () => {
    expect(last([ok], true)).toContain('joulebook doctor --fix');
  });

  test('the worst state decides', () => {
    expect([worstOf([]), worstOf([ok, warn]), worstOf([fail, warn])]).toEqual(['ok', 'warn', 'fail']);
  });
});
