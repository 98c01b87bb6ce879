import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { GpuTenancy, GpuTenant } from '../gpu-tenancy.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import type { DrmCard } from './drm-cards.io.ts';
import type { DrmClients } from './drm-clients.io.ts';
import { kfdGpuId, kfdUse } from './kfd.io.ts';
import { busyTimes, type DeviceHolder, tenantsOf } from './tenants.ts';

/** How one device's users are found. */
export interface DrmTenancyOptions {
  readonly target: `gpu:${number}`;
  readonly card: DrmCard;
  readonly clients: DrmClients;
  /** AMD alone: memory, utilisation and the compute driver tell of processes that /proc does not show. */
  readonly amd?: {
    readonly host: Host;
    readonly status: RuntimeStatus;
    /** More memory in use than the visible processes hold by this much is somebody else's, bytes. */
    readonly hiddenBytes: number;
    /** A device that is busy by more than this works for somebody. */
    readonly hiddenBusy: number;
  };
}

/** Users of one graphics device, by /proc and, for AMD, by the compute driver. */
export class DrmTenancy implements GpuTenancy {
  readonly target: `gpu:${number}`;
  readonly #options: DrmTenancyOptions;
  readonly #busy: SysfsNumber;
  readonly #memory: SysfsNumber;
  readonly #kfdId: string | undefined;
  #looks = 0;
  #lookedS = Number.NaN;
  #before: ReadonlyMap<string, number> = new Map();
  tenants: readonly GpuTenant[] = [];
  isHidden = false;
  busy = Number.NaN;

  constructor(options: DrmTenancyOptions) {
    this.#options = options;
    this.target = options.target;
    this.#busy = new SysfsNumber(join(options.card.device, 'gpu_busy_percent'));
    this.#memory = new SysfsNumber(join(options.card.device, 'mem_info_vram_used'));
    this.#kfdId = options.amd === undefined ? undefined : kfdGpuId(options.amd.host, options.card.pci);
  }

  look(nowS: number): void {
    const { clients, card, amd } = this.#options;
    clients.look(nowS);
    if (clients.looks === this.#looks) return;
    this.#looks = clients.looks;
    const holders = clients.holders.map((holder) => ({
      ...holder,
      clients: holder.clients.filter(({ pci }) => pci === card.pci),
    }));
    const times = busyTimes(holders, this.#before);
    const kfd = amd === undefined || this.#kfdId === undefined ? undefined : kfdUse(amd.host, this.#kfdId);
    this.tenants = tenantsOf(holders, this.#before, times, nowS - this.#lookedS, kfd);
    this.#before = times;
    this.#lookedS = nowS;
    this.isHidden = kfd?.isHidden === true || this.#hides(holders);
  }

  #hides(holders: readonly DeviceHolder[]): boolean {
    const { amd, clients } = this.#options;
    const isAlone = this.tenants.length === 0;
    if (amd === undefined) return clients.unreadable > 0 && isAlone; // nothing tells whether it works
    if (amd.status.isAsleep()) {
      this.busy = 0;
      return false;
    }
    this.busy = this.#busy.read() / 100;
    if (isAlone && this.busy > amd.hiddenBusy) return true;
    if (clients.unreadable === 0) return false;
    const seen = holders
      .flatMap((holder) => holder.clients)
      .reduce((sum, c) => sum + (c.memoryBytes || 0), 0);
    return this.#memory.read() - seen > amd.hiddenBytes;
  }
}
