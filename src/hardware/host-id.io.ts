import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { readLine } from './small-file.io.ts';

/** Identity of this machine: 12 hex digits of the SHA-256 of its machine id (which itself is not for publication), else of its host name. */
export function hostId(host: Host): string {
  const machineId = readLine(join(host.roots.etc, 'machine-id'));
  const usable = machineId !== '' && machineId !== 'uninitialized';
  const text = usable
    ? `joulebook:${machineId}`
    : `joulebook-name:${readLine(join(host.roots.proc, 'sys/kernel/hostname')) || hostname()}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Identity of this boot; where the kernel tells none, the second of the boot by both clocks. */
export function bootId(host: Host): string {
  const id = readLine(join(host.roots.proc, 'sys/kernel/random/boot_id'));
  return id === '' ? `boot-${Math.round(host.clock.wallMs() / 1000 - host.clock.bootS())}` : id;
}
