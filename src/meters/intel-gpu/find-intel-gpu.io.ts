import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import { DrmClients } from '../drm/drm-clients.io.ts';
import { type DrmCard, drmCards } from '../drm/drm-cards.io.ts';
import { DrmTenancy } from '../drm/drm-tenancy.io.ts';
import type { ChannelReader } from '../reading/channel-reader.ts';
import { CounterReader } from '../reading/counter-reader.io.ts';
import { attributeNumbers, type HwmonDevice, hwmonFile, hwmonIn } from '../reading/hwmon.io.ts';
import { probe, readableFix } from '../reading/probe.io.ts';
import { ReaderSource } from '../reading/reader-source.ts';
import { readingConstants } from '../reading/reading-constants.io.ts';
import { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { GpuTenancy } from '../gpu-tenancy.ts';
import type { Finding, Found } from '../source.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import type { IntelGpuConstants } from './constants.ts';
import { type CountedFile, type EnergyFile, energyToCount } from './energy-file.ts';

const VENDOR = '0x8086';
/** Energies are in µJ, powers in µW. */
const MICRO = 1e-6;

/** Constants of Intel's cards, from the package. */
function intelGpuConstants(): IntelGpuConstants {
  return packageJson('data/meters/intel-gpu.json') as IntelGpuConstants;
}

/**
 * Intel's discrete cards by the energy counters of the i915 and xe drivers. A graphics unit inside a CPU has none: its energy is in the
 * CPU's package.
 */
export function findIntelGpu(
  host: Host,
  context: { readonly hostId: string; readonly firstGpu: number },
): Found {
  const constants = intelGpuConstants();
  const settleS = readingConstants().settleS.value;
  const clients = new DrmClients(host, constants.busyEngines);
  const readers: ChannelReader[] = [];
  const findings: Finding[] = [];
  const tenancies: GpuTenancy[] = [];
  for (const card of drmCards(host, VENDOR)) {
    const hwmon = hwmonIn(join(card.device, 'hwmon')).find(({ name }) => name === 'i915' || name === 'xe');
    if (hwmon === undefined) {
      findings.push(integrated(card));
      continue;
    }
    const target = `gpu:${context.firstGpu + tenancies.length}` as const;
    tenancies.push(new DrmTenancy({ target, card, clients }));
    const parent = join(card.device, 'hwmon');
    const status = new RuntimeStatus(card.device);
    const isAsleep = status.isAsleep();
    const counted = energyToCount(energyFiles(parent, hwmon, isAsleep));
    const what = `Intel GPU ${card.id} at ${card.pci} (${hwmon.name})`;
    if (counted === undefined) {
      const why = 'its driver shows no energy counter';
      const fix = 'use Linux 6.2 (i915) or 6.8 (xe) or later';
      findings.push({ meter: 'intel-gpu', state: 'unusable', what, why, fix, targets: [target] });
      continue;
    }
    const file = hwmonFile(parent, hwmon, `energy${counted.number}_input`);
    const failure = isAsleep ? undefined : probe([file]);
    if (failure !== undefined) {
      findings.push({ meter: 'intel-gpu', state: 'unusable', what, targets: [target], ...failure });
      continue;
    }
    const maxW = limitW(hwmon, counted, constants);
    readers.push(
      new CounterReader({
        channel: {
          target,
          method: 'hwmon:energy',
          label: `${what}, ${counted.what}`,
          grade: 'A',
          errors: { [`intel-gpu:${context.hostId}:${card.pci}`]: errorOf(counted, constants) },
          uuid: card.pci,
          maxW,
        },
        file,
        counter: {
          stepJ: MICRO,
          range: constants.registerJ.value / MICRO,
          maxW,
          isExtendedByDriver: true,
          settleS,
        },
        sleep: { status, watts: constants.asleepW.value },
        fix: readableFix(join(hwmon.folder, `energy${counted.number}_input`)),
      }),
    );
    const note =
      counted.what === 'package'
        ? { why: 'only its package is measured: memory and regulators are not in it' }
        : {};
    findings.push({ meter: 'intel-gpu', state: 'found', what, targets: [target], ...note });
  }
  return { sources: readers.length > 0 ? [new ReaderSource(readers)] : [], findings, tenancies };
}

function errorOf({ what }: CountedFile, constants: IntelGpuConstants): number | readonly [number, number] {
  if (what === 'card') return constants.sd.value;
  return [constants.sd.value, constants.packageSd.value]; // it can only be too little
}

function integrated(card: DrmCard): Finding {
  return {
    meter: 'intel-gpu',
    state: 'absent',
    what: `Intel GPU ${card.id} at ${card.pci} has no energy counter of its own`,
    why: existsSync(join(card.device, 'lmem_total_bytes'))
      ? 'its driver shows no hwmon folder'
      : 'a graphics unit inside a CPU: its energy is in the package (rapl)',
    targets: [],
    looked: [join(card.device, 'hwmon')],
  };
}

/** A sleeping card is not woken by a read: its labels alone decide. */
function energyFiles(parent: string, hwmon: HwmonDevice, isAsleep: boolean): readonly EnergyFile[] {
  return attributeNumbers(hwmon.folder, 'energy', 'input').map((number) => {
    const file = new SysfsNumber(hwmonFile(parent, hwmon, `energy${number}_input`));
    const isCounting = isAsleep || file.read() > 0;
    file.close();
    return { number, label: readLine(join(hwmon.folder, `energy${number}_label`)), isCounting };
  });
}

/** The limit that the driver tells of the card or the package; a limit of zero is none. */
function limitW(hwmon: HwmonDevice, counted: CountedFile, constants: IntelGpuConstants): number {
  const numbers = counted.what === 'card' ? [1, 2] : [2, 1];
  for (const kind of ['cap', 'rated_max', 'max']) {
    for (const number of numbers) {
      const watts = Number(readLine(join(hwmon.folder, `power${number}_${kind}`)) || Number.NaN) * MICRO;
      if (watts > 0 && watts <= constants.maxW.value) return watts * constants.burst.value;
    }
  }
  return constants.maxW.value;
}
