import type { CliContext } from '../context.ts';

/** Says of a frozen stage that nobody looks at what it reads, as DVC does. */
export function tellFrozen(
  context: CliContext,
  address: string,
  what: 'reproduced' | 'shown in the status output',
): void {
  if (!context.quiet)
    context.err(`WARNING: stage: '${address}' is frozen. Its dependencies are not going to be ${what}.\n`);
}
