import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Outcome, Place } from './joulebook.ts';

const SOURCE = fileURLToPath(new URL('../fixtures/clock-nvml.c', import.meta.url));
/** UUID of the fake library's GPU. */
const gpu = (index: number): string => `GPU-${index}0000000-0000-0000-0000-000000000000`;

/** What trials saw of the GPUs, one after the other, on a machine of which the first `visible` of eight may be used. */
function searched(
  workers: string,
  env: Readonly<Record<string, string>>,
  trials = 4,
): Outcome & { readonly seen: readonly string[]; readonly most: number } {
  const at = new Place();
  const library = join(at.dir, 'libnvidia-ml.so.1');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE]);
  mkdirSync(join(at.dir, 'gpus'));
  mkdirSync(join(at.dir, 'now'));
  writeFileSync(
    join(at.dir, 'train.sh'),
    `touch now/$$; echo "\${CUDA_VISIBLE_DEVICES-all} $(ls now | wc -l)" >> seen; sleep 1.5; rm now/$$; echo loss=1`,
  );
  writeFileSync(
    join(at.dir, 's.yaml'),
    `{version: 1, objective: {metric: loss, max_resource: 1}, budget: {trials: ${trials}}, parameters: {x: {min: 0.0, max: 1.0}}, command: "sh train.sh $\{param:x}", workers: ${workers}, search: {stopper: none, sampler: random}}`,
  );
  const outcome = at.run(['search', 's.yaml', '--region', 'FR'], {
    JOULEBOOK_NVML: library,
    CLOCK_NVML: join(at.dir, 'gpus'),
    ...env,
  });
  const lines = outcome.code === 0 ? readFileSync(join(at.dir, 'seen'), 'utf8').trim().split('\n') : [];
  return {
    ...outcome,
    seen: lines.map((line) => line.split(' ')[0] ?? '').sort(),
    most: Math.max(0, ...lines.map((line) => Number(line.split(' ')[1]))),
  };
}

const TWO = { CUDA_VISIBLE_DEVICES: `${gpu(2)},${gpu(5)}` };

test('two workers on two GPUs have one each', () => {
  const { code, seen, most, stderr } = searched('2', TWO);
  expect(code, stderr).toBe(0);
  expect(seen).toEqual([gpu(2), gpu(2), gpu(5), gpu(5)]);
  expect(most).toBe(2);
  expect(stderr).not.toContain('warning: 2 trials');
});

test('four workers on two GPUs: two run and that is said, or they share', () => {
  const alone = searched('4', TWO);
  expect(alone.stderr).toContain('2 trials run at once, not 4');
  expect(alone.stderr).toContain('share: 2');
  expect(alone.most).toBe(2);
  const shared = searched('{local: 4, share: 2}', TWO);
  expect(shared.seen).toEqual([gpu(2), gpu(2), gpu(5), gpu(5)]);
  expect(shared.most).toBe(4);
  expect(shared.stderr).not.toContain('at once, not');
});

test('GPUs go by their UUID, those that are named and no others; one that is not there is refused', () => {
  expect(searched('{local: 2, gpus: [0, 7]}', {}, 2).seen).toEqual([gpu(0), gpu(7)]);
  const { code, stderr } = searched('{local: 2, gpus: [0, 2]}', TWO);
  expect(code).toBe(2);
  expect(stderr).toContain('there is no GPU 2');
});

test('one trial at a time, and trials without GPUs, see what they would see anyway', () => {
  expect(searched('1', {}, 1).seen).toEqual(['all']);
  const none = searched('{local: 3, gpus: none}', TWO, 3);
  expect(none.seen).toEqual([0, 1, 2].map(() => TWO.CUDA_VISIBLE_DEVICES));
  expect(none.most).toBe(3);
});
