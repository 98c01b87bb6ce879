import { noTrial } from '../../search/study/study-problems.ts';
import { trialSummary } from '../../search/study/summary.ts';
import { likelySaving } from '../../search/workers/saved-interval.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_EXPLAIN } from '../spec/study-specs.ts';
import { lookAtStudy } from '../study/choose-study.io.ts';
import { explainView, explanation } from '../study/explain-view.ts';
import { trialNumber } from '../study/trial-number.ts';

/** `joulebook study explain`: why a trial was tried, and why it ended. */
export async function run(
  context: CliContext,
  { options, arguments: given }: InputOf<typeof STUDY_EXPLAIN>,
): Promise<number> {
  const number = trialNumber(given.trial);
  if (!number.ok) return context.fail(number.error);
  const loaded = lookAtStudy(context, options, options.study);
  if (!loaded.ok) return context.fail(loaded.error);
  const { state } = loaded.value;
  const trial = state.trials[number.value];
  if (trial === undefined) return context.fail(noTrial(number.value, state.trials.length));
  const look = lookOf(context, options);
  if (context.json)
    return context.succeed({
      ...trialSummary(trial, state.plan.objectives),
      reason: trial.reason ?? null,
      spared: trial.spared ?? null,
      failure: trial.failure ?? null,
      saved: likelySaving(trial, state) ?? null,
      sentences: explanation(trial, state, look),
    });
  context.out(`${explainView(trial, state, look).join('\n')}\n`);
  return 0;
}
