import { problem } from '../../../errors.ts';
import type { ConfigLevel } from '../../../pipeline/project/config-level.ts';
import { err, ok, type Result } from '../../../result.ts';

/** The flags that name a configuration file. */
export interface LevelFlags {
  readonly system: boolean;
  readonly global: boolean;
  readonly project: boolean;
  readonly local: boolean;
}

/** The configuration file that is meant; undefined where none is named. */
export function levelNamed(flags: LevelFlags): Result<ConfigLevel | undefined> {
  const named = (['system', 'global', 'project', 'local'] as const).filter((level) => flags[level]);
  if (named.length > 1) {
    const what = `${named.map((level) => `--${level}`).join(' and ')} cannot be given together`;
    return err(problem('E_PIPELINE_USAGE', what, 'each names another file', 'give one of them'));
  }
  return ok(named[0]);
}
