import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  metricsEnergy,
  metricsLayout,
  metricsPower,
  metricsRevision,
} from '../../../src/meters/amdgpu/gpu-metrics.ts';
import { gpuMetrics } from './amd.golden.ts';

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer);

test.each(['1.3', '1.4', '1.5', '1.6', '1.7', '1.8'])(
  'energy and power of revision %s stand where the kernel puts them',
  (revision) => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 53n }),
        fc.integer({ min: 0, max: 0xfffe }),
        (steps, watts) => {
          const bytes = gpuMetrics(revision, steps, watts);
          const layout = metricsLayout(view(bytes), bytes.length);
          if (layout === undefined) throw new Error('no layout');
          expect(metricsEnergy(view(bytes), layout)).toBe(Number(steps));
          expect(metricsPower(view(bytes), layout)).toBe(watts);
        },
      ),
      { numRuns: 30 },
    );
  },
);

test.each(['1.1', '1.2', '1.9', '2.4', '3.0'])('revision %s is not read', (revision) => {
  const bytes = gpuMetrics(revision, 5n, 5);
  expect(metricsLayout(view(bytes), bytes.length)).toBeUndefined();
  expect(metricsRevision(view(bytes), bytes.length)).toEqual({
    format: Number(revision[0]),
    content: Number(revision[2]),
  });
});

test('the 1.6 of development kernels, which has another layout, is not read', () => {
  const bytes = gpuMetrics('1.6', 5n, 5, 384);
  expect(metricsLayout(view(bytes), bytes.length)).toBeUndefined();
});

test('a table that is cut off is not read', () => {
  const bytes = gpuMetrics('1.4', 5n, 5);
  for (const length of [0, 3, 4, 40, bytes.length - 1])
    expect(metricsLayout(view(bytes), length)).toBeUndefined();
  expect(metricsRevision(view(bytes), 3)).toBeUndefined();
});

test('all ones means that the firmware does not tell', () => {
  const bytes = gpuMetrics('1.4', 2n ** 64n - 1n, 0xffff);
  const layout = metricsLayout(view(bytes), bytes.length);
  if (layout === undefined) throw new Error('no layout');
  expect(metricsEnergy(view(bytes), layout)).toBeNaN();
  expect(metricsPower(view(bytes), layout)).toBeNaN();
});
