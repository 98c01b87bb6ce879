import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalIn } from '../../../src/meters/reading/decimal-bytes.ts';
import { SysfsNumber } from '../../../src/meters/reading/sysfs-number.io.ts';
import { bundled } from '../../bundled.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'joulebook-sysfs-'));

test('a whole number is read back exactly, whatever stands around it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom('', ' ', '\t'),
      fc.constantFrom('', '\n', '\0\0', ' uJ'),
      (value, before, after) => {
        const bytes = new TextEncoder().encode(`${before}${value}${after}`);
        expect(decimalIn(bytes, bytes.length)).toBe(value === 0 ? 0 : value);
      },
    ),
  );
});

test('a decimal fraction is read', () => {
  const bytes = new TextEncoder().encode('-12.5\n');
  expect(decimalIn(bytes, bytes.length)).toBe(-12.5);
});

test.each(['', '\n', 'N/A\n', '12x\n', '-', '0x10', '1.2.3', '--1'])('%j is no number', (text) => {
  const bytes = new TextEncoder().encode(text);
  expect(decimalIn(bytes, bytes.length)).toBeNaN();
});

test('a changed file is seen through the kept descriptor', () => {
  const path = join(folder(), 'energy1_input');
  writeFileSync(path, '100\n');
  const number = new SysfsNumber(path);
  expect(number.read()).toBe(100);
  writeFileSync(path, '5\n');
  expect(number.read()).toBe(5);
  expect(number.code).toBe('');
  number.close();
});

test('a file that vanishes and returns is NaN with the reason, then a number again', () => {
  const path = join(folder(), 'power1_average');
  const number = new SysfsNumber(path);
  expect(number.read()).toBeNaN();
  expect(number.why).toBe(`${path}: it is gone (ENOENT)`);
  writeFileSync(path, '42\n');
  expect(number.read()).toBe(42);
  truncateSync(path); // a regular file stays readable through its descriptor; a device's gives an error here
  rmSync(path);
  expect(number.read()).toBeNaN();
  expect(number.why).toBe(`${path}: it holds no number`);
  expect(number.read()).toBeNaN();
  expect(number.code).toBe('ENOENT');
  writeFileSync(path, '43\n');
  expect(number.read()).toBe(43);
  expect(number.why).toBe('');
  number.close();
});

test('a device that moved is found by the function that looks for it', () => {
  const root = folder();
  let name: string | undefined = 'a';
  const number = new SysfsNumber(() => (name === undefined ? undefined : join(root, name)));
  writeFileSync(join(root, 'a'), '1');
  expect(number.read()).toBe(1);
  truncateSync(join(root, 'a'));
  name = undefined;
  expect(number.read()).toBeNaN();
  expect(number.read()).toBeNaN();
  expect(number.code).toBe('ENOENT');
  name = 'b';
  writeFileSync(join(root, 'b'), '2');
  expect(number.read()).toBe(2);
  expect(number.path).toBe(join(root, 'b'));
  number.close();
});

test('the kernel fails a read: EIO and EISDIR are values', () => {
  const path = join(folder(), 'broken');
  symlinkSync('/proc/self/mem', path); // address zero is not mapped
  const number = new SysfsNumber(path);
  expect(number.read()).toBeNaN();
  expect(number.why).toBe(`${path}: its device reports a fault (EIO)`);
  const directory = new SysfsNumber(tmpdir());
  expect(directory.read()).toBeNaN();
  expect(directory.code).toBe('EISDIR');
});

test('a process behind a kept descriptor ends: ESRCH is a value', async () => {
  const child = spawn('sleep', ['60']);
  const number = new SysfsNumber(`/proc/${child.pid}/oom_score_adj`);
  expect(number.read()).not.toBeNaN();
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGKILL');
  await ended;
  expect(number.read()).toBeNaN();
  expect(['ESRCH', 'ENOENT']).toContain(number.code);
  number.close();
});

test('no permission is a value: read by a process without rights', () => {
  const root = folder();
  chmodSync(root, 0o755);
  const path = join(root, 'energy_uj');
  writeFileSync(path, '1', { mode: 0o000 });
  const program = bundled(`import { SysfsNumber } from './src/meters/reading/sysfs-number.io.ts';
    if (process.getuid() === 0) process.setuid(65534);
    const number = new SysfsNumber(process.argv[2]);
    console.log(number.read(), number.why);`);
  const output = execFileSync(process.execPath, [program, path], { encoding: 'utf8' });
  expect(output.trim()).toBe(`NaN ${path}: no permission to read it (EACCES)`);
});
