import { serveAgent } from '../../run/agent.io.ts';
import { native } from '../../host/native.io.ts';
import { meterSettings } from '../run/meter-settings.ts';
import type { CliContext } from '../context.ts';
import type { AGENT } from '../spec/measure-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook agent`: speaks JSON lines with a client that wants itself measured. */
export async function run(context: CliContext, input: InputOf<typeof AGENT>): Promise<number> {
  // Before anything else takes time: if the client dies now, our parent is another process.
  const parentPid = process.ppid;
  native();
  const { config } = context;
  const text = (key: 'project' | 'region'): string | undefined => {
    const { value } = config.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (key: 'interval' | 'intensity' | 'pue'): number | undefined => {
    const { value } = config.get(key);
    return typeof value === 'number' ? value : undefined;
  };
  await serveAgent(
    context.host,
    parentPid,
    {
      intervalS: number('interval') ?? 1,
      scope: config.get('scope').value === 'machine' ? 'machine' : 'attributed',
      ...defined('book', input.options.book),
      ...defined('project', text('project')),
      ...defined('region', text('region')),
      ...defined('intensityGPerKwh', number('intensity')),
      ...defined('pue', number('pue')),
      ...defined('meters', meterSettings(context)),
    },
    context.out,
  );
  return 0;
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
