import type { CliContext } from '../context.ts';
import { notCarried, summary, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { PUSH } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook push`: sends what a remote lacks. */
export function run(context: CliContext, input: InputOf<typeof PUSH>): Promise<number> {
  return transfer(
    context,
    transferInput(input, 'push'),
    'push',
    ({ carried: { count, records, failures } }) => {
      if (failures.length > 0) return notCarried(context, failures, 'push');
      if (context.json) return context.succeed({ pushed: count, energyRecords: records });
      if (!context.quiet) context.out(`${summary([['pushed', count]])}\n`);
      return 0;
    },
  );
}
