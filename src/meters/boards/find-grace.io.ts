import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../source.ts';
import type { BoardSearch } from './board-context.ts';
import type { FoundReaders } from '../reading/channel-reader.ts';
import { type GraceMeter, graceMeter, graceToCount } from './grace-meters.ts';
import { type HwmonDevice, hwmonFile, listHwmon } from '../reading/hwmon.io.ts';
import { PowerReader } from '../reading/power-reader.io.ts';
import { probe } from '../reading/probe.io.ts';

interface GraceHwmon {
  readonly hwmon: HwmonDevice;
  readonly meter: GraceMeter;
  readonly label: string;
}

const CONTAINS: Readonly<Record<GraceMeter['part'], string>> = {
  cpu: 'it is contained in another meter',
  sysio: 'it is contained in another meter',
  grace: 'it contains the rails of the chip, which are counted, and the memory',
  module: 'it contains the chip and its GPU, which are counted by their own meters',
};

/** The ACPI power meters of NVIDIA Grace and Grace Hopper. */
export function findGrace(host: Host, { hostId, constants, times }: BoardSearch): FoundReaders {
  const parent = join(host.roots.sys, 'class/hwmon');
  const findings: Finding[] = [];
  const present = listHwmon(host).flatMap((hwmon): GraceHwmon[] => {
    if (hwmon.name !== 'power_meter') return [];
    const label = oemInfo(hwmon);
    const meter = graceMeter(label);
    return meter === undefined ? [] : [{ hwmon, meter, label }];
  });
  const average = (hwmon: HwmonDevice) => hwmonFile(parent, hwmon, 'power1_average');
  const readable = present.filter(({ hwmon, label }) => {
    const failure = probe([average(hwmon)]);
    if (failure === undefined) return true;
    findings.push({ meter: 'grace', state: 'unusable', what: label, targets: ['cpu'], ...failure });
    return false;
  });
  const counted = graceToCount(readable);
  const readers = counted.map(({ hwmon, meter, label }) => {
    const withMemory = meter.part === 'grace' ? { why: 'it has the memory in it' } : {};
    findings.push({ meter: 'grace', state: 'found', what: label, targets: ['cpu'], ...withMemory });
    const maxW = constants.grace.maxW.value;
    return new PowerReader({
      channel: {
        target: 'cpu',
        method: 'hwmon:grace',
        label,
        grade: 'A',
        errors: { [`grace:${hostId}`]: constants.grace.sd.value },
        maxW,
        ...(meter.part === 'grace' ? { contains: ['ram'] as const } : {}),
      },
      terms: [{ files: [average(hwmon)], stepW: 1e-6 }],
      maxW,
      times,
    });
  });
  for (const other of readable) {
    if (counted.includes(other)) continue;
    const why = CONTAINS[other.meter.part];
    findings.push({ meter: 'grace', state: 'found', what: `${other.label}, not counted`, why, targets: [] });
  }
  return { readers, findings };
}

/** The kernel shows it beside the sensors or in their device's folder. */
function oemInfo(hwmon: HwmonDevice): string {
  return (
    readLine(join(hwmon.folder, 'power1_oem_info')) ||
    readLine(join(hwmon.folder, 'device', 'power1_oem_info'))
  );
}
