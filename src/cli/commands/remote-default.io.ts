import { problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { remotesIn, RemoteConfig } from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_DEFAULT } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

const EXIT_NONE = 1;

/** `joulebook remote default`: says which remote is meant where none is named, or sets it. */
export async function run(
  context: CliContext,
  { options, arguments: words }: InputOf<typeof REMOTE_DEFAULT>,
): Promise<number> {
  const config = RemoteConfig.open(context, options);
  if (!config.ok) return context.fail(config.error);
  if (options.unset) {
    const failed = config.value.edit([{ k: 'unset', section: 'core', key: 'remote' }]);
    return failed === undefined ? context.succeed({ default: null }) : context.fail(failed);
  }
  if (words.name === undefined) return tell(context, config.value);
  const name = words.name.toLowerCase();
  const text = config.value.readLevels(config.value.upToTarget);
  if (!text.ok) return context.fail(text.error);
  const names = remotesIn(text.value);
  if (!names.some((one) => one.toLowerCase() === name)) {
    const why = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
    const what = 'default remote must be present in remote list.';
    return context.fail(problem('E_PIPELINE_CONFIG', what, why, `joulebook remote add -d ${name} URL`));
  }
  const failed = config.value.edit([{ k: 'set', section: 'core', key: 'remote', value: name }]);
  return failed === undefined ? context.succeed({ default: name }) : context.fail(failed);
}

function tell(context: CliContext, config: RemoteConfig): number {
  const text = config.read();
  if (!text.ok) return context.fail(text.error);
  const name = text.value.get('core')?.get('remote');
  if (context.json) return context.succeed({ default: typeof name === 'string' ? name : null });
  context.out(`${typeof name === 'string' ? name : 'No default remote set'}\n`);
  return name === undefined ? EXIT_NONE : 0;
}
