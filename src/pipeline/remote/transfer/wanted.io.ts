import type { ObjectStore } from '../../cache/object-store.io.ts';
import { isFolder } from '../../model/hashed.ts';
import type { RepoPath } from '../../model/stage.ts';
import { keyOfObject, type ObjectName } from '../object-key.ts';
import type { Root } from './roots.ts';

/** An object that is to travel. */
export interface Wanted extends ObjectName {
  readonly key: string;
  /** What it is the content of. */
  readonly at: RepoPath;
}

/** A folder's object and those of the files in it that are meant. */
export interface WantedFolder {
  readonly object: Wanted;
  readonly files: readonly Wanted[];
  /** Whether these are all that the folder holds. */
  readonly isWhole: boolean;
}

/** What is to travel, each object once. */
export interface WantedSet {
  /** Files, in folders and alone, by key. */
  readonly files: ReadonlyMap<string, Wanted>;
  readonly folders: readonly WantedFolder[];
  /** Folders whose list the cache does not hold. */
  readonly unread: readonly Root[];
}

/** The object of a root itself. */
export function objectOf({ hashed, at }: Root): Wanted {
  const { md5, hash } = hashed;
  return { md5, ...(hash === undefined ? {} : { hash }), key: keyOfObject(hashed), at };
}

/** Opens the lists of folders, as far as the cache holds them. */
export function wantedOf(roots: readonly Root[], store: ObjectStore): WantedSet {
  const files = new Map<string, Wanted>();
  const folders = new Map<string, WantedFolder>();
  const unread: Root[] = [];
  for (const root of roots) {
    const object = objectOf(root);
    if (!isFolder(root.hashed)) {
      if (!files.has(object.key)) files.set(object.key, object);
      continue;
    }
    if (!store.hasOne(object)) {
      unread.push(root);
      continue;
    }
    const listed = [...store.files(object)];
    const { within } = root;
    const inner = listed.filter(
      ({ relpath }) => within === undefined || relpath === within || relpath.startsWith(`${within}/`),
    );
    const wanted = inner.map(({ relpath, md5 }): Wanted => {
      const name = { ...object, md5 };
      return { ...name, key: keyOfObject(name), at: `${root.at}/${relpath}` };
    });
    for (const file of wanted) if (!files.has(file.key)) files.set(file.key, file);
    const isWhole = inner.length === listed.length;
    if (isWhole || folders.get(object.key)?.isWhole !== true)
      folders.set(object.key, { object, files: wanted, isWhole });
  }
  return { files, folders: [...folders.values()], unread };
}
