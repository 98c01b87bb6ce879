import type { GpuChoice } from './slots.ts';

/**
 * The GPUs that trials can be given: those of the machine, or what the environment has left of them. NVIDIA's go by their UUID where the driver tells
 * it, since CUDA counts in an order of its own.
 */
export function usableGpus(
  present: readonly { readonly vendor: 'nvidia' | 'amd'; readonly uuid?: string }[],
  env: Readonly<Record<string, string | undefined>>,
): readonly GpuChoice[] {
  return (['nvidia', 'amd'] as const).flatMap((vendor) => {
    const all = present.filter((gpu) => gpu.vendor === vendor);
    if (all.length === 0) return [];
    const left = LISTS[vendor].map((name) => env[name]).find((list) => list !== undefined);
    const ids = left === undefined ? all.map(({ uuid }, i) => uuid ?? String(i)) : listed(left);
    return ids.map((id) => ({ vendor, id }));
  });
}

const LISTS = {
  nvidia: ['CUDA_VISIBLE_DEVICES'],
  amd: ['ROCR_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES'],
} as const;

/** The devices of a list, up to the first that names none, as the runtimes read it. */
function listed(list: string): readonly string[] {
  const ids = list.split(',').map((id) => id.trim());
  const end = ids.findIndex((id) => id === '' || id.startsWith('-'));
  return end < 0 ? ids : ids.slice(0, end);
}
