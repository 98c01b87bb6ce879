/** An energy event of the kernel's `power` PMU. */
export interface PowerEvent {
  readonly kind: 'package' | 'dram' | 'psys';
  /** `energy-pkg`, `energy-ram`, `energy-psys`. */
  readonly name: string;
  /** What the PMU knows it by. */
  readonly config: number;
  /** What one count is worth, J. */
  readonly stepJ: number;
}

/** The events that are used. Cores and the graphics are inside the package. */
export const POWER_EVENTS = [
  { name: 'energy-pkg', kind: 'package' },
  { name: 'energy-ram', kind: 'dram' },
  { name: 'energy-psys', kind: 'psys' },
] as const;

/**
 * An event from its three files; undefined where they are not understood (another unit, no number): then it is not read.
 *
 * @example
 * parsePowerEvent('energy-pkg', 'package', 'event=0x02', '2.3283064365386962890625e-10', 'Joules').config; // 2
 */
export function parsePowerEvent(
  name: string,
  kind: PowerEvent['kind'],
  event: string,
  scale: string,
  unit: string,
): PowerEvent | undefined {
  const code = /^event=(0x[0-9a-f]{1,2}|\d{1,3})$/i.exec(event.trim())?.[1];
  const stepJ = Number(scale.trim() || Number.NaN);
  if (code === undefined || unit.trim() !== 'Joules' || !(stepJ > 0) || !Number.isFinite(stepJ))
    return undefined;
  const config = Number(code);
  return config > 0xff ? undefined : { kind, name, config, stepJ };
}

/**
 * The CPUs of a kernel list, in its order; empty for what is none.
 *
 * @example
 * parseCpuList('0,18-19'); // [0, 18, 19]
 */
export function parseCpuList(text: string): readonly number[] {
  const cpus: number[] = [];
  for (const part of text.trim().split(',')) {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (range === null) return [];
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    for (let cpu = first; cpu <= last; cpu += 1) cpus.push(cpu);
  }
  return cpus;
}

/** A CPU on which events are opened, with the socket that it is in. */
export interface ReadingCpu {
  readonly cpu: number;
  readonly socket: number;
}

/**
 * On which CPUs to read: the PMU names one for each of its units. On AMD several units of a socket show the socket's one counter (dies of Zen 1
 * and 2; each CCD under Linux 6.9 to 6.11), on Intel each die has its own.
 */
export function readingCpus(units: readonly ReadingCpu[], areMirrored: boolean): readonly ReadingCpu[] {
  if (!areMirrored) return units;
  const sockets = new Map<number, ReadingCpu>();
  for (const unit of units) if (!sockets.has(unit.socket)) sockets.set(unit.socket, unit);
  return [...sockets.values()];
}
