import { serveAgent } from '../../run/agent.io.ts';
import { native } from '../../host/native.io.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import { endLike } from '../run/end-like.io.ts';
import { meterSettings } from '../run/meter-settings.ts';
import { currencyOf } from '../run/price-of.ts';
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
  const number = (
    key: 'interval' | 'intensity' | 'pue' | 'wue' | 'market-intensity' | 'price',
  ): number | undefined => {
    const { value } = config.get(key);
    return typeof value === 'number' ? value : undefined;
  };
  const online = await agentOnline(context);
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
      ...defined('wue', number('wue')),
      ...defined('marketGPerKwh', number('market-intensity')),
      ...defined('pricePerKwh', number('price')),
      currency: currencyOf(context),
      ...defined('meters', meterSettings(context)),
      ...defined('online', online),
    },
    context.out,
  );
  // Node would wait for a name that is still being looked up; nothing is left to write.
  return online === undefined ? 0 : endLike({ how: 'exited', code: 0 });
}

/** A source that is configured is asked also for runs from inside a program; a mistake in its settings is a warning. */
async function agentOnline({ config, warn }: CliContext): Promise<OnlineOptions | undefined> {
  const source = config.get('grid-source').value;
  if (source === undefined || source === 'offline') return undefined;
  const { onlineSettings } = await import('../run/online-settings.ts');
  const online = onlineSettings(config, false);
  if (online.ok) return online.value;
  warn(online.error);
  return undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
