import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Channel, EnergySource, Finding, Found } from '../source.ts';
import { isGraceMeter } from '../boards/grace-meters.ts';
import { listHwmon } from '../reading/hwmon.io.ts';
import { namesIn } from '../reading/sysfs-folder.io.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import { PolledPower } from './polled-power.ts';
import { PowerSource } from './power-source.ts';
import { statedAccuracy } from './stated-accuracy.ts';
import { wholeConstants } from './whole-constants.io.ts';
import { errorsOf } from './whole-constants.ts';

const METHOD = 'hwmon:power_meter';
/** The kernel gives microwatts. */
const W_PER_STEP = 1e-6;
/** A reading is believed for so long, s. */
const HOLD_S = 10;
/** Firmware averages over up to five minutes; above this the finding says so, ms. */
const LONG_AVERAGE_MS = 10_000;

/** The power meter that ACPI firmware offers as a sensor of the kernel: AC power of the machine, without a child process. */
export function findPowerMeter(host: Host, hostId: string): Found {
  const folders = powerMeters(host);
  const [folder] = folders;
  if (folder === undefined)
    return none({ state: 'absent', what: 'ACPI power meter', looked: [join(host.roots.sys, 'class/hwmon')] });
  if (folders.length > 1) {
    return none({
      state: 'unusable',
      what: `${folders.length} ACPI power meters`,
      why: 'the firmware does not tell whether they add up or measure the same',
      fix: 'measure the machine with a plug meter or IPMI instead',
      looked: folders,
    });
  }
  return usable(folder, hostId);
}

function usable(folder: string, hostId: string): Found {
  const path = join(folder, 'power1_average');
  const file = new SysfsNumber(path);
  const watts = file.read() * W_PER_STEP;
  const what = ['ACPI power meter', readLine(join(folder, 'power1_model_number'))].filter(Boolean).join(' ');
  const { maxW, within } = wholeConstants().methods[METHOD];
  if (!(watts > 0 && watts <= maxW)) {
    file.close();
    return none({ state: 'unusable', what, ...whyUnusable(file, watts), looked: [path] });
  }
  const accuracy = statedAccuracy(readLine(join(folder, 'power1_accuracy')), wholeConstants().statedAccuracy);
  const channel: Channel = {
    target: 'wall',
    method: METHOD,
    label: what,
    grade: 'A',
    errors: errorsOf(`power-meter:${hostId}`, accuracy === undefined ? within : 1 - accuracy),
    maxW,
  };
  const finding: Finding = {
    meter: METHOD,
    state: 'found',
    what: `${what}, ${Math.round(watts)} W`,
    targets: ['wall'],
    looked: [path],
    ...averagingOf(folder),
  };
  return { sources: [sourceOf(file, channel, maxW)], findings: [finding] };
}

function whyUnusable(file: SysfsNumber, watts: number): { readonly why: string; readonly fix?: string } {
  if (file.code === 'EACCES') return { why: 'it may not be read', fix: `sudo chmod a+r ${file.path}` };
  if (watts === 0) return { why: 'it reads 0 W of a machine that runs: the firmware does not measure' };
  if (watts > 0) return { why: `it reads ${Math.round(watts)} W, which cannot be` };
  return { why: `it has no reading (${file.code === 'EMPTY' ? 'no number' : file.code})` };
}

function averagingOf(folder: string): { readonly why?: string; readonly fix?: string } {
  const path = join(folder, 'power1_average_interval');
  const averageMs = Number(readLine(path));
  if (!(averageMs > LONG_AVERAGE_MS)) return {};
  return {
    why: `it averages over ${averageMs / 1000} s: the energy of shorter runs is mixed with what was before them`,
    fix: `echo 1000 | sudo tee ${path}`,
  };
}

function none(finding: Omit<Finding, 'meter' | 'targets'>): Found {
  return { sources: [], findings: [{ meter: METHOD, targets: ['wall'], ...finding }] };
}

function powerMeters(host: Host): readonly string[] {
  return listHwmon(host).flatMap(({ folder, name }) => {
    if (name !== 'power_meter') return [];
    // The driver keeps its files at the ACPI device.
    const home = [join(folder, 'device'), folder].find((at) => namesIn(at).includes('power1_average'));
    // A meter of a battery, or of a part of the board, is no meter of the socket.
    const isWhole = (at: string): boolean =>
      readLine(join(at, 'power1_is_battery')) !== '1' && !isGraceMeter(readLine(join(at, 'power1_oem_info')));
    return home !== undefined && isWhole(home) ? [home] : [];
  });
}

function sourceOf(file: SysfsNumber, channel: Channel, maxW: number): EnergySource {
  const disagreement = wholeConstants().counterDisagreement.value;
  const power = new PolledPower({ maxW, holdS: HOLD_S, disagreement });
  const ask = (nowS: number): void => {
    const watts = file.read() * W_PER_STEP;
    if (watts > 0) power.reading(watts, nowS);
    else {
      const { why, fix } = whyUnusable(file, watts);
      power.miss(nowS, why, fix);
    }
  };
  return new PowerSource({ channel, pollWithinS: HOLD_S / 2, power, ask, close: () => file.close() });
}
