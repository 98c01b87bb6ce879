import type { Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { ReadFault } from '../revision/read-fault.ts';

/** What files hold, or why they cannot be read, in the order in which they are shown. */
export type FileValues = ReadonlyMap<RepoPath, Result<Value, ReadFault>>;
