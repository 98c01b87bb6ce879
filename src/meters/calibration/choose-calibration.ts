import { problem, type Warning } from '../../errors.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { Channel } from '../source.ts';
import type { CalibratedMachine, Calibration } from './calibration.ts';

/** The calibration that a run uses, and what is to be said of it. */
export interface ChosenCalibration {
  readonly calibration?: Calibration;
  readonly warnings: readonly Warning[];
}

/** What of a machine decides whether a calibration still fits it. */
export function calibratedMachine({ cpu, sockets, threads, ramBytes, gpus }: MachineInfo): CalibratedMachine {
  return { cpu, sockets, threads, ramBytes, gpus: [...gpus] };
}

/** How the chips are read, as a calibration keeps it: other counters stand in another relation to the wall. */
export function channelNames(channels: readonly Pick<Channel, 'target' | 'method'>[]): readonly string[] {
  const names = channels
    .filter(({ target }) => target !== 'wall' && target !== 'dc')
    .map(({ target, method }) => `${target} ${method}`);
  return [...new Set(names)].sort();
}

/** Memory that firmware keeps for itself differs from boot to boot by less than this part. */
const SAME_RAM = 0.05;

/** What has changed since the calibration, e.g. `64 → 128 GB of memory`; undefined where it is the same machine. */
export function whatChanged(before: CalibratedMachine, now: CalibratedMachine): string | undefined {
  if (before.cpu !== now.cpu) return `the CPU was ${before.cpu} and is ${now.cpu}`;
  if (before.sockets !== now.sockets || before.threads !== now.threads)
    return `there were ${before.threads} threads on ${before.sockets} sockets and are ${now.threads} on ${now.sockets}`;
  if (Math.abs(before.ramBytes - now.ramBytes) > SAME_RAM * before.ramBytes)
    return `there were ${gigabytes(before)} GB of memory and are ${gigabytes(now)}`;
  const [was, is] = [before.gpus, now.gpus].map((gpus) => [...gpus].sort().join(', ') || 'none');
  return was === is ? undefined : `the GPUs were ${was} and are ${is}`;
}

function gigabytes({ ramBytes }: CalibratedMachine): string {
  return (ramBytes / 2 ** 30).toFixed(0);
}

/** Chooses the newest calibration of the machine as it is; one of other hardware is not used, which is said. */
export function chooseCalibration(
  all: readonly Calibration[],
  machine: MachineInfo,
  channels: readonly Pick<Channel, 'target' | 'method'>[],
): ChosenCalibration {
  const newest = all.at(-1);
  if (newest === undefined) return { warnings: [] };
  const now = calibratedMachine(machine);
  const changed = whatChanged(newest.machine, now);
  if (changed !== undefined) {
    const older = all.findLast(({ machine: before }) => whatChanged(before, now) === undefined);
    const what = `the calibration ${newest.id} is not used: the hardware has changed since`;
    const warning = problem('E_METER', what, changed, 'calibrate anew: joulebook calibrate');
    return older === undefined ? { warnings: [warning] } : { ...fitting(older, channels) };
  }
  return fitting(newest, channels);
}

/** The calibration, without its line from chips to wall where the chips are read in another way now. */
function fitting(
  calibration: Calibration,
  channels: readonly Pick<Channel, 'target' | 'method'>[],
): ChosenCalibration {
  const { byChips, ...rest } = calibration;
  const now = channelNames(channels);
  const cpuIsCounted = now.some((name) => name.startsWith('cpu '));
  if (byChips === undefined || !cpuIsCounted) return { calibration: rest, warnings: [] };
  if (byChips.channels.join() === now.join()) return { calibration, warnings: [] };
  const why = `it was made with ${byChips.channels.join(', ')}; now there is ${now.join(', ')}`;
  const what = `the calibration ${calibration.id} is used for idle power only: the chips are read in another way now`;
  return {
    calibration: rest,
    warnings: [problem('E_METER', what, why, 'joulebook doctor says what is missing; else calibrate anew')],
  };
}
