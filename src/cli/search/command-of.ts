import { problem } from '../../errors.ts';
import { err, type Result } from '../../result.ts';
import { resolveCommand } from '../../search/file/resolve-command.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { quoted } from '../../search/file/shell-template.ts';
import type { CommandInput } from '../../search/workers/trial-plan.ts';

/** The words that start a trial. */
export function commandOf(
  spec: SearchSpec,
  { configuration, number, seed, study, folder }: CommandInput,
  environment: Readonly<Record<string, string | undefined>>,
): Result<readonly string[]> {
  if (spec.command === undefined)
    return err(
      problem(
        'E_USAGE',
        'the search has no command',
        'without one another program drives the study, by ask, report and tell',
        'write it behind `--`, or as `command:` in the file',
      ),
    );
  return resolveCommand(spec.command, spec, {
    configuration,
    trial: number,
    study,
    seed,
    checkpointFolder: folder.checkpoints,
    trialFolder: folder.path,
    parametersFile: folder.parametersFile,
    environment,
  });
}

/** A command as it can be typed; the line of a shell is that line. */
export function typedCommand(argv: readonly string[]): string {
  const [shell = '', option, line, ...more] = argv;
  if (/(?:^|\/)sh$/.test(shell) && option === '-c' && line !== undefined && more.length === 0) return line;
  return argv.map((word) => quoted(word, 'nothing')).join(' ');
}
