import { countsIn, type Measured, rootOf } from './job-family.ts';
import type { LiveRun } from './registry-entry.ts';
import type { DeviceParty, DeviceUse } from './share-device.ts';

/** One device's tenants as the driver shows them. */
export interface Tenancy {
  readonly tenants: readonly { readonly pid: number; readonly smBusy: number }[];
  readonly isHidden: boolean;
  /** False where the environment of the measured run hides the device from it. */
  readonly isVisible?: boolean;
  readonly slice?: { readonly fraction: number };
}

/**
 * Whose processes a device's tenants are, as places among the claims of an interval: 0 is the run that is measured (with the runs inside it), the
 * others follow in the order of `roots`.
 *
 * @param reservedBy claims that have the device to themselves.
 */
export function deviceUse(
  tenancy: Tenancy,
  ownerOf: (pid: number) => string | undefined,
  measured: Measured,
  roots: readonly LiveRun[],
  all: readonly LiveRun[],
  reservedBy: readonly number[] = [],
): DeviceUse {
  const parties = tenancy.tenants.map(({ pid, smBusy }): DeviceParty => {
    return { claim: claimOf(ownerOf(pid), measured, roots, all), smBusy };
  });
  return {
    parties,
    isHidden: tenancy.isHidden,
    slice: tenancy.slice?.fraction ?? 1,
    reservedBy,
    ...(tenancy.isVisible === false ? { cannotHold: 0 } : {}),
  };
}

function claimOf(
  owner: string | undefined,
  measured: Measured,
  roots: readonly LiveRun[],
  all: readonly LiveRun[],
): DeviceParty['claim'] {
  if (owner === undefined) return 'untracked';
  if (countsIn(owner, measured, all)) return 0;
  if (!measured.isRoot) return 'untracked'; // a nested run has no idle share and counts only itself
  const root = rootOf(owner, roots, all);
  return root === undefined ? 'untracked' : roots.indexOf(root) + 1;
}
