import type { LiveRun } from './registry-entry.ts';
import type { DeviceParty, DeviceUse } from './share-device.ts';

/** One device's tenants as the driver shows them. */
export interface Tenancy {
  readonly tenants: readonly { readonly pid: number; readonly smBusy: number }[];
  readonly isHidden: boolean;
  readonly slice?: { readonly fraction: number };
}

/** The run that is measured here, among the others. */
export interface Measured {
  readonly id: string;
  readonly isRoot: boolean;
}

/**
 * Whose processes a device's tenants are, as places among the claims of an interval: 0 is the run that is measured (with the runs inside it), the
 * others follow in the order of `roots`.
 */
export function deviceUse(
  tenancy: Tenancy,
  ownerOf: (pid: number) => string | undefined,
  measured: Measured,
  roots: readonly LiveRun[],
  all: readonly LiveRun[],
): DeviceUse {
  const parties = tenancy.tenants.map(({ pid, smBusy }): DeviceParty => {
    return { claim: claimOf(ownerOf(pid), measured, roots, all), smBusy };
  });
  return { parties, isHidden: tenancy.isHidden, slice: tenancy.slice?.fraction ?? 1 };
}

function claimOf(
  owner: string | undefined,
  measured: Measured,
  roots: readonly LiveRun[],
  all: readonly LiveRun[],
): DeviceParty['claim'] {
  if (owner === undefined) return 'untracked';
  if (owner === measured.id || isInside(owner, measured.id, all)) return 0;
  if (!measured.isRoot) return 'untracked'; // a nested run has no idle share and counts only itself
  const rootId = all.find(({ entry }) => entry.id === owner)?.entry.rootId;
  const place = roots.findIndex(({ entry }) => entry.id === rootId);
  return place === -1 ? 'untracked' : place + 1;
}

/** Whether a run stands inside another, at any depth. */
export function isInside(id: string, ancestor: string, runs: readonly LiveRun[]): boolean {
  let parent = runs.find((run) => run.entry.id === id)?.entry.parentId;
  for (let depth = 0; parent !== undefined && depth < 64; depth++) {
    if (parent === ancestor) return true;
    const next: string | undefined = parent;
    parent = runs.find((run) => run.entry.id === next)?.entry.parentId;
  }
  return false;
}
