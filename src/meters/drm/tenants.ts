import type { GpuTenant } from '../gpu-tenancy.ts';
import type { DrmClient } from './fdinfo.ts';

/** A process that has one device open. */
export interface DeviceHolder {
  readonly pid: number;
  /** It computes through /dev/kfd, whose queues the times in fdinfo leave out. */
  readonly usesKfd: boolean;
  readonly clients: readonly DrmClient[];
}

/** Who holds memory of a device by AMD's compute driver. */
export interface KfdUse {
  readonly pids: ReadonlySet<number>;
  /** Some of them are not in our /proc. */
  readonly isHidden: boolean;
}

/** Time that engines have worked for each client so far, ns. A client that reports less than before keeps what it had. */
export function busyTimes(
  holders: readonly DeviceHolder[],
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { clients } of holders) {
    for (const { client, busyNs } of clients) times.set(client, Math.max(busyNs, before.get(client) ?? 0));
  }
  return times;
}

/**
 * The processes that use a device, and how much of the time since the look before. Who has it open without memory or work on it (a login
 * service; ROCm opens every device) is none.
 *
 * @param kfd undefined where AMD's compute driver does not serve the device.
 */
export function tenantsOf(
  holders: readonly DeviceHolder[],
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  seconds: number,
  kfd: KfdUse | undefined,
): readonly GpuTenant[] {
  return holders
    .filter((holder) =>
      holder.usesKfd && kfd !== undefined && !kfd.isHidden
        ? kfd.pids.has(holder.pid)
        : holder.clients.some(isUsing),
    )
    .map(({ pid, usesKfd, clients }) => {
      if (usesKfd) return { pid, smBusy: Number.NaN };
      const ns = clients.reduce(
        (sum, { client }) => sum + (now.get(client) ?? Number.NaN) - (before.get(client) ?? Number.NaN),
        0,
      );
      return { pid, smBusy: Math.min(1, ns / 1e9 / seconds) };
    });
}

/** Where the driver tells neither, who has it open is taken to use it. */
function isUsing({ busyNs, memoryBytes }: DrmClient): boolean {
  return busyNs > 0 || memoryBytes > 0 || (Number.isNaN(busyNs) && Number.isNaN(memoryBytes));
}
