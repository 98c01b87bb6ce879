import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../../../src/host/host.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';

/** A power zone of a machine: which of its parts its counter counts. */
export interface ZoneSpec {
  readonly id: string;
  readonly name: string;
  readonly parts: readonly string[];
  /** Largest value, J; null where the file cannot be read. */
  readonly rangeJ?: number | null;
  /** Files beside the counter, e.g. `constraint_0_power_limit_uw`. */
  readonly files?: Readonly<Record<string, string>>;
}

const RANGE_J = 65_532.610987;

/** Where a zone's folder stands, nested as the kernel nests it. */
function folderOf(id: string): string {
  const [control, ...numbers] = id.split(':');
  const path = numbers.map((_, i) => [control, ...numbers.slice(0, i + 1)].join(':'));
  return join('sys/devices/virtual/powercap', control as string, ...path);
}

/** A machine of which parts use energy, and the powercap tree that shows it. */
export class FakeRapl {
  readonly host: Host;
  readonly zones: readonly ZoneSpec[];
  readonly #root: string;
  readonly #valueUj = new Map<string, number>();
  readonly #hidden = new Set<string>();

  constructor(
    zones: readonly ZoneSpec[],
    startJ: Readonly<Record<string, number>> = {},
    more: Readonly<Record<string, string>> = {},
  ) {
    this.zones = zones;
    const files: Record<string, string> = { ...more };
    for (const zone of zones) {
      const folder = folderOf(zone.id);
      files[`${folder}/name`] = `${zone.name}\n`;
      files[`${folder}/enabled`] = '1\n';
      for (const [name, text] of Object.entries(zone.files ?? {})) files[`${folder}/${name}`] = text;
      const range = zone.rangeJ === undefined ? RANGE_J : zone.rangeJ;
      // A folder in its place gives EISDIR, whoever reads.
      files[range === null ? `${folder}/max_energy_range_uj/none` : `${folder}/max_energy_range_uj`] =
        range === null ? '' : `${Math.round(range * 1e6)}\n`;
      files[`sys/class/powercap/${zone.id}`] =
        `-> ../../devices/virtual/powercap/${folder.split('powercap/')[1]}`;
    }
    for (const control of new Set(zones.map(({ id }) => id.split(':')[0] as string)))
      files[`sys/class/powercap/${control}`] = `-> ../../devices/virtual/powercap/${control}`;
    this.host = fakeMachine(files);
    this.#root = dirname(this.host.roots.sys);
    for (const zone of zones) {
      const start = zone.parts.reduce((sum, part) => sum + (startJ[part] ?? 1000), 0);
      this.#set(zone, Math.round(start * 1e6) % this.periodUj(zone));
    }
  }

  file(zone: ZoneSpec | string, name = 'energy_uj'): string {
    return join(this.#root, folderOf(typeof zone === 'string' ? zone : zone.id), name);
  }

  /** Steps after which a zone's counter is at zero again. */
  periodUj(zone: ZoneSpec): number {
    const rangeJ = zone.rangeJ ?? RANGE_J;
    return Math.round(rangeJ * 1e6) + 1;
  }

  valueUj(zone: ZoneSpec): number {
    return this.#valueUj.get(zone.id) as number;
  }

  isHidden(zone: ZoneSpec): boolean {
    return this.#hidden.has(zone.id);
  }

  /** Parts use energy, whole µJ. Returns the zones that wrapped. */
  use(partsUj: Readonly<Record<string, number>>): readonly ZoneSpec[] {
    return this.zones.filter((zone) => {
      const used = zone.parts.reduce((sum, part) => sum + (partsUj[part] ?? 0), 0);
      const total = this.valueUj(zone) + used;
      this.#set(zone, total % this.periodUj(zone));
      return total >= this.periodUj(zone);
    });
  }

  /** All counters begin anew, as after a suspension to memory. */
  reset(): void {
    for (const zone of this.zones) this.#set(zone, 0);
  }

  hide(zone: ZoneSpec): void {
    if (this.#hidden.has(zone.id)) return;
    this.#hidden.add(zone.id);
    truncateSync(this.file(zone)); // a regular file stays readable through its descriptor; sysfs gives an error here
    rmSync(this.file(zone));
  }

  show(zone: ZoneSpec): void {
    if (this.#hidden.delete(zone.id)) this.#set(zone, this.valueUj(zone));
  }

  /** Nobody may read the counter; the folders are open to all. */
  lock(zone: ZoneSpec): void {
    chmodSync(this.#root, 0o755);
    chmodSync(this.file(zone), 0o000);
  }

  /** Lays a container's mask over the devices: the links of the class point to nothing. */
  mask(): void {
    const folder = join(this.#root, 'sys/devices/virtual/powercap');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true });
  }

  #set(zone: ZoneSpec, valueUj: number): void {
    this.#valueUj.set(zone.id, valueUj);
    if (!this.#hidden.has(zone.id)) writeFileSync(this.file(zone), `${valueUj}\n`);
  }
}

const socket = (n: number): readonly string[] => [`cores${n}`, `graphics${n}`, `rest${n}`];

/** Powercap trees as they are met. Parts named `memory…` are memory, `board` is neither CPU nor memory. */
export const TREES = {
  'one socket': [
    { id: 'intel-rapl:0', name: 'package-0', parts: socket(0) },
    { id: 'intel-rapl:0:0', name: 'core', parts: ['cores0'] },
    { id: 'intel-rapl:0:1', name: 'uncore', parts: ['graphics0'] },
    { id: 'intel-rapl:0:2', name: 'dram', parts: ['memory0'] },
  ],
  'two sockets with memory': [
    { id: 'intel-rapl:0', name: 'package-0', parts: socket(0) },
    { id: 'intel-rapl:0:0', name: 'core', parts: ['cores0'] },
    { id: 'intel-rapl:0:1', name: 'dram', parts: ['memory0'] },
    { id: 'intel-rapl:1', name: 'package-1', parts: socket(1) },
    { id: 'intel-rapl:1:0', name: 'core', parts: ['cores1'] },
    { id: 'intel-rapl:1:1', name: 'dram', parts: ['memory1'] },
  ],
  'memory beside the packages': [
    { id: 'intel-rapl:0', name: 'package-0', parts: socket(0) },
    { id: 'intel-rapl:1', name: 'package-1', parts: socket(1) },
    { id: 'intel-rapl:2', name: 'dram', parts: ['memory0'] },
    { id: 'intel-rapl:3', name: 'dram', parts: ['memory1'] },
  ],
  'laptop with psys and twins': [
    { id: 'intel-rapl:0', name: 'package-0', parts: socket(0) },
    { id: 'intel-rapl:0:0', name: 'core', parts: ['cores0'] },
    { id: 'intel-rapl:0:1', name: 'uncore', parts: ['graphics0'] },
    { id: 'intel-rapl:1', name: 'psys', parts: [...socket(0), 'memory0', 'board'], rangeJ: 262_143.32885 },
    { id: 'intel-rapl-mmio:0', name: 'package-0', parts: socket(0), rangeJ: 262_143.32885 },
  ],
  'mirrored dies': [0, 1, 2, 3].flatMap((die) => [
    { id: `intel-rapl:${die}`, name: `package-0-die-${die}`, parts: socket(0) },
    { id: `intel-rapl:${die}:0`, name: 'core', parts: [] },
  ]),
  'two sockets of mirrored dies': [0, 1, 2, 3].map((n) => ({
    id: `intel-rapl:${n}`,
    name: `package-${n >> 1}-die-${n & 1}`,
    parts: socket(n >> 1),
  })),
  'dies of their own': [0, 1].map((die) => ({
    id: `intel-rapl:${die}`,
    name: `package-0-die-${die}`,
    parts: socket(die),
  })),
  'range that cannot be read': [
    { id: 'intel-rapl:0', name: 'package-0', parts: socket(0), rangeJ: null },
    { id: 'intel-rapl:0:0', name: 'core', parts: ['cores0'], rangeJ: null },
  ],
} satisfies Readonly<Record<string, readonly ZoneSpec[]>>;

export type TreeName = keyof typeof TREES;

/** Which target a part of the machine belongs to; all of them are behind the power supply. */
export function targetOf(part: string): 'cpu' | 'ram' | 'other' {
  if (part.startsWith('memory')) return 'ram';
  return part === 'board' ? 'other' : 'cpu';
}
