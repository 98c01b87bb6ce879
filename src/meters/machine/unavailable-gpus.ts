import type { ComponentInfo } from '../meter.ts';
import type { Channel, Finding } from '../source.ts';

/** A GPU that the kernel knows. */
interface GpuPresent {
  readonly name: string;
  readonly vendor: 'nvidia' | 'amd';
  readonly uuid?: string;
}

/**
 * GPUs that are there and have no channel, as components that say so: what the meters found unusable, with the reason, and what only the kernel
 * knows of. Their numbers follow those of the measured ones.
 */
export function unavailableGpus(
  present: readonly GpuPresent[],
  channels: readonly Channel[],
  findings: readonly Finding[],
): readonly ComponentInfo[] {
  const measured = new Set(
    channels.map(({ target }) => target).filter((target) => target.startsWith('gpu:')),
  );
  const unusable = new Map<string, string>();
  for (const { state, targets, what, why, fix } of findings) {
    if (state !== 'unusable') continue;
    const reason = [what, why, fix].filter((text) => text !== undefined).join('; ');
    for (const target of targets)
      if (target.startsWith('gpu:') && !measured.has(target)) unusable.set(target, reason);
  }
  const missing = present.length - measured.size - unusable.size;
  const unseen = missing <= 0 ? [] : present.slice(-missing);
  let next = measured.size + unusable.size;
  return [
    ...[...unusable].map(([name, reason]) => unavailable(name, reason, undefined)),
    ...unseen.map((gpu) =>
      unavailable(
        `gpu:${next++}`,
        `${gpu.name}: no meter was found for it; its energy is not in the totals`,
        gpu.uuid,
      ),
    ),
  ];
}

function unavailable(name: string, reason: string, uuid: string | undefined): ComponentInfo {
  return {
    name,
    method: 'none',
    grade: 'C',
    errors: {},
    idleErrors: {},
    shareMethod: 'none',
    available: false,
    reason,
    ...(uuid === undefined ? {} : { uuid }),
  };
}
