import type { CliContext } from '../../context.ts';

/** What DVC ends with for Ctrl-C. */
const INTERRUPTED = 252;

/** Lets Ctrl-C end a transfer as DVC does. What has come through stays; the rest lies under names that the next transfer takes up again. */
export function endOnInterrupt(context: CliContext): { readonly off: () => void } {
  const interrupt = (): never => {
    context.err('\ninterrupted by the user\n');
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', interrupt);
  return { off: () => void process.off('SIGINT', interrupt) };
}
