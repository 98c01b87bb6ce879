import { type Problem, problem } from '../../errors.ts';
import type { CommandExit } from '../../run/command-process.ts';

/** Why a stage whose command ended badly has failed, in the words of DVC. */
export function failedCommand(cmd: string, exit: CommandExit): Problem {
  const how = exit.how === 'exited' ? `exited with ${exit.code}` : `was ended by signal ${exit.signal}`;
  return problem(
    'E_STAGE',
    `failed to run: ${cmd}, ${how}`,
    undefined,
    'see what it wrote above; what had been there before is in its place again',
  );
}
