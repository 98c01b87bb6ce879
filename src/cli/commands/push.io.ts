import type { CliContext } from '../context.ts';
import { EXIT_NOT_CARRIED, failed, notCarried, summary, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { PUSH } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook push`. */
export async function run(context: CliContext, input: InputOf<typeof PUSH>): Promise<number> {
  const done = await transfer(context, transferInput(input, 'push'), 'push', async ({ carried }) => carried);
  if (!done.ok) {
    context.fail(failed(done.error, 'push'));
    return EXIT_NOT_CARRIED;
  }
  const { count, records, failures } = done.value;
  if (failures.length > 0) return notCarried(context, failures, 'push');
  if (context.json) return context.succeed({ pushed: count, energyRecords: records });
  if (!context.quiet) context.out(`${summary([['pushed', count]])}\n`);
  return 0;
}
