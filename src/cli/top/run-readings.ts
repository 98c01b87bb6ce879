import type { LiveRun } from '../../attribution/registry-entry.ts';
import { rateOf } from '../../attribution/registry-entry.ts';
import { type MachineInterval, shareOut, type Shares } from '../../attribution/share-out.ts';
import { type DeviceOwners, devicesOfNested, withDevices } from './device-claims.ts';
import { dynamicJ } from './dynamic-energy.ts';
import type { IntervalPowers } from './interval-energy.ts';
import type { KnownRun, RunReading } from './reading.ts';
import { familyOrder } from './run-order.ts';
import type { SplitMachine } from './split-machine.ts';

/** What is known of an interval before its runs are looked at. */
export interface RunInterval {
  readonly machine: MachineInterval;
  readonly split: SplitMachine;
  readonly powers: IntervalPowers;
  readonly owners: DeviceOwners;
  readonly live: readonly LiveRun[];
  /** Those of them that are roots, in the order of the claims that were split. */
  readonly roots: readonly LiveRun[];
  readonly trackersS: number;
  readonly nowS: number;
  readonly dtS: number;
  readonly known: (run: LiveRun) => KnownRun | undefined;
}

/** The live runs in one interval: roots by their claims, a run inside another as its own journal has it, without a part of the idle energy. */
export function runReadings(interval: RunInterval): readonly RunReading[] {
  const { live, powers, nowS } = interval;
  return familyOrder(live).map(({ run, depth }): RunReading => {
    const { shares, watts } = partOf(run, interval);
    const { id, rootId, pid, rootPid, uid } = run.entry;
    const known = interval.known(run);
    return {
      id,
      rootId,
      depth,
      pid,
      workPid: rootPid,
      uid,
      cpu: rateOf(run.entry, run.use, nowS).cpu,
      power: powers.owned(shares, depth > 0),
      watts,
      ...(known === undefined ? {} : { known }),
    };
  });
}

function partOf(run: LiveRun, interval: RunInterval): { readonly shares: Shares; readonly watts: number } {
  const { machine, split, owners, live, roots, trackersS, nowS, dtS } = interval;
  const place = roots.indexOf(run);
  if (place >= 0) {
    const { shares, joules } = split.runs[place] as SplitMachine['runs'][number];
    return { shares, watts: joules / dtS };
  }
  const nested = withDevices(machine, devicesOfNested(machine.components, owners, run, live));
  const cpuS = rateOf(run.entry, run.use, nowS).cpu * dtS;
  const shares = shareOut(nested, [{ cpuS, reserved: 0 }], trackersS).claims[0] as Shares;
  return { shares, watts: dynamicJ(nested, shares) / dtS };
}
