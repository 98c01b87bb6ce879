import type { CliContext } from '../context.ts';
import { notCarried, summary, transfer } from '../pipeline/remote/transfer.io.ts';
import { transferInput } from '../pipeline/remote/transfer-input.ts';
import type { FETCH } from '../spec/remote-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook fetch`: fetches what the cache lacks. */
export function run(context: CliContext, input: InputOf<typeof FETCH>): Promise<number> {
  const { maxSize, types } = input.options;
  const kinds = types.map((type) => (type === 'metrics' ? 'metric' : 'plot'));
  return transfer(
    context,
    {
      ...transferInput(input, 'fetch'),
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(maxSize === undefined ? {} : { maxSize }),
    },
    'fetch',
    ({ carried: { count, records, failures } }) => {
      if (failures.length > 0) return notCarried(context, failures, 'fetch');
      if (context.json) return context.succeed({ fetched: count, energyRecords: records });
      if (!context.quiet) context.out(`${summary([['fetched', count]])}\n`);
      return 0;
    },
  );
}
