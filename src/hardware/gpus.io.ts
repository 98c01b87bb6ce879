import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { readHead, readLine } from './small-file.io.ts';

/** A GPU that the kernel knows. */
export interface GpuPresent {
  readonly name: string;
  readonly vendor: 'nvidia' | 'amd';
  readonly uuid?: string;
}

/** An AMD GPU with less memory of its own than this is part of the CPU's package, whose model has its energy. */
const INTEGRATED_BELOW_BYTES = 2 ** 30;

/** GPUs by what the kernel's drivers show, without any vendor library. */
export function listGpus(host: Host): readonly GpuPresent[] {
  const nvidia = nvidiaByDriver(host);
  return [...(nvidia.length > 0 ? nvidia : byRenderNode(host, '0x10de')), ...byRenderNode(host, '0x1002')];
}

function nvidiaByDriver(host: Host): GpuPresent[] {
  const folder = join(host.roots.proc, 'driver/nvidia/gpus');
  return names(folder).map((slot) => {
    const text = readHead(join(folder, slot, 'information'), 4096) ?? '';
    const uuid = /^GPU UUID:\s*(GPU-[0-9a-f-]+)/m.exec(text)?.[1];
    const name = /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? `NVIDIA GPU at ${slot}`;
    return { name, vendor: 'nvidia' as const, ...(uuid === undefined ? {} : { uuid }) };
  });
}

function byRenderNode(host: Host, vendorId: '0x10de' | '0x1002'): GpuPresent[] {
  const folder = join(host.roots.sys, 'class/drm');
  const found: GpuPresent[] = [];
  for (const node of names(folder)) {
    if (!/^renderD\d+$/.test(node)) continue;
    const device = join(folder, node, 'device');
    if (readLine(join(device, 'vendor')) !== vendorId) continue;
    const id = readLine(join(device, 'device'));
    if (vendorId === '0x1002') {
      const memory = Number(readLine(join(device, 'mem_info_vram_total')) || Number.NaN);
      if (memory < INTEGRATED_BELOW_BYTES) continue;
      const product = readLine(join(device, 'product_name'));
      found.push({ name: product === '' ? `AMD GPU ${id}` : product, vendor: 'amd' });
    } else found.push({ name: `NVIDIA GPU ${id}`, vendor: 'nvidia' });
  }
  return found;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // no such driver
  }
}
