import type { CliContext } from '../context.ts';
import { notCarried, summary, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { FETCH } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook fetch`: fetches what the cache lacks. */
export function run(context: CliContext, input: InputOf<typeof FETCH>): Promise<number> {
  return transfer(
    context,
    transferInput(input, 'fetch'),
    'fetch',
    ({ carried: { count, records, failures } }) => {
      if (failures.length > 0) return notCarried(context, failures, 'fetch');
      if (context.json) return context.succeed({ fetched: count, energyRecords: records });
      if (!context.quiet) context.out(`${summary([['fetched', count]])}\n`);
      return 0;
    },
  );
}
