import { type Problem, problem } from '../../errors.ts';
import { optionsFor, wrongValue } from '../../pipeline/remote/address/remote-options.ts';
import { urlProblem } from '../../pipeline/remote/address/remote-address.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';
import {
  noSuchRemote,
  remoteName,
  remotesIn,
  RemoteConfig,
  sectionOf,
} from '../pipeline/remote/remote-config.io.ts';
import type { REMOTE_MODIFY } from '../spec/remote-config-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** `joulebook remote modify`: sets an option of a remote, or takes it away. */
export async function run(
  context: CliContext,
  { options, arguments: words }: InputOf<typeof REMOTE_MODIFY>,
): Promise<number> {
  const config = RemoteConfig.open(context, options);
  if (!config.ok) return context.fail(config.error);
  const name = remoteName(words.name);
  if (!name.ok) return context.fail(name.error);
  const text = config.value.readLevels(config.value.upToTarget);
  if (!text.ok) return context.fail(text.error);
  const known = remotesIn(text.value).find((one) => one.toLowerCase() === name.value);
  if (known === undefined) return context.fail(noSuchRemote(name.value, text.value));
  const section = sectionOf(known);
  const key = words.option.toLowerCase();
  const { value } = words;
  if (!options.unset) {
    const url = text.value.get(section)?.get('url');
    const wrong = optionProblem(name.value, key, value, typeof url === 'string' ? url : '');
    if (wrong !== undefined) return context.fail(wrong);
  }
  const failed = config.value.edit([
    options.unset || value === undefined ? { k: 'unset', section, key } : { k: 'set', section, key, value },
  ]);
  return failed === undefined ? context.succeed({ name: name.value, option: key }) : context.fail(failed);
}

function optionProblem(
  name: string,
  key: string,
  value: string | undefined,
  url: string,
): Problem | undefined {
  if (value === undefined)
    return problem(
      'E_PIPELINE_USAGE',
      `no value for ${key}`,
      undefined,
      'give one, or take the option away with --unset',
    );
  if (key === 'url') return urlProblem(value, name);
  const known = optionsFor(url);
  const kind = known?.[key];
  if (known !== undefined && kind === undefined) {
    const fix = didYouMeanText(key, Object.keys(known)) ?? `it takes ${Object.keys(known).join(', ')}`;
    return problem('E_PIPELINE_CONFIG', `remote '${name}' takes no option ${key}`, `it is ${url}`, fix);
  }
  const wrong = wrongValue(kind ?? 'text', value);
  return wrong === undefined
    ? undefined
    : problem(
        'E_PIPELINE_CONFIG',
        `${key} of remote '${name}' cannot be '${value}'`,
        wrong,
        'give another value',
      );
}
