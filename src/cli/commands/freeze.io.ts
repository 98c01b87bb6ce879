import type { CliContext } from '../context.ts';
import { freezeAll } from '../pipeline/freeze-all.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { FREEZE } from '../spec/track-more-specs.ts';

/** `joulebook freeze`. */
export async function run(
  context: CliContext,
  { arguments: { targets } }: InputOf<typeof FREEZE>,
): Promise<number> {
  return freezeAll(context, targets, true);
}
