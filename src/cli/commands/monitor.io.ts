import type { CliContext } from '../context.ts';
import { monitorProcess } from '../run/monitor-process.io.ts';
import type { MONITOR } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook monitor`: a process that already runs, or the whole machine; with a command it is `run`. */
export async function run(context: CliContext, input: InputOf<typeof MONITOR>): Promise<number> {
  if (input.rest.length === 0) return await monitorProcess(context, input, input.options.pid);
  const command = await import('./run.io.ts');
  return await command.run(context, { ...input, options: { ...input.options, capture: [], as: undefined } });
}
