import type { CliContext } from '../context.ts';
import {
  noSuchRemote,
  remoteName,
  remotesIn,
  RemoteConfig,
  sectionOf,
} from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_REMOVE } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook remote remove`: forgets a remote; what lies there stays. */
export async function run(context: CliContext, input: InputOf<typeof REMOTE_REMOVE>): Promise<number> {
  const config = RemoteConfig.open(context, input.options);
  if (!config.ok) return context.fail(config.error);
  const name = remoteName(input.arguments.name);
  if (!name.ok) return context.fail(name.error);
  const { target } = config.value;
  const text = config.value.readLevels([target]);
  if (!text.ok) return context.fail(text.error);
  const known = remotesIn(text.value).find((one) => one.toLowerCase() === name.value);
  if (known === undefined) return context.fail(noSuchRemote(name.value, text.value));
  const changes = config.value.changesWithNearer(sectionOf(known), name.value, undefined);
  if (!changes.ok) return context.fail(changes.error);
  const failed = config.value.editAll(changes.value);
  return failed === undefined ? context.succeed({ removed: name.value }) : context.fail(failed);
}
