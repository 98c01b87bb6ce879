import type { CliContext } from '../context.ts';
import type { LINT_CARD } from '../spec/report-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook lint-card`. */
export async function run(context: CliContext, input: InputOf<typeof LINT_CARD>): Promise<number> {
  return context.succeed(input.arguments.files);
}
