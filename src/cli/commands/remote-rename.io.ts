import { problem } from '../../errors.ts';
import { CONFIG_LEVELS } from '../../pipeline/project/config-level.ts';
import type { CliContext } from '../context.ts';
import {
  noSuchRemote,
  remoteName,
  remotesIn,
  RemoteConfig,
  sectionOf,
} from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_RENAME } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook remote rename`: gives a remote another name, also where it is the default. */
export async function run(context: CliContext, input: InputOf<typeof REMOTE_RENAME>): Promise<number> {
  const config = RemoteConfig.open(context, input.options);
  if (!config.ok) return context.fail(config.error);
  const name = remoteName(input.arguments.name);
  if (!name.ok) return context.fail(name.error);
  const to = remoteName(input.arguments.new);
  if (!to.ok) return context.fail(to.error);
  const { target } = config.value;
  const all = config.value.readLevels(CONFIG_LEVELS);
  if (!all.ok) return context.fail(all.error);
  if (remotesIn(all.value).some((one) => one.toLowerCase() === to.value)) {
    const what = `Rename failed. Remote name '${to.value}' already exists.`;
    return context.fail(problem('E_PIPELINE_CONFIG', what, undefined, 'choose another name'));
  }
  const text = config.value.readLevels([target]);
  if (!text.ok) return context.fail(text.error);
  const known = remotesIn(text.value).find((one) => one.toLowerCase() === name.value);
  if (known === undefined) return context.fail(noSuchRemote(name.value, text.value));
  const changes = config.value.changesWithNearer(sectionOf(known), name.value, to.value);
  if (!changes.ok) return context.fail(changes.error);
  const failed = config.value.editAll(changes.value);
  return failed === undefined ? context.succeed({ name: to.value }) : context.fail(failed);
}
