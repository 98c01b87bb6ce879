/** What the kernel tells of one open descriptor of a graphics device (`/proc/PID/fdinfo/FD`). */
export interface DrmClient {
  /** PCI address of the device. */
  readonly pci: string;
  /** Descriptors with the same id are one client, also across processes. */
  readonly client: string;
  /** Time that the engines asked for have worked for it, ns; NaN where the driver does not tell. */
  readonly busyNs: number;
  /** Memory of the device that it holds, bytes; NaN where the driver does not tell. */
  readonly memoryBytes: number;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/**
 * Reads one `fdinfo` (Documentation/gpu/drm-usage-stats.rst); undefined where it is no graphics device's.
 *
 * @param engines whose time is added up, e.g. `gfx` and `compute`.
 */
export function parseFdinfo(text: string, engines: readonly string[]): DrmClient | undefined {
  let pci = '';
  let client = '';
  let busyNs = Number.NaN;
  let memory = Number.NaN;
  let resident = Number.NaN;
  for (const line of text.split('\n')) {
    if (!line.startsWith('drm-')) continue;
    const colon = line.indexOf(':');
    const key = line.slice(4, colon);
    const [value = '', unit = ''] = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    if (key === 'pdev') pci = value.toLowerCase();
    else if (key === 'client-id') client = value;
    else if (key.startsWith('engine-') && engines.includes(key.slice(7)))
      busyNs = plus(busyNs, Number(value));
    else if (/^memory-(vram|local)\d*$/.test(key)) memory = plus(memory, Number(value) * (UNITS[unit] ?? 1));
    else if (/^resident-(vram|local)\d*$/.test(key))
      resident = plus(resident, Number(value) * (UNITS[unit] ?? 1));
  }
  if (pci === '' || client === '') return undefined;
  // Newer drivers give both names for the same memory.
  return { pci, client, busyNs, memoryBytes: Number.isNaN(resident) ? memory : resident };
}

function plus(sum: number, value: number): number {
  return (Number.isNaN(sum) ? 0 : sum) + value;
}
