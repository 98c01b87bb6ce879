import type { Problem } from '../../errors.ts';

/** What trying to write in a folder came to. */
export type FolderTrial =
  | { readonly can: true; readonly lock: 'flock' | 'file' | 'useless' }
  | { readonly can: false; readonly why: string; readonly fix: string };

/** What is known of the book after a look that changes nothing. */
export type BookFacts =
  | { readonly usable: false; readonly problem: Problem }
  | {
      readonly usable: true;
      readonly dir: string;
      readonly exists: boolean;
      /** Why this one. */
      readonly because: string;
      readonly note?: string;
      readonly trial: FolderTrial;
      readonly freeBytes?: number;
      readonly runs: number;
      readonly bytes: number;
      readonly alive: number;
      /** Runs that ended without an end. */
      readonly lost: number;
      readonly problems: readonly Problem[];
      readonly index: {
        readonly state: 'none' | 'good' | 'damaged' | 'unusable';
        readonly why?: string;
      };
    };
