import { deviceUse, type Tenancy } from '../../attribution/device-use.ts';
import type { LiveRun } from '../../attribution/registry-entry.ts';
import { reservedGpus } from '../../attribution/reserved-gpus.ts';
import { type DeviceShares, shareDevice } from '../../attribution/share-device.ts';
import type { MachineInterval } from '../../attribution/share-out.ts';

/** A GPU's users, and whose they are. */
export interface DeviceOwners {
  readonly tenancyOf: (component: string) => Tenancy;
  readonly ownerOf: (pid: number) => string | undefined;
}

type Devices = MachineInterval['devices'] | undefined;

/** Shares of the GPUs among all root runs, seen from outside: no run is the one that is measured. Undefined where there is no GPU. */
export function devicesOfRoots(
  components: readonly string[],
  owners: DeviceOwners,
  roots: readonly LiveRun[],
  all: readonly LiveRun[],
): Devices {
  const reserved = reservedGpus(components, [{}, ...roots.map(({ entry }) => entry)]);
  return devices(components, (name, c) => {
    // Place 0 is that of the run that is measured: here of none, so that the others move up.
    const use = deviceUse(owners.tenancyOf(name), owners.ownerOf, NOBODY, roots, all);
    const parties = use.parties.map((party) =>
      party.claim === 'untracked' ? party : { ...party, claim: party.claim - 1 },
    );
    return shareDevice(
      { ...use, parties, reservedBy: (reserved[c] ?? []).map((place) => place - 1) },
      roots.length,
    );
  });
}

/** Shares of the GPUs of one nested run, as it sees itself. */
export function devicesOfNested(
  components: readonly string[],
  owners: DeviceOwners,
  run: LiveRun,
  all: readonly LiveRun[],
): Devices {
  const { id, job } = run.entry;
  const measured = { id, isRoot: false, ...(job === undefined ? {} : { job }) };
  return devices(components, (name) =>
    shareDevice(deviceUse(owners.tenancyOf(name), owners.ownerOf, measured, [], all), 1),
  );
}

/** Shares of the GPUs among processes, in their order. */
export function devicesOfProcesses(
  components: readonly string[],
  tenancyOf: DeviceOwners['tenancyOf'],
  pids: readonly number[],
): Devices {
  return devices(components, (name) => {
    const { tenants, isHidden, slice } = tenancyOf(name);
    const parties = tenants.map(({ pid, smBusy }) => {
      const place = pids.indexOf(pid);
      return { claim: place === -1 ? ('untracked' as const) : place, smBusy };
    });
    return shareDevice({ parties, isHidden, slice: slice?.fraction ?? 1 }, pids.length);
  });
}

/** The interval with its shares of devices, where there are any. */
export function withDevices(machine: MachineInterval, devices: Devices): MachineInterval {
  return devices === undefined ? machine : { ...machine, devices };
}

const NOBODY = { id: '', isRoot: true } as const;

function devices(
  components: readonly string[],
  shares: (component: string, place: number) => DeviceShares,
): Devices {
  if (!components.some(isGpu)) return undefined;
  return components.map((name, c) => (isGpu(name) ? shares(name, c) : undefined));
}

function isGpu(name: string): boolean {
  return name.startsWith('gpu:');
}
