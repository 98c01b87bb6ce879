import { GLOBAL_OPTIONS } from './global-options.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/** What the commands on DVC projects understand besides. `--json` is DVC's own there, where DVC has one. */
export const PIPELINE_OPTIONS = [
  {
    key: 'envelope',
    long: '--envelope',
    kind: 'flag',
    description: 'As --json, inside the object that other commands print: with warnings, errors as JSON',
  },
  {
    key: 'cd',
    long: '--cd',
    placeholder: 'DIR',
    kind: 'path',
    complete: 'folder',
    description: 'Work as if started in this folder',
  },
] as const satisfies readonly OptionSpec[];

/** The options of a command that are not its own. */
export function commonOptions({ group }: Pick<CommandSpec, 'group'>): readonly OptionSpec[] {
  return group === 'Pipeline' ? [...PIPELINE_OPTIONS, ...GLOBAL_OPTIONS] : GLOBAL_OPTIONS;
}
