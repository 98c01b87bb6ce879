import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readHead, readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { namesIn } from '../reading/sysfs-folder.io.ts';
import type { KfdUse } from './tenants.ts';

/** AMD's compute driver (KFD) numbers devices in its own way: by bus, slot and function in its topology. Undefined where it does not serve the device. */
export function kfdGpuId(host: Host, pci: string): string | undefined {
  const parts = /^([0-9a-f]+):([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/.exec(pci);
  if (parts === null) return undefined;
  const [domain = 0, bus = 0, slot = 0, fn = 0] = parts.slice(1).map((hex) => Number.parseInt(hex, 16));
  const location = bus * 256 + slot * 8 + fn;
  const nodes = join(host.roots.sys, 'class/kfd/kfd/topology/nodes');
  for (const node of namesIn(nodes)) {
    const text = readHead(join(nodes, node, 'properties'), 8192) ?? '';
    if (property(text, 'location_id') !== location || property(text, 'domain') !== domain) continue;
    const id = readLine(join(nodes, node, 'gpu_id'));
    if (id !== '' && id !== '0') return id;
  }
  return undefined;
}

/** The processes of the compute driver that hold memory of a device. Their pids are the kernel's own, also inside a container. */
export function kfdUse(host: Host, gpuId: string): KfdUse {
  const pids = new Set<number>();
  let isHidden = false;
  const folder = join(host.roots.sys, 'class/kfd/kfd/proc');
  for (const name of namesIn(folder)) {
    if (!(Number(readLine(join(folder, name, `vram_${gpuId}`))) > 0)) continue;
    pids.add(Number(name));
    if (!existsSync(join(host.roots.proc, name))) isHidden = true;
  }
  return { pids, isHidden };
}

function property(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
