import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import { byZone, type Domain, type PowercapTree, zoneOf } from './domain.ts';

/** Where the kernel shows power zones: flat by links, and nested by folders. */
export function powercapFolders(sys: string): readonly [byClass: string, byDevice: string] {
  return [join(sys, 'class/powercap'), join(sys, 'devices/virtual/powercap')];
}

/** Reads the zones of RAPL's drivers, with what of each can be read. */
export function readDomains(sys: string): PowercapTree {
  const folders = new Map<string, string>();
  const hidden: string[] = [];
  const [byClass, byDevice] = powercapFolders(sys);
  for (const name of namesIn(byClass)) {
    if (!name.startsWith('intel-rapl')) continue;
    const folder = join(byClass, name);
    if (isFolder(folder)) collect(name, folder, folders);
    else hidden.push(name);
  }
  for (const name of namesIn(byDevice))
    if (name.startsWith('intel-rapl')) collect(name, join(byDevice, name), folders);
  const ids = [...folders.keys()].sort(byZone);
  const domains = ids.flatMap((id) => readDomain(id, folders.get(id) as string) ?? []);
  return { domains, hidden: domains.length > 0 ? [] : hidden };
}

function collect(id: string, folder: string, folders: Map<string, string>): void {
  if (zoneOf(id) !== undefined) {
    if (folders.has(id)) return;
    folders.set(id, folder);
  }
  for (const name of namesIn(folder))
    if (name.startsWith(`${id}:`) && isFolder(join(folder, name))) collect(name, join(folder, name), folders);
}

function readDomain(id: string, folder: string): Domain | undefined {
  const zone = zoneOf(id);
  const name = readLine(join(folder, 'name'));
  if (zone === undefined || name === '') return undefined;
  const file = join(folder, 'energy_uj');
  const [valueUj, code] = readOnce(file);
  const [range] = readOnce(join(folder, 'max_energy_range_uj'));
  const limitsW: number[] = [];
  for (const constraint of [0, 1, 2]) {
    const [limitUw] = readOnce(join(folder, `constraint_${constraint}_power_limit_uw`));
    if (!Number.isNaN(limitUw)) limitsW.push(limitUw / 1e6);
  }
  // The long-term constraint's largest value is what the domain is rated for.
  const [ratedUw] = readOnce(join(folder, 'constraint_0_max_power_uw'));
  return {
    id,
    control: zone.control,
    ...(zone.parent === undefined ? {} : { parent: zone.parent }),
    name,
    file,
    code,
    valueUj,
    rangeUj: range > 0 ? range : undefined,
    limitsW,
    ...(Number.isNaN(ratedUw) ? {} : { ratedW: ratedUw / 1e6 }),
  };
}

function readOnce(file: string): readonly [value: number, code: string] {
  const number = new SysfsNumber(file);
  const value = number.read();
  number.close();
  return [value, number.code];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no such tree
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // a link to what is masked
  }
}
