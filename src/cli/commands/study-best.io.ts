import { problem } from '../../errors.ts';
import { filledCommand } from '../../search/study/filled-command.ts';
import { summaryOf } from '../../search/study/summary.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_BEST } from '../spec/study-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';

/** `joulebook study best`: the recommended configuration. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_BEST>,
): Promise<number> {
  const loaded = lookAtStudy(context, options, study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state, folder } = loaded.value;
  const { recommended, isComplete, objectives } = summaryOf(state);
  if (recommended.length === 0)
    return context.fail(
      problem(
        'E_NOT_FOUND',
        `nothing can be recommended of ${folder.name} yet`,
        state.trials.length === 0
          ? 'It has no trials.'
          : 'No trial has said a value that is a number and keeps all constraints.',
        '`joulebook study show` says what its trials came to.',
      ),
    );
  const { command, space } = state.plan;
  const { fixed } = space;
  const best = recommended.map((trial) => ({
    ...trial,
    configuration: { ...fixed, ...trial.configuration },
    command:
      command === undefined ? null : (filledCommand(command, { ...fixed, ...trial.configuration }) ?? null),
  }));
  if (context.json) return context.succeed({ study: folder.name, objectives, isComplete, best });
  context.out(best.map(({ configuration }) => `${JSON.stringify(configuration)}\n`).join(''));
  if (!context.quiet && !isComplete)
    context.err(`${context.errStyle.dim('it was not trained to the end: nothing was yet')}\n`);
  return 0;
}
