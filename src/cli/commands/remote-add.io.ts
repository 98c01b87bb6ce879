import { problem } from '../../errors.ts';
import type { ConfigEdit } from '../../pipeline/project/config-edit.ts';
import { urlProblem } from '../../pipeline/remote/address/remote-address.ts';
import type { CliContext } from '../context.ts';
import { remoteName, remotesIn, RemoteConfig, sectionOf } from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_ADD } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook remote add`: names a place for the data of a project. */
export async function run(context: CliContext, input: InputOf<typeof REMOTE_ADD>): Promise<number> {
  const { options, arguments: words } = input;
  const config = RemoteConfig.open(context, options);
  if (!config.ok) return context.fail(config.error);
  const name = remoteName(words.name);
  if (!name.ok) return context.fail(name.error);
  const text = config.value.readLevels([config.value.target]);
  if (!text.ok) return context.fail(text.error);
  const wrong = urlProblem(words.url, name.value);
  if (wrong !== undefined) return context.fail(wrong);
  const isThere = remotesIn(text.value).includes(name.value);
  if (isThere && !options.force) {
    const why = 'its settings would be lost';
    const fix = 'use `-f|--force` to overwrite it, or `remote modify` to change it';
    return context.fail(problem('E_PIPELINE_CONFIG', `remote '${name.value}' already exists.`, why, fix));
  }
  const section = sectionOf(name.value);
  const edits: ConfigEdit[] = [
    ...(isThere ? [{ k: 'remove', section } as const] : []),
    ...(options.default ? [{ k: 'set', section: 'core', key: 'remote', value: name.value } as const] : []),
    { k: 'set', section, key: 'url', value: words.url },
  ];
  const failed = config.value.edit(edits);
  if (failed !== undefined) return context.fail(failed);
  if (context.json) return context.succeed({ name: name.value, url: words.url, default: options.default });
  if (options.default && !context.quiet) context.out(`Setting '${name.value}' as a default remote.\n`);
  return 0;
}
