import { dynamicJ } from './dynamic-energy.ts';
import { type MachineInterval, shareOut, type Shares } from '../../attribution/share-out.ts';
import type { Host } from '../../host/host.ts';
import type { GpuTenancy } from '../../meters/gpu-tenancy.ts';
import { type DeviceOwners, devicesOfProcesses, withDevices } from './device-claims.ts';
import { ProcessTable } from './process-table.io.ts';
import type { ProcessReading } from './reading.ts';

/** So many of the busiest processes are looked at closely: more than fit on most screens. */
const MOST = 64;

/** What is known of an interval before its processes are looked at. */
export interface ProcessInterval {
  readonly machine: MachineInterval;
  readonly owners: DeviceOwners;
  readonly tenancies: readonly GpuTenancy[];
  /** Processes of trackers, by pid. */
  readonly trackers: ReadonlySet<number>;
  readonly nowS: number;
  readonly dtS: number;
}

/** The busiest processes and all that hold a GPU, each with its part of the energy above idle: as a run's, by the same shares. */
export class Busiest {
  readonly #table: ProcessTable;

  constructor(host: Host) {
    this.#table = new ProcessTable(host.roots.proc);
    this.#table.look(host.clock.bootS());
  }

  read({ machine, owners, tenancies, trackers, nowS, dtS }: ProcessInterval): readonly ProcessReading[] {
    const busy = this.#table.look(nowS);
    const shown = busy.slice(0, MOST);
    const tenants = tenancies.flatMap((tenancy) => tenancy.tenants);
    for (const { pid } of tenants) {
      if (!shown.some((one) => one.pid === pid))
        shown.push(busy.find((one) => one.pid === pid) ?? { pid, name: '', cpu: 0 });
    }
    const pids = shown.map(({ pid }) => pid);
    const claims = shown.map(({ cpu }) => ({ cpuS: cpu * dtS, reserved: 0 }));
    const devices = devicesOfProcesses(machine.components, owners.tenancyOf, pids);
    const parts = shareOut(withDevices(machine, devices), claims, 0).claims;
    return shown.map(({ pid, name, cpu }, i): ProcessReading => {
      const runId = owners.ownerOf(pid);
      return {
        pid,
        name,
        command: this.#table.commandOf(pid),
        cpu,
        gpu: gpuOf(pid, tenants),
        gpus: tenancies.filter((one) => one.tenants.some((t) => t.pid === pid)).map(({ target }) => target),
        watts: dynamicJ(machine, parts[i] as Shares) / dtS,
        ...(runId === undefined ? {} : { runId }),
        isTracker: trackers.has(pid),
      };
    });
  }
}

/** SM time of a process over all GPUs that it holds; null where it holds none, or where that is not told. */
function gpuOf(pid: number, tenants: GpuTenancy['tenants']): number | null {
  const own = tenants.filter((tenant) => tenant.pid === pid);
  const busy = own.reduce((sum, { smBusy }) => sum + smBusy, 0);
  return own.length === 0 || Number.isNaN(busy) ? null : busy;
}
