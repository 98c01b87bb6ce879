import { expect, test } from 'vitest';
import { type DeviceIdentity, visibleDevices } from '../../../src/meters/nvml/visible-devices.ts';

const MIG = [
  { uuid: 'MIG-1111aaaa-0000', gpuInstance: 1, computeInstance: 0 },
  { uuid: 'MIG-2222bbbb-0000', gpuInstance: 5, computeInstance: 0 },
];

const four: readonly DeviceIdentity[] = ['8932f937', '89aa0000', 'c0ffee00', 'deadbeef'].map(
  (start, index) => ({
    index,
    uuid: `GPU-${start}-d72c-4106-c12f-20bd9faed9f6`,
    name: 'NVIDIA H100',
    ...(index === 3 ? { mig: MIG } : {}),
  }),
);

test.each<[text: string | undefined, indices: readonly number[]]>([
  [undefined, [0, 1, 2, 3]],
  ['', []],
  ['0', [0]],
  ['2,1', [2, 1]],
  [' 2 , 0 ', [2, 0]],
  ['0,2,-1,1', [0, 2]],
  ['-1', []],
  ['NoDevFiles', []],
  ['4', []],
  ['0,4,1', [0]],
  ['1gpu,2', [1, 2]],
  ['1,1', []],
  ['GPU-8932f937-d72c-4106-c12f-20bd9faed9f6', [0]],
  ['GPU-c0,GPU-8932', [2, 0]],
  ['GPU-89', []], // two begin so
  ['GPU-c0,GPU-77,GPU-8932', [2]],
  ['GPU-c0,GPU-c0ffee', []],
  ['0,GPU-c0', [0]],
  ['GPU-c0,0', [2]],
])('CUDA_VISIBLE_DEVICES=%s shows %j', (text, indices) => {
  expect(visibleDevices({ CUDA_VISIBLE_DEVICES: text }, four)).toEqual({
    indices,
    migUuids: [],
    by: text === undefined ? 'all' : 'CUDA_VISIBLE_DEVICES',
  });
});

test.each([
  ['MIG-1111aaaa-0000', ['MIG-1111aaaa-0000']],
  ['MIG-2222', ['MIG-2222bbbb-0000']],
  ['MIG-GPU-deadbeef-d72c-4106-c12f-20bd9faed9f6/5/0', ['MIG-2222bbbb-0000']],
])('slices are named by their UUID or by their place: %s', (text, migUuids) => {
  expect(visibleDevices({ CUDA_VISIBLE_DEVICES: text }, four)).toMatchObject({ indices: [3], migUuids });
});

test.each(['MIG-7777', 'MIG-GPU-deadbeef/9/0', 'MIG-'])(
  'a slice that is not there shows nothing: %s',
  (text) => {
    expect(visibleDevices({ CUDA_VISIBLE_DEVICES: text }, four).indices).toEqual([]);
  },
);

test.each<[text: string, indices: readonly number[], migUuids: readonly string[]]>([
  ['all', [0, 1, 2, 3], []],
  ['', [0, 1, 2, 3], []],
  ['void', [0, 1, 2, 3], []],
  ['none', [], []],
  ['GPU-c0ffee00', [2], []],
  ['1,3', [1, 3], []],
  ['0,1,2,3', [0, 1, 2, 3], []],
  ['4,5,6,7', [0, 1, 2, 3], []], // the host's numbers: the runtime has numbered them anew
  ['3:1', [3], ['MIG-2222bbbb-0000']],
  ['MIG-1111aaaa-0000', [3], ['MIG-1111aaaa-0000']],
  ['GPU-from-another-host', [0, 1, 2, 3], []],
])('NVIDIA_VISIBLE_DEVICES=%s shows %j', (text, indices, migUuids) => {
  expect(visibleDevices({ NVIDIA_VISIBLE_DEVICES: text }, four)).toMatchObject({ indices, migUuids });
});

test('CUDA counts within what the container was given', () => {
  const env = { NVIDIA_VISIBLE_DEVICES: '1,3', CUDA_VISIBLE_DEVICES: '1' };
  expect(visibleDevices(env, four).indices).toEqual([3]);
});

test('indices among different GPUs are uncertain unless they are those of the PCI bus', () => {
  const mixed = four.map((device) => (device.index === 1 ? { ...device, name: 'NVIDIA T400' } : device));
  expect(visibleDevices({ CUDA_VISIBLE_DEVICES: '0' }, mixed).note).toContain('by speed');
  const fixed = { CUDA_VISIBLE_DEVICES: '0', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
  expect(visibleDevices(fixed, mixed).note).toBeUndefined();
  expect(visibleDevices({ CUDA_VISIBLE_DEVICES: 'GPU-c0' }, mixed).note).toBeUndefined();
});
