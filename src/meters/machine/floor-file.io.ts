import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../host/make-folder.io.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import type { Host } from '../../host/host.ts';
import { machineFolder } from '../../host/state-folder.io.ts';
import type { ComponentFloor, Floor, FloorGauge } from './floor.ts';

const SCHEMA = 'joulebook.floor/1';

/** This host's stored floor; empty where there is none or it is not whole. */
export function readFloor(host: Host, hostId: string): Floor {
  const path = floorPath(host, hostId);
  if (path === undefined) return {};
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as { schema?: unknown; components?: unknown };
    if (file.schema !== SCHEMA || typeof file.components !== 'object' || file.components === null) return {};
    return Object.fromEntries(Object.entries(file.components).filter(([, floor]) => isFloor(floor)));
  } catch {
    return {}; // none yet, or damaged: it is learned again
  }
}

/** Adds what a run has seen of the idle machine. Of two runs that end at once one may be forgotten: it is an average. */
export function learnFloor(host: Host, hostId: string, gauge: FloorGauge): void {
  const path = floorPath(host, hostId);
  if (path === undefined) return;
  const before = readFloor(host, hostId);
  const components = gauge.merge(before);
  if (JSON.stringify(components) === JSON.stringify(before)) return;
  try {
    makeFolder(dirname(path));
  } catch {
    return; // no home to write to: nothing is learned, nothing is lost
  }
  writeFileAtomic(path, `${JSON.stringify({ schema: SCHEMA, components }, null, 2)}\n`);
}

function floorPath(host: Host, hostId: string): string | undefined {
  const folder = machineFolder(host, hostId);
  return folder === undefined ? undefined : join(folder, 'floor.json');
}

function isFloor(value: unknown): value is ComponentFloor {
  if (typeof value !== 'object' || value === null) return false;
  const { watts, spread, samples, method } = value as Record<keyof ComponentFloor, unknown>;
  const isPositive = (n: unknown): boolean => typeof n === 'number' && n > 0;
  return isPositive(watts) && typeof spread === 'number' && isPositive(samples) && typeof method === 'string';
}
