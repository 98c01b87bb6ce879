import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { onDisk } from '../content/disk-name.io.ts';
import type { LinkType } from '../project/config.ts';

/**
 * Whether a file that holds what an object does is there in the way that the configuration wants: the first of its ways that can be told apart
 * decides, as in DVC. A copy counts as sharing blocks, for that cannot be seen.
 */
export function isPlacedAs(path: string, object: string, linkTypes: readonly LinkType[]): boolean {
  const file = lstatSync(onDisk(path));
  const isLink = file.isSymbolicLink();
  const isCopy = !isLink && file.nlink === 1;
  for (const type of linkTypes) {
    if ((type === 'copy' || type === 'reflink') && isCopy) return true;
    if (type === 'hardlink' && !isLink && file.nlink > 1)
      return file.ino === statSync(object, { throwIfNoEntry: false })?.ino;
    if (type === 'symlink' && isLink) return readlinkSync(onDisk(path)) === object;
  }
  return false;
}
