/** An AMD device as the kernel shows it. */
export interface FakeAmd {
  /** PCI bus number in hex, e.g. `03`. */
  readonly bus: string;
  readonly id?: string;
  readonly vram?: number;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly hwmon?: Readonly<Record<string, string>>;
  readonly minor: number;
}

/** The folder of a device below `sys/`. */
export function deviceFolder(bus: string): string {
  return `sys/devices/pci0000:00/0000:${bus}:00.0`;
}

/** Files of a device: its own folder, its card and render node, and its sensors unless `hwmon` is left out. */
export function amdDevice({
  bus,
  id = '0x744c',
  vram = 24 * 2 ** 30,
  files = {},
  hwmon,
  minor,
}: FakeAmd): Record<string, string | Uint8Array> {
  const device = deviceFolder(bus);
  const tree: Record<string, string | Uint8Array> = {
    [`${device}/vendor`]: '0x1002\n',
    [`${device}/device`]: `${id}\n`,
    [`${device}/uevent`]: `DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_SLOT_NAME=0000:${bus}:00.0\n`,
    [`${device}/mem_info_vram_total`]: `${vram}\n`,
    [`sys/class/drm/card${minor}/device`]: `-> ../../../devices/pci0000:00/0000:${bus}:00.0`,
    [`sys/class/drm/renderD${128 + minor}/device`]: `-> ../../../devices/pci0000:00/0000:${bus}:00.0`,
    [`sys/class/drm/card${minor}-DP-1/status`]: 'disconnected\n',
  };
  for (const [name, text] of Object.entries(files)) tree[`${device}/${name}`] = text;
  if (hwmon !== undefined) {
    tree[`${device}/hwmon/hwmon${minor + 3}/name`] = 'amdgpu\n';
    for (const [name, text] of Object.entries(hwmon))
      tree[`${device}/hwmon/hwmon${minor + 3}/${name}`] = `${text}\n`;
  }
  return tree;
}

/** Path of a sensor of {@link amdDevice}. */
export function sensor(bus: string, minor: number, name: string): string {
  return `${deviceFolder(bus)}/hwmon/hwmon${minor + 3}/${name}`;
}

const SIZES: Readonly<Record<string, number>> = {
  '1.1': 96,
  '1.2': 104,
  '1.3': 120,
  '1.4': 288,
  '1.5': 360,
  '1.6': 1664,
  '1.7': 2208,
  '1.8': 3872,
  '1.9': 512,
  '2.4': 168,
  '3.0': 264,
};

/** Where the kernel's structures hold energy and power, counted anew for the tests. */
const PLACES: Readonly<Record<string, readonly [energy: number, power: number]>> = {
  '1.1': [24, 22],
  '1.2': [24, 22],
  '1.3': [24, 22],
  '1.4': [24, 10],
  '1.5': [88, 10],
  '1.6': [16, 10],
  '1.7': [24, 10],
  '1.8': [24, 10],
};

/** A table `gpu_metrics` of a revision, e.g. `1.3`. */
export function gpuMetrics(
  revision: string,
  steps: bigint,
  watts: number,
  size = SIZES[revision] ?? 64,
): Uint8Array {
  const bytes = new Uint8Array(size).fill(0xab);
  const view = new DataView(bytes.buffer);
  const [format, content] = revision.split('.').map(Number) as [number, number];
  view.setUint16(0, size, true);
  view.setUint8(2, format);
  view.setUint8(3, content);
  const [energyAt, powerAt] = PLACES[revision] ?? [24, 22];
  view.setBigUint64(energyAt, steps, true);
  view.setUint16(powerAt, watts, true);
  return bytes;
}
