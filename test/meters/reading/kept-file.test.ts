import { expect, test } from 'vitest';
import { KeptFile } from '../../../src/meters/reading/kept-file.io.ts';
import { RuntimeStatus } from '../../../src/meters/reading/runtime-status.io.ts';
import { SysfsLine } from '../../../src/meters/reading/sysfs-line.io.ts';
import { SysfsTree } from '../boards/sysfs-tree.ts';

test('a file is kept open until it fails, and then looked for anew', () => {
  const tree = new SysfsTree({ 'sys/a': 'one\n', 'sys/b': 'two\n' });
  let path: string | undefined = `${tree.root}/sys/a`;
  const file = new KeptFile(() => path);
  const bytes = Buffer.alloc(8);
  const text = (): string => bytes.toString('latin1', 0, file.read(bytes));
  expect(text()).toBe('one\n');
  path = `${tree.root}/sys/b`;
  expect(text()).toBe('one\n');
  file.close();
  expect(text()).toBe('two\n');
  file.close();
  path = undefined;
  expect([file.read(bytes), file.code, file.why]).toEqual([
    -1,
    'ENOENT',
    `${tree.root}/sys/b: it is gone (ENOENT)`,
  ]);
  path = `${tree.root}/sys`;
  expect([file.read(bytes), file.code]).toEqual([-1, 'EISDIR']);
  path = `${tree.root}/sys/a`;
  expect([text(), file.why]).toEqual(['one\n', '']);
});

test('a line is the same text while the file says the same, and empty where it cannot be read', () => {
  const tree = new SysfsTree({ 'sys/status': 'Discharging\n' });
  const line = new SysfsLine(`${tree.root}/sys/status`);
  expect([line.read(), line.read()]).toEqual(['Discharging', 'Discharging']);
  tree.write('sys/status', 'Discharge');
  expect(line.read()).toBe('Discharge');
  line.close();
  tree.vanish('sys/status');
  expect(line.read()).toBe('');
  tree.write('sys/status', 'Full\n');
  expect(line.read()).toBe('Full');
});

test('a device sleeps where the kernel says so, and never where it does not say', () => {
  const tree = new SysfsTree({ 'sys/gpu/power/runtime_status': 'active\n' });
  const status = new RuntimeStatus(`${tree.root}/sys/gpu`);
  const states = ['suspended\n', 'suspending\n', 'resuming\n', 'unsupported\n', 'susp', 'sus'].map((text) => {
    tree.write('sys/gpu/power/runtime_status', text);
    return status.isAsleep();
  });
  expect(states).toEqual([true, true, false, false, true, false]);
  expect(new RuntimeStatus(`${tree.root}/sys`).isAsleep()).toBe(false);
});
