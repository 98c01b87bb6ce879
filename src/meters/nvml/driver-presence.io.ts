import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { readText } from '../../host/real-host.io.ts';

/** Whether there is anything of NVIDIA's to ask, found without loading a library. */
export interface DriverPresence {
  /** The first sign of a driver, e.g. `/proc/driver/nvidia`; undefined where there is none. */
  readonly sign?: string;
  /** Version of the kernel module, e.g. `550.54.14`. */
  readonly version?: string;
  /** Windows Subsystem for Linux: the driver is that of Windows. */
  readonly isWsl: boolean;
  /** Where it was looked. */
  readonly looked: readonly string[];
}

/** Looks for NVIDIA's driver in /proc and /dev, and for its library where the user has the linker look: some containers show nothing else. */
export function driverPresence(host: Host): DriverPresence {
  const { proc, dev } = host.roots;
  const dxg = join(dev, 'dxg');
  const folders = (host.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const looked = [
    join(proc, 'driver/nvidia'),
    join(dev, 'nvidia0'),
    join(dev, 'nvidiactl'),
    dxg,
    ...folders.map((folder) => join(folder, 'libnvidia-ml.so.1')),
  ];
  const sign = looked.find((path) => existsSync(path));
  const told = readText(join(proc, 'driver/nvidia/version')) ?? '';
  const version = /Kernel Module.*?\s(\d+(?:\.\d+)+)/.exec(told)?.[1];
  return {
    looked,
    isWsl: sign === dxg,
    ...(sign === undefined ? {} : { sign }),
    ...(version === undefined ? {} : { version }),
  };
}
