import { middleOf } from '../../attribution/ends.ts';
import {
  type Claim,
  type MachineInterval,
  shareIdle,
  type Shares,
  shareOut,
  UNTRACKED_THRESHOLD,
} from '../../attribution/share-out.ts';

/** One interval of the machine, given to those who caused it. All energies in J at the wall, the middles where only bounds are known. */
export interface SplitMachine {
  readonly machineJ: number;
  /** Shares of the root runs and what they own, in the order of their claims. */
  readonly runs: readonly { readonly shares: Shares; readonly joules: number }[];
  readonly trackersJ: number;
  /** Work that nobody owns. While runs share the idle energy, also the part of it that they leave to that work. */
  readonly untrackedJ: number;
  /** Idle energy that nobody owns: all of it while no run is alive. */
  readonly idleJ: number;
}

/**
 * Splits an interval by the rule that the runs themselves use. Nothing is lost: runs + trackers + untracked + idle = machine.
 *
 * @param trackerCpuS CPU seconds of all trackers.
 */
export function splitMachine(
  machine: MachineInterval,
  claims: readonly Claim[],
  trackerCpuS: number,
): SplitMachine {
  const { claims: shares, tracker } = shareOut(machine, claims, trackerCpuS);
  const untracked = untrackedIdle(machine, claims, trackerCpuS);
  const runsJ = shares.map(() => 0);
  let [machineJ, trackersJ, untrackedJ, idleJ] = [0, 0, 0, 0];
  machine.components.forEach((_, c) => {
    const energy = machine.energyJ[c] ?? 0;
    const idle = idleOf(machine, c);
    const dynamic = energy - idle;
    const worked = sumOf([...shares, tracker], 'dynamic', c);
    const kept = sumOf(shares, 'idle', c);
    // Of a device whose users are hidden each run may have had all: the middles of their bounds can exceed it together, and shrink in proportion.
    const [ofDynamic, ofIdle] = [dynamic / Math.max(1, worked), idle / Math.max(1, kept)];
    shares.forEach((one, i) => {
      runsJ[i] = (runsJ[i] ?? 0) + ofDynamic * middle(one, 'dynamic', c) + ofIdle * middle(one, 'idle', c);
    });
    const unkept = Math.max(0, 1 - kept);
    const nobodys = Math.max(0, unkept - (untracked[c] ?? 0));
    machineJ += energy;
    trackersJ += ofDynamic * middle(tracker, 'dynamic', c);
    untrackedJ += dynamic * Math.max(0, 1 - worked) + idle * (unkept - nobodys);
    idleJ += idle * nobodys;
  });
  return {
    machineJ,
    runs: shares.map((one, i) => ({ shares: one, joules: runsJ[i] ?? 0 })),
    trackersJ,
    untrackedJ: clean(untrackedJ, machineJ),
    idleJ: clean(idleJ, machineJ),
  };
}

function clean(joules: number, machineJ: number): number {
  return Math.abs(joules) < ROUNDING * machineJ ? 0 : joules;
}

/** What is left when all is given away: the rounding of the sums. */
const ROUNDING = 1e-9;

/**
 * The idle share of untracked work by component: an equal part beside the unreserved runs, where it is worth one (`shareOut`). It holds no
 * device, and of `other` it has what follows from the rest.
 */
function untrackedIdle(
  machine: MachineInterval,
  claims: readonly Claim[],
  trackerCpuS: number,
): readonly number[] {
  const claimed = claims.reduce((total, { cpuS }) => total + cpuS, trackerCpuS);
  const matters = machine.busyCpuS - claimed > UNTRACKED_THRESHOLD * machine.capacityCpuS;
  const share =
    matters && claims.length > 0 ? (shareIdle([...claims, { cpuS: 0, reserved: 0 }], false).at(-1) ?? 0) : 0;
  let idleJ = 0;
  let followedJ = 0;
  const shares = machine.components.map((name, c) => {
    if (name === 'other') return 0;
    const part = machine.devices?.[c] === undefined ? share : 0;
    idleJ += idleOf(machine, c);
    followedJ += part * idleOf(machine, c);
    return part;
  });
  const base = machine.devices === undefined ? 1 : (machine.basePart ?? 1);
  const other = base * share + (1 - base) * (idleJ > 0 ? followedJ / idleJ : share);
  return shares.map((part, c) => (machine.components[c] === 'other' ? other : part));
}

function sumOf(shares: readonly Shares[], part: keyof Shares, c: number): number {
  return shares.reduce((total, one) => total + middle(one, part, c), 0);
}

function middle(shares: Shares, part: keyof Shares, c: number): number {
  return middleOf(shares[part][c] ?? 0);
}

function idleOf(machine: MachineInterval, c: number): number {
  const joules = machine.idleJ[c] ?? 0;
  return Number.isNaN(joules) ? 0 : joules;
}
