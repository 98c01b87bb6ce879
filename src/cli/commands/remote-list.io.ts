import type { Setting } from '../../pipeline/project/config-text.ts';
import type { CliContext } from '../context.ts';
import { remotesIn, RemoteConfig, sectionOf } from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_LIST } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook remote list`: the remotes and where they are. */
export async function run(context: CliContext, { options }: InputOf<typeof REMOTE_LIST>): Promise<number> {
  const config = RemoteConfig.open(context, options);
  if (!config.ok) return context.fail(config.error);
  const text = config.value.read();
  if (!text.ok) return context.fail(text.error);
  const preferred = textOf(text.value.get('core')?.get('remote')).toLowerCase();
  const remotes = remotesIn(text.value).map((name) => ({
    name,
    url: textOf(text.value.get(sectionOf(name))?.get('url')),
    default: name.toLowerCase() === preferred,
  }));
  if (context.json) return context.succeed({ remotes });
  for (const remote of remotes)
    context.out(`${inColumns([remote.name, remote.url, ...(remote.default ? ['(default)'] : [])])}\n`);
  return 0;
}

const TAB = 8;

/** As tabs would set them, which is how DVC prints its list. */
function inColumns(words: readonly string[]): string {
  const shown = words.filter((word) => word !== '');
  return shown
    .map((word, i) =>
      i === shown.length - 1 ? word : word.padEnd(TAB * (Math.floor(word.length / TAB) + 1)),
    )
    .join('');
}

function textOf(setting: Setting | undefined): string {
  if (setting === undefined) return '';
  return typeof setting === 'string' ? setting : setting.join(',');
}
