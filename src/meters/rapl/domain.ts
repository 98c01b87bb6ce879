/** What a domain of RAPL covers. `psys` contains packages, packages contain cores and uncore, memory stands beside them. */
export type DomainKind = 'package' | 'core' | 'uncore' | 'dram' | 'psys' | 'unknown';

/** A power zone of the powercap tree that counts energy, as found. */
export interface Domain {
  /** Its folder's name, e.g. `intel-rapl:0:2`. */
  readonly id: string;
  /** Whose driver shows it: `intel-rapl` (MSR), `intel-rapl-mmio`, `intel-rapl-tpmi`. AMD's come as `intel-rapl` too. */
  readonly control: string;
  /** Id of the zone that it is nested in. */
  readonly parent?: string;
  /** As the driver names it, e.g. `package-0`, `package-0-die-1`, `dram`. Names are not unique. */
  readonly name: string;
  /** Path of its counter, `energy_uj`. */
  readonly file: string;
  /** errno name of why the counter cannot be read; empty where it can. */
  readonly code: string;
  /** What it showed when it was found, µJ; NaN where it could not be read. */
  readonly valueUj: number;
  /** Its largest value, µJ; undefined where that cannot be read. */
  readonly rangeUj: number | undefined;
  /** Its power limits, W, as they stand: not filled in and unlimited ones among them. */
  readonly limitsW: readonly number[];
  /** What it is rated for, W. */
  readonly ratedW?: number;
}

/** The powercap tree as it was found. */
export interface PowercapTree {
  readonly domains: readonly Domain[];
  /** Zones that are named but hidden: a container's mask lies over their folders. */
  readonly hidden: readonly string[];
}

/** What a domain covers, by its driver's name for it. */
export function domainKind(name: string): DomainKind {
  if (/^package-\d+(-die-\d+)?$/.test(name)) return 'package';
  if (/^psys(-\d+)?$/.test(name)) return 'psys';
  return name === 'core' || name === 'uncore' || name === 'dram' ? name : 'unknown';
}

/**
 * Takes a zone's folder name apart; undefined for what is none of RAPL's (`dtpm`, a control type itself).
 *
 * @example
 * zoneOf('intel-rapl-mmio:0:1'); // { control: 'intel-rapl-mmio', parent: 'intel-rapl-mmio:0' }
 */
export function zoneOf(id: string): { readonly control: string; readonly parent?: string } | undefined {
  const match = /^(intel-rapl(?:-[a-z]+)*)((?::\d+)+)$/.exec(id);
  if (match === null) return undefined;
  const parent = id.slice(0, id.lastIndexOf(':'));
  return { control: match[1] as string, ...(parent === match[1] ? {} : { parent }) };
}

/** How near a driver is to the hardware: the MSRs first, then the others by name. */
export function byPreference(a: string, b: string): number {
  if (a === b) return 0;
  if (a === 'intel-rapl') return -1;
  if (b === 'intel-rapl') return 1;
  // tpmi before mmio: it is the successor of the MSRs, mmio is for thermal control
  return a > b ? -1 : 1;
}

/** True if the first of two zones comes before the second: by number, not by digits. */
export function byZone(a: string, b: string): number {
  const [left, right] = [a.split(':'), b.split(':')];
  for (let i = 1; i < Math.max(left.length, right.length); i += 1) {
    const difference = Number(left[i] ?? -1) - Number(right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
