import type { Contents } from '../content/contents.io.ts';
import type { LinkType } from '../project/config.ts';
import type { ObjectStore } from './object-store.io.ts';

/** Where things are put and from where. */
export interface Workspace {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly store: ObjectStore;
  readonly contents: Contents;
  /** To be tried in turn. */
  readonly linkTypes: readonly LinkType[];
  /** What the process takes away from the mode of new files. */
  readonly umask: number;
}
