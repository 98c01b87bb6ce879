import { basename, join } from 'node:path';
import { readHead, readLine } from '../../hardware/small-file.io.ts';
import type { Host } from '../../host/host.ts';
import { namesIn, resolved } from '../reading/sysfs-folder.io.ts';

/** A graphics device on the PCI bus that a kernel driver serves. */
export interface DrmCard {
  /** Its folder in sysfs, links resolved. */
  readonly device: string;
  /** e.g. `0000:03:00.0`; the folder's name where the kernel does not say. */
  readonly pci: string;
  /** PCI device id, e.g. `0x74a1`. */
  readonly id: string;
}

/** The graphics devices of one vendor in the order of the bus; a device with a card and a render node is one. */
export function drmCards(host: Host, vendor: string): readonly DrmCard[] {
  const folder = join(host.roots.sys, 'class/drm');
  const cards = new Map<string, DrmCard>();
  for (const node of namesIn(folder)) {
    if (!/^(card|renderD)\d+$/.test(node)) continue;
    const device = resolved(join(folder, node, 'device'));
    if (device === '' || cards.has(device) || readLine(join(device, 'vendor')) !== vendor) continue;
    cards.set(device, { device, pci: pciAddress(device, node), id: readLine(join(device, 'device')) });
  }
  return [...cards.values()].sort((a, b) => (a.pci < b.pci ? -1 : 1));
}

function pciAddress(device: string, node: string): string {
  const slot = /^PCI_SLOT_NAME=(\S+)$/m.exec(readHead(join(device, 'uevent'), 2048) ?? '')?.[1];
  if (slot !== undefined) return slot.toLowerCase();
  const name = basename(device);
  return /^[0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i.test(name) ? name.toLowerCase() : node;
}
