import { problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';

/** Placeholder. */
export async function run(context: CliContext): Promise<number> {
  return context.fail(problem('E_USAGE', 'joulebook compare is not written yet'));
}
