import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { onDisk } from '../content/disk-name.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LinkType } from '../project/config.ts';

/** An executable file is one of its own: a link would have to make the object executable, which then no longer counts as verified. */
const OWN: readonly LinkType[] = ['reflink', 'copy'];

/** In which ways a file may come into the workspace. */
export function linkTypesFor({ isexec }: Hashed, linkTypes: readonly LinkType[]): readonly LinkType[] {
  return isexec === true ? OWN : linkTypes;
}

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
