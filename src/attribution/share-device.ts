import { type Ends, repeated } from './ends.ts';

/** Who holds contexts on a device: a claim by its place among the interval's claims, or work that no run owns. */
export interface DeviceParty {
  readonly claim: number | 'untracked';
  /** Part of the device's SM time in the interval, 0 to 1; NaN where the driver does not tell. */
  readonly smBusy: number;
}

/** What is known of a device's use in one interval. */
export interface DeviceUse {
  readonly parties: readonly DeviceParty[];
  /** True where it also works for processes that are not shown. */
  readonly isHidden: boolean;
  /** The claim from which the device is hidden, so that it is none of the users that are not shown. */
  readonly cannotHold?: number;
  /** The part of the device that the shown parties can use at all (MIG), 0 to 1. */
  readonly slice: number;
  /** Claims whose jobs have the device to themselves: its idle energy is theirs, used or not. */
  readonly reservedBy?: readonly number[];
}

/** Shares of one device, by claim. */
export interface DeviceShares {
  readonly dynamic: readonly Ends[];
  readonly idle: readonly Ends[];
}

/**
 * Shares out one device among its holders (DESIGN §4): whoever holds it alone has all of it; several share its dynamic energy as they shared
 * its SM time, a quiet context its equal part while nobody works; its idle energy goes to its holders in equal parts, or to those who have
 * reserved it. Where further users are hidden, or the driver tells no times, only bounds are known. Of a slice (MIG) only its part of the device
 * is shared out.
 *
 * @example
 * shareDevice({ parties: [{ claim: 0, smBusy: 0.75 }, { claim: 1, smBusy: 0.25 }], isHidden: false, slice: 1 }, 2);
 * // { dynamic: [0.75, 0.25], idle: [0.5, 0.5] }
 */
export function shareDevice(use: DeviceUse, claims: number): DeviceShares {
  const parties = byParty(use.parties);
  // Where nobody is shown, whoever may be hidden behind it may be anybody.
  const without: Ends = use.isHidden && parties.size === 0 ? [0, use.slice] : 0;
  const dynamic = repeated(claims, without);
  const idle = repeated(claims, without);
  if (use.cannotHold !== undefined) dynamic[use.cannotHold] = idle[use.cannotHold] = 0;
  const total = [...parties.values()].reduce((sum, busy) => sum + busy, 0);
  for (const [claim, busy] of parties) {
    if (claim === 'untracked') continue;
    const isAlone = parties.size === 1;
    const part = isAlone ? 1 : total > 0 ? busy / total : Number.isNaN(total) ? Number.NaN : 1 / parties.size;
    const known = use.slice * part;
    dynamic[claim] = use.isHidden || Number.isNaN(part) ? [0, use.slice] : known;
    idle[claim] = use.isHidden ? [0, use.slice] : use.slice / parties.size;
  }
  const { reservedBy = [] } = use;
  if (reservedBy.length > 0) {
    idle.fill(0);
    for (const claim of reservedBy) idle[claim] = use.slice / reservedBy.length;
  }
  return { dynamic, idle };
}

/** SM time by party, a party's processes together. */
function byParty(parties: readonly DeviceParty[]): ReadonlyMap<number | 'untracked', number> {
  const busy = new Map<number | 'untracked', number>();
  for (const { claim, smBusy } of parties) busy.set(claim, (busy.get(claim) ?? 0) + smBusy);
  return busy;
}
