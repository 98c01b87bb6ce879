import { problem } from '../../errors.ts';
import { isLocked } from '../../host/lock.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { leaveInInbox } from '../../search/journal/inbox.io.ts';
import { checkConfiguration } from '../../search/space/check-configuration.ts';
import type { Configuration } from '../../search/space/configuration.ts';
import type { Space } from '../../search/space/space.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_ENQUEUE } from '../spec/study-drive-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';
import { configurationText, typedValue } from '../study/parameter-text.ts';
import { readPairs } from '../study/read-pairs.ts';
import { withStudy } from '../study/with-session.io.ts';

/** `joulebook study enqueue`: a configuration that is tried next. */
export async function run(
  context: CliContext,
  { options, arguments: { values } }: InputOf<typeof STUDY_ENQUEUE>,
): Promise<number> {
  const pairs = readPairs(values);
  if (!pairs.ok) return context.fail(pairs.error);
  const loaded = lookAtStudy(context, options, options.study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { folder, state } = loaded.value;
  const configuration = read(state.plan.space, pairs.value);
  if (!configuration.ok) return context.fail(configuration.error);
  const say = (trial: number | null): number => {
    if (context.json)
      return context.succeed({ study: folder.name, trial, configuration: configuration.value });
    const which = trial === null ? 'the search takes it in at its next trial' : `trial ${trial}`;
    if (!context.quiet) context.err(`${which}: ${configurationText(configuration.value)}\n`);
    return 0;
  };
  if (isLocked(folder.journal)) {
    const failed = leaveInInbox(folder, configuration.value, context.host);
    return failed === undefined ? say(null) : context.fail(failed);
  }
  const trial = withStudy(context, folder, (study) => ok(study.enqueue(configuration.value)));
  return trial.ok ? say(trial.value) : context.fail(trial.error);
}

function read(space: Space, pairs: readonly (readonly [string, string])[]): Result<Configuration> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of pairs) {
    const parameter = space.parameters.find((one) => one.name === name);
    given[name] = typedValue(text, parameter?.kind === 'categorical' ? parameter.choices : undefined);
  }
  const checked = checkConfiguration(space, given);
  if (checked.ok) return checked;
  const [first, ...rest] = checked.error;
  if (first === undefined) throw new Error('a configuration was refused without a reason');
  if (rest.length === 0) return err(first);
  const whys = checked.error.map(({ what, why }) => (why === undefined ? what : `${what}. ${why}`));
  return err(problem('E_SEARCH', 'this is no configuration of the study', whys.join('\n'), first.fix));
}
