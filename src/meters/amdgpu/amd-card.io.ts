import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import { attributeNumbers, type HwmonDevice, hwmonFile, hwmonIn } from '../reading/hwmon.io.ts';
import { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { SysfsPath } from '../reading/kept-file.io.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import type { AmdGpuConstants } from './constants.ts';
import type { DrmCard } from '../drm/drm-cards.io.ts';
import { MetricsFile } from './metrics-file.io.ts';

/** Sensors are in µW. */
const MICRO = 1e-6;

/** What one look at an AMD device came to. */
export interface AmdCard extends DrmCard {
  readonly name: string;
  /** `unique_id` in hex, or the PCI address. */
  readonly uuid: string;
  /** Part of a CPU. */
  readonly isIntegrated: boolean;
  readonly isAsleep: boolean;
  /** The sensor of its power; undefined where the driver shows none. */
  readonly powerFile: SysfsPath | undefined;
  /** What that sensor shows, W; NaN asleep or where it cannot be read, with `powerWhy`. */
  readonly watts: number;
  readonly powerWhy: string;
  /** Limit of its power, W; zero or NaN where there is none. */
  readonly capW: number;
  /** The firmware's energy counter can be read, in a unit that is known. */
  readonly hasCounter: boolean;
  /** The second die of a card with two, which the first one measures. */
  readonly isSecondDie: boolean;
}

/** Looks at one device, without waking it. */
export function amdCard(card: DrmCard, constants: AmdGpuConstants): AmdCard {
  const { device, id } = card;
  const isAsleep = new RuntimeStatus(device).isAsleep();
  const hwmon = hwmonIn(join(device, 'hwmon')).find(({ name }) => name === 'amdgpu');
  const metrics = new MetricsFile(device);
  if (!isAsleep) metrics.read();
  metrics.close();
  const power = hwmon === undefined ? undefined : powerOf(device, hwmon, isAsleep);
  const capW = hwmon === undefined ? Number.NaN : limitW(hwmon);
  const isKnownUnit =
    metrics.layout?.isForKnownDevices !== true || constants.ids.countsLikeMi200.includes(id);
  // The second die has no limit, and zero, an error or no sensor at all for its power, depending on the kernel.
  const hasPower = power !== undefined && (power.watts > 0 || power.why.includes('EACCES'));
  const isSecondDie = constants.ids.twoDies.includes(id) && !(capW > 0) && !hasPower && !isAsleep;
  const product = readLine(join(device, 'product_name'));
  return {
    ...card,
    name: product === '' ? `AMD GPU ${id}` : product,
    uuid: uniqueId(device) ?? card.pci,
    isIntegrated: isPartOfCpu(device, hwmon, metrics.revision?.format ?? 1, constants),
    isAsleep,
    powerFile: power?.file,
    watts: power?.watts ?? Number.NaN,
    powerWhy: power?.why ?? 'its driver shows no power sensor',
    capW,
    hasCounter: metrics.energy > 0 && isKnownUnit,
    isSecondDie,
  };
}

/** Only tables of format 1 are of cards; only CPUs have a north bridge; and their graphics have little memory of their own. */
function isPartOfCpu(
  device: string,
  hwmon: HwmonDevice | undefined,
  format: number,
  constants: AmdGpuConstants,
): boolean {
  if (format !== 1) return true;
  if (hwmon !== undefined && readLine(join(hwmon.folder, 'in1_label')) === 'vddnb') return true;
  const memory = Number(readLine(join(device, 'mem_info_vram_total')) || Number.NaN);
  return memory < constants.integratedBelowBytes.value;
}

function powerOf(
  device: string,
  hwmon: HwmonDevice,
  isAsleep: boolean,
): { readonly file: SysfsPath; readonly watts: number; readonly why: string } | undefined {
  const kind = ['average', 'input'].find((name) => attributeNumbers(hwmon.folder, 'power', name).includes(1));
  if (kind === undefined) return undefined;
  const file = hwmonFile(join(device, 'hwmon'), hwmon, `power1_${kind}`);
  if (isAsleep) return { file, watts: Number.NaN, why: '' };
  const number = new SysfsNumber(file);
  const watts = number.read() * MICRO;
  number.close();
  return { file, watts, why: number.why };
}

function limitW(hwmon: HwmonDevice): number {
  const read = (name: string) => Number(readLine(join(hwmon.folder, name)) || Number.NaN) * MICRO;
  const limits = [read('power1_cap'), read('power1_cap_max')].filter((watts) => watts > 0);
  return limits.length === 0 ? Number.NaN : Math.max(...limits);
}

/** The id that ROCm gives a card (`GPU-…` in ROCR_VISIBLE_DEVICES), where the driver tells. */
function uniqueId(device: string): string | undefined {
  const id = readLine(join(device, 'unique_id')).toLowerCase();
  return /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id) ? id : undefined;
}
