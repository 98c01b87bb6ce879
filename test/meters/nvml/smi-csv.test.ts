import { expect, test } from 'vitest';
import { smiRow } from '../../../src/meters/nvml/smi-csv.ts';

test('a line is a GPU', () => {
  expect(smiRow('8, 3, GPU-1a2b, NVIDIA A100-SXM4-40GB, 61.27, 400.00, 35\r')).toEqual({
    count: 8,
    index: 3,
    uuid: 'GPU-1a2b',
    name: 'NVIDIA A100-SXM4-40GB',
    drawW: 61.27,
    limitW: 400,
    busy: 0.35,
  });
});

test.each<[field: string, watts: number, why?: string]>([
  ['61.27', 61.27],
  ['61,27', 61.27],
  ['61', 61],
  ['61.27 W', 61.27],
  ['0.00', 0],
  ['[N/A]', Number.NaN, 'N/A'],
  ['N/A', Number.NaN, 'N/A'],
  ['[Not Supported]', Number.NaN, 'Not Supported'],
  ['[Unknown Error]', Number.NaN, 'Unknown Error'],
  ['[GPU is lost]', Number.NaN, 'GPU is lost'],
  ['[Insufficient Permissions]', Number.NaN, 'Insufficient Permissions'],
  ['ERR!', Number.NaN, 'ERR!'],
  ['-5', Number.NaN, '-5'],
  ['1e9', Number.NaN, '1e9'],
])('a power of %s is %d W', (field, watts, why) => {
  const row = smiRow(`1, 0, GPU-1, NVIDIA T4, ${field}, [N/A], [N/A]`);
  expect([row?.drawW, row?.why]).toEqual([watts, why]);
  expect(row?.limitW).toBeNaN();
  expect(row?.busy).toBeNaN();
});

test('a name with a comma stays whole', () => {
  expect(smiRow('1, 0, GPU-1, Tesla, K80, 61,27, 149,00, 35')).toMatchObject({
    name: 'Tesla, K80',
    drawW: 61.27,
    limitW: 149,
  });
});

test.each([
  '',
  'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.',
  'Failed to initialize NVML: Driver/library version mismatch',
  'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU',
  'Field "power.max_limit" is not a valid field to query.',
  'a, b, c, d, e, f, g',
])('a message is no GPU: %s', (line) => {
  expect(smiRow(line)).toBeUndefined();
});
