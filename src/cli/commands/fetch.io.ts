import type { CliContext } from '../context.ts';
import { EXIT_NOT_CARRIED, failed, notCarried, summary, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { FETCH } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook fetch`. */
export async function run(context: CliContext, input: InputOf<typeof FETCH>): Promise<number> {
  const done = await transfer(
    context,
    transferInput(input, 'fetch'),
    'fetch',
    async ({ carried }) => carried,
  );
  if (!done.ok) {
    context.fail(failed(done.error, 'fetch'));
    return EXIT_NOT_CARRIED;
  }
  const { count, records, failures } = done.value;
  if (failures.length > 0) return notCarried(context, failures, 'fetch');
  if (context.json) return context.succeed({ fetched: count, energyRecords: records });
  if (!context.quiet) context.out(`${summary([['fetched', count]])}\n`);
  return 0;
}
