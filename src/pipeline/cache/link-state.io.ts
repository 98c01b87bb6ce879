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
 * Whether a file that holds what an object does is there in a way that the configuration wants. A copy counts as sharing blocks, for that cannot be
 *
 * seen. As in DVC, any of its ways will do for a file that lies in a folder which is taken in, and only the first one else.
 */
export function isPlacedAs(
  path: string,
  object: string,
  allTypes: readonly LinkType[],
  isFirstWanted: boolean,
): boolean {
  const linkTypes = isFirstWanted ? allTypes.slice(0, 1) : allTypes;
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
