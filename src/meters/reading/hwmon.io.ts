import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import type { SysfsPath } from './kept-file.io.ts';
import { namesIn, resolved } from './sysfs-folder.io.ts';

/** A folder of sensors that a kernel driver shows. */
export interface HwmonDevice {
  readonly folder: string;
  /** The driver's name, e.g. `ina3221`, `power_meter`. */
  readonly name: string;
  /** The device behind it, links resolved; empty where there is no link to it. */
  readonly device: string;
}

/** All folders of sensors, in the order of their numbers. */
export function listHwmon(host: Host): readonly HwmonDevice[] {
  return hwmonIn(join(host.roots.sys, 'class/hwmon'));
}

/** The folders of sensors below a folder that holds `hwmon<N>`, e.g. a PCI device's `hwmon/`. */
export function hwmonIn(parent: string): readonly HwmonDevice[] {
  return namesIn(parent)
    .filter((name) => /^hwmon\d+$/.test(name))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    .map((name) => {
      const folder = join(parent, name);
      return { folder, name: readLine(join(folder, 'name')), device: resolved(join(folder, 'device')) };
    });
}

/** A file of a device's sensors. The kernel numbers a device anew when it returns; then it is looked for by name and device. */
export function hwmonFile(parent: string, hwmon: HwmonDevice, file: string): SysfsPath {
  const isSame = (other: HwmonDevice): boolean => other.name === hwmon.name && other.device === hwmon.device;
  return () => {
    const stayed =
      readLine(join(hwmon.folder, 'name')) === hwmon.name && resolved(join(hwmon.folder, 'device'));
    const folder = stayed === hwmon.device ? hwmon.folder : hwmonIn(parent).find(isSame)?.folder;
    return folder === undefined ? undefined : join(folder, file);
  };
}

/** Numbers of the attributes of a kind that a folder has, e.g. 1 and 2 for `energy1_input` and `energy2_input`. */
export function attributeNumbers(folder: string, kind: string, suffix: string): readonly number[] {
  const pattern = new RegExp(`^${kind}(\\d+)_${suffix}$`);
  return namesIn(folder)
    .map((name) => Number(pattern.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => a - b);
}
