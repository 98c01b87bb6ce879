import { lstatSync, type Stats, statSync } from 'node:fs';
import { errnoName } from '../../host/file-failure.io.ts';
import { onDisk } from './disk-name.io.ts';

/** What lies at a path, links followed; undefined for nothing, also where a file stands on the way. */
export function statsAt(path: string): Stats | undefined {
  return orNothing(() => statSync(onDisk(path), { throwIfNoEntry: false }));
}

/** What lies at a path itself, be it a link; undefined for nothing, also where a file stands on the way. */
export function linkStatsAt(path: string): Stats | undefined {
  return orNothing(() => lstatSync(onDisk(path), { throwIfNoEntry: false }));
}

function orNothing(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (errnoName(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
