import type { CloudInstance } from './hardware-rows.ts';

/** The physical host of an instance, and how much of it the instance has. */
export interface InstanceHost {
  /** The instance's part of the host's threads, in (0, 1]. */
  readonly share: number;
  readonly threads: number;
  readonly cpu?: string;
  readonly memoryGB?: number;
}

/**
 * The host that an instance runs on: the vCPU share of a virtual machine is its threads over those of the host. Undefined where the cloud
 * does not tell its host (e.g. the types of Google Cloud that move between hosts of several kinds).
 *
 * @example
 * const from = { source: 'AWS', year: 2026, licence: 'facts' };
 * instanceHost({ provider: 'aws', type: 'm5.4xlarge', vcpus: 16, memoryGB: 64, hostThreads: 96, from }) // { share: 0.1666…, threads: 96 }
 */
export function instanceHost(instance: CloudInstance): InstanceHost | undefined {
  const { vcpus, hostThreads, hostMemoryGB, cpu } = instance;
  if (hostThreads === undefined) return undefined;
  return {
    share: Math.min(1, vcpus / hostThreads),
    threads: hostThreads,
    ...(cpu === undefined ? {} : { cpu }),
    ...(hostMemoryGB === undefined ? {} : { memoryGB: hostMemoryGB }),
  };
}
