import type { Host } from '../../host/host.ts';
import { type Native, native } from '../../host/native.io.ts';
import type { Found } from '../source.ts';
import { nvmlConstants } from './constants.io.ts';
import { type DriverPresence, driverPresence } from './driver-presence.io.ts';
import { type NvmlLibrary, openLibrary } from './library.io.ts';
import { meterDevices } from './meter-devices.io.ts';
import { fixOf, NVML, whyOf } from './return-code.ts';
import { NvmlSession } from './session.io.ts';

const ABSENT = { sources: [] } as const;

/** Where the library is on Linux, on WSL and on NixOS, if the linker does not find it by its name. */
const LIBRARIES = [
  'libnvidia-ml.so.1',
  '/usr/lib/wsl/lib/libnvidia-ml.so.1',
  '/run/opengl-driver/lib/libnvidia-ml.so.1',
];

/**
 * NVIDIA's GPUs by its management library: a source with a channel for each GPU whose energy can be read, who uses them, and what became of the others.
 * Without a driver nothing is loaded.
 *
 * @param context.hostId names the error of a GPU that has no UUID.
 */
export function findNvml(host: Host, context: { readonly hostId: string }): Found {
  const named = host.env['JOULEBOOK_NVML'] || undefined;
  const presence = driverPresence(host);
  if (presence.sign === undefined && named === undefined) {
    const what = 'no NVIDIA driver';
    return {
      ...ABSENT,
      findings: [{ meter: 'nvml', state: 'absent', what, targets: [], looked: presence.looked }],
    };
  }
  const bindings = native();
  if (bindings === null) {
    return unusable(
      presence,
      [],
      'the native bindings (koffi) cannot be loaded, so no library can be called',
      '`npm install koffi` beside joulebook; until then nvidia-smi is used where it is there',
    );
  }
  const paths = pathsOf(named);
  const library = firstThatLoads(paths, (path) => openLibrary(bindings, path));
  if (typeof library === 'string') return unusable(presence, paths, library, libraryFix(presence));
  const constants = nvmlConstants();
  const session = new NvmlSession(library, constants);
  const code = session.open();
  if (code !== NVML.success) return unusable(presence, [library.path], whyOf(code), fixOf(code));
  return meterDevices(session, { host, constants, hostId: context.hostId });
}

/** Whether the library can be called at all: where there is a driver and it cannot, nvidia-smi may still speak for it. */
export function canCallNvml(host: Host): boolean {
  const bindings = native();
  const named = host.env['JOULEBOOK_NVML'] || undefined;
  if (bindings === null) return false;
  return typeof firstThatLoads(pathsOf(named), (path) => openLibrary(bindings, path)) !== 'string';
}

/** The library where it can be called. */
export function openNvml(host: Host, bindings: Native): NvmlLibrary | undefined {
  const paths = pathsOf(host.env['JOULEBOOK_NVML'] || undefined);
  const library = firstThatLoads(paths, (path) => openLibrary(bindings, path));
  return typeof library === 'string' ? undefined : library;
}

function pathsOf(named: string | undefined): readonly string[] {
  return named === undefined ? LIBRARIES : [named];
}

function unusable(
  presence: DriverPresence,
  looked: readonly string[],
  why: string,
  fix: string | undefined,
): Found {
  const version = presence.version === undefined ? '' : ` ${presence.version}`;
  const finding = {
    meter: 'nvml',
    state: 'unusable',
    what: `NVIDIA driver${version}`,
    why,
    targets: [],
    looked: [...presence.looked, ...looked],
  } as const;
  return { ...ABSENT, findings: [fix === undefined ? finding : { ...finding, fix }] };
}

/** The first library that loads, else what the linker said of the first. */
function firstThatLoads(paths: readonly string[], open: (path: string) => NvmlLibrary): NvmlLibrary | string {
  let said: string | undefined;
  for (const path of paths) {
    try {
      return open(path);
    } catch (error) {
      said ??= error instanceof Error ? error.message : String(error);
    }
  }
  return `the library cannot be loaded: ${said ?? 'no path'}`;
}

function libraryFix({ isWsl, version }: DriverPresence): string {
  if (isWsl) return 'install the NVIDIA driver for WSL on Windows, then `wsl --shutdown`';
  const series = version === undefined ? '' : `-${version.split('.')[0]}`;
  return `on Debian or Ubuntu \`sudo apt install libnvidia-compute${series || '-<series of the driver>'}\`; in a container start it with \`--gpus all\` and NVIDIA_DRIVER_CAPABILITIES=compute,utility; elsewhere set JOULEBOOK_NVML to the file`;
}
