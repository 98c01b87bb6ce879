import type { CliContext } from '../context.ts';
import { freezeAll } from '../pipeline/freeze-all.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { UNFREEZE } from '../spec/track-more-specs.ts';

/** `joulebook unfreeze`. */
export async function run(
  context: CliContext,
  { arguments: { targets } }: InputOf<typeof UNFREEZE>,
): Promise<number> {
  return freezeAll(context, targets, false);
}
