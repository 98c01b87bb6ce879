/** What stands in one folder of a commit. */
export interface TreeEntry {
  readonly kind: 'file' | 'symlink' | 'folder' | 'submodule';
  readonly name: string;
  readonly oid: string;
}

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = {
  '40000': 'folder',
  '120000': 'symlink',
  '160000': 'submodule',
};
const SPACE = 32;

/**
 * Reads git's object of a folder: for each entry its mode, a space, its name, a zero, and its object id as bytes.
 *
 * @param oidBytes how many bytes an object id has: 20, or 32 with SHA-256.
 */
export function treeEntries(bytes: Uint8Array, oidBytes: number): readonly TreeEntry[] {
  const decoder = new TextDecoder();
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const zero = bytes.indexOf(0, space);
    const end = zero + 1 + oidBytes;
    const mode = decoder.decode(bytes.subarray(at, space));
    const name = decoder.decode(bytes.subarray(space + 1, zero));
    const oid = Array.from(bytes.subarray(zero + 1, end), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
    entries.push({ kind: KINDS[mode] ?? 'file', name, oid });
    at = end;
  }
  return entries;
}
