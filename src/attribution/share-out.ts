import { type Ends, endsOf, highOf, lowOf, middleOf, repeated } from './ends.ts';
import type { DeviceShares } from './share-device.ts';

/**
 * Whose joules they are (docs/methodology/attribution.md). Pure: one interval of one machine and everybody's claims on it
 * go in, everybody's parts come out, and the parts sum to the machine.
 */

/** Untracked work takes part in the idle energy when it uses more than this part of the capacity (DESIGN §4). */
export const UNTRACKED_THRESHOLD = 0.05;

/** One interval of the machine. Energies by component, in the order of `components`. */
export interface MachineInterval {
  /** Component names; the one named `other` follows the rest. */
  readonly components: readonly string[];
  readonly energyJ: ArrayLike<number>;
  /** Idle part of the energy; NaN where no idle power is usable. */
  readonly idleJ: ArrayLike<number>;
  /** Shares of the components that are devices of their own (GPUs), by claim; undefined for what follows the CPU. */
  readonly devices?: readonly (DeviceShares | undefined)[];
  /** The part of the idle energy of `other` that is base power, 0 to 1 (default 1): it is shared as the machine is, losses as their causes. */
  readonly basePart?: number;
  /** CPU seconds that the machine could have given in the interval. */
  readonly capacityCpuS: number;
  /** CPU seconds that all work took: user, nice, system, irq, softirq. */
  readonly busyCpuS: number;
}

/** What one root run used, and what is reserved for it. */
export interface Claim {
  readonly cpuS: number;
  /** Part of the machine that is reserved for this run alone (Slurm allocation, cpuset, declared), 0 if none. */
  readonly reserved: number;
  /** Name of the reservation: claims of one name have it together (two runs of one Slurm job). */
  readonly reservation?: string;
  /** The most of the machine's idle energy that the run can own, 0 to 1 (default 1): the part that its container may use at all. */
  readonly atMost?: number;
}

/** A run's shares of each component's dynamic and idle energy, 0 to 1; bounds where the users of a device are hidden. */
export interface Shares {
  readonly dynamic: readonly Ends[];
  readonly idle: readonly Ends[];
}

/** The outcome for one interval. */
export interface SharedOut {
  readonly claims: readonly Shares[];
  /** Share of the trackers' own processes. They own no idle energy. */
  readonly tracker: Shares;
  /** Energy that nobody owns, by component, J. */
  readonly unattributedJ: readonly number[];
}

/**
 * Shares out one interval among root runs.
 *
 * active = dynamic × CPU time of the run / CPU time of all work; the idle energy goes to reservations first, then in equal parts to the
 * unreserved runs, with one part for untracked work where that uses more than 5 % of the capacity. `other` follows the components
 * that cause it. Conservation: Σ claims + tracker + unattributed = machine, to rounding.
 *
 * @example
 * const out = shareOut({ components: ['cpu'], energyJ: [10], idleJ: [4], capacityCpuS: 2, busyCpuS: 1 }, [{ cpuS: 1, reserved: 0 }], 0);
 * out.claims[0]; // { dynamic: [1], idle: [1] }
 */
export function shareOut(machine: MachineInterval, claims: readonly Claim[], trackerCpuS: number): SharedOut {
  const claimed = claims.reduce((total, claim) => total + claim.cpuS, 0) + trackerCpuS;
  // The kernel counts busy time in ticks and ours in nanoseconds: never let the parts exceed the whole.
  const busy = Math.max(machine.busyCpuS, claimed);
  const untracked = busy - claimed;
  const idleShares = shareIdle(claims, untracked > UNTRACKED_THRESHOLD * machine.capacityCpuS);
  const cpuShare = (cpuS: number): number => (busy > 0 ? cpuS / busy : 0);

  const parts = claims.map((claim, i) => sharesOf(machine, i, cpuShare(claim.cpuS), idleShares[i] ?? 0));
  const tracker = sharesOf(machine, undefined, cpuShare(trackerCpuS), 0);
  const unattributedJ = machine.components.map((_, c) => {
    const energy = at(machine.energyJ, c);
    return [...parts, tracker].reduce((rest, part) => rest - ownedJ(machine, part, c), energy);
  });
  return { claims: parts, tracker, unattributedJ };
}

/** Energy of component `c` that these shares own, J. Without a usable idle power all energy counts as dynamic. */
export function ownedJ(machine: MachineInterval, shares: Shares, c: number): number {
  const energy = at(machine.energyJ, c);
  const idle = usableIdle(at(machine.idleJ, c));
  return (energy - idle) * middleOf(shares.dynamic[c] ?? 0) + idle * middleOf(shares.idle[c] ?? 0);
}

/**
 * Idle shares: reservations first, each in equal parts to those who have it together; then equal parts to the others, one of them for untracked
 * work that matters. What a claim may not own (`atMost`) is nobody's.
 */
export function shareIdle(claims: readonly Claim[], untrackedMatters: boolean): readonly number[] {
  const reservations = new Map<string | Claim, { part: number; holders: number }>();
  let unreserved = 0;
  for (const claim of claims) {
    const known = reservations.get(claim.reservation ?? claim);
    if (!(claim.reserved > 0)) unreserved++;
    else if (known === undefined)
      reservations.set(claim.reservation ?? claim, { part: Math.min(1, claim.reserved), holders: 1 });
    else {
      known.part = Math.max(known.part, Math.min(1, claim.reserved));
      known.holders++;
    }
  }
  let reserved = 0;
  for (const { part } of reservations.values()) reserved += part;
  const overbooked = Math.max(1, reserved); // overlapping reservations shrink in proportion
  const parts = unreserved + (untrackedMatters ? 1 : 0);
  const rest = Math.max(0, 1 - reserved);
  return claims.map((claim) => {
    const held = claim.reserved > 0 ? reservations.get(claim.reservation ?? claim) : undefined;
    const share = held === undefined ? rest / parts : held.part / overbooked / held.holders;
    return Math.min(share, claim.atMost ?? 1);
  });
}

/** A claim's shares (`claim` undefined: the trackers', which hold no device). CPU and memory have one rule, devices their own. */
function sharesOf(
  machine: MachineInterval,
  claim: number | undefined,
  cpuShare: number,
  idleShare: number,
): Shares {
  const { length } = machine.components;
  const dynamic = repeated(length, cpuShare);
  const idle = repeated(length, idleShare);
  const { devices } = machine;
  if (devices === undefined) return { dynamic, idle };
  for (let c = 0; c < length; c++) {
    const device = devices[c];
    if (device === undefined) continue;
    dynamic[c] = claim === undefined ? 0 : (device.dynamic[claim] ?? 0);
    idle[c] = claim === undefined ? 0 : (device.idle[claim] ?? 0);
  }
  const other = machine.components.indexOf('other');
  if (other !== -1) followChips(machine, other, { dynamic, idle }, cpuShare, idleShare);
  return { dynamic, idle };
}

/** `other` is losses and base power: dynamic as the chips' dynamic energy is owned, idle as the machine (base) and the chips' idle energy (losses). */
function followChips(
  machine: MachineInterval,
  other: number,
  shares: { readonly dynamic: Ends[]; readonly idle: Ends[] },
  cpuShare: number,
  idleShare: number,
): void {
  let [dynamicJ, dynamicLow, dynamicHigh, idleJ, idleLow, idleHigh] = [0, 0, 0, 0, 0, 0];
  for (let c = 0; c < machine.components.length; c++) {
    if (c === other) continue;
    const idle = usableIdle(at(machine.idleJ, c));
    const dynamic = at(machine.energyJ, c) - idle;
    dynamicJ += dynamic;
    dynamicLow += dynamic * lowOf(shares.dynamic[c] as Ends);
    dynamicHigh += dynamic * highOf(shares.dynamic[c] as Ends);
    idleJ += idle;
    idleLow += idle * lowOf(shares.idle[c] as Ends);
    idleHigh += idle * highOf(shares.idle[c] as Ends);
  }
  const base = machine.basePart ?? 1;
  const ofIdle = (joules: number): number =>
    base * idleShare + (1 - base) * (idleJ > 0 ? joules / idleJ : idleShare);
  shares.dynamic[other] = dynamicJ > 0 ? endsOf(dynamicLow / dynamicJ, dynamicHigh / dynamicJ) : cpuShare;
  shares.idle[other] = endsOf(ofIdle(idleLow), ofIdle(idleHigh));
}

function usableIdle(idleJ: number): number {
  return Number.isNaN(idleJ) ? 0 : idleJ;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
