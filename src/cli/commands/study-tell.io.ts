import type { Result } from '../../result.ts';
import type { Outcome, Fate } from '../../search/study/outcome.ts';
import type { Metrics } from '../../search/study/metrics.ts';
import type { Study } from '../../search/study/study.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_TELL } from '../spec/study-drive-specs.ts';
import { chooseStudy } from '../study/choose-study.io.ts';
import { misspeltMetric } from '../study/misspelt-metric.ts';
import { readMetrics } from '../study/read-pairs.ts';
import { trialNumber } from '../study/trial-number.ts';
import { withStudy } from '../study/with-session.io.ts';

type Options = InputOf<typeof STUDY_TELL>['options'];

/** `joulebook study tell`: how a trial has ended. */
export async function run(
  context: CliContext,
  { options, arguments: given }: InputOf<typeof STUDY_TELL>,
): Promise<number> {
  const number = trialNumber(given.trial);
  if (!number.ok) return context.fail(number.error);
  const metrics = readMetrics(given.metrics);
  if (!metrics.ok) return context.fail(metrics.error);
  const folder = chooseStudy(context, options, options.study);
  if (!folder.ok) return context.fail(folder.error);
  let failure: string | undefined;
  const fate = withStudy(context, folder.value, (study) => {
    const misspelt = misspeltMetric(study.plan, metrics.value);
    if (misspelt !== undefined) context.warn(misspelt);
    const told = tell(study, number.value, options, metrics.value);
    failure = study.state.trials[number.value]?.failure?.text;
    return told;
  });
  if (!fate.ok) return context.fail(fate.error);
  const { state, again } = fate.value;
  if (context.json) return context.succeed({ study: folder.value.name, trial: number.value, state, again });
  if (!context.quiet) {
    // That it failed is news where it was told to be complete.
    const why =
      state === 'failed' && options.state !== 'failed' && failure !== undefined ? `: ${failure}` : '';
    const text = again ? 'it will be given out again' : `${state}${why}`;
    context.err(`trial ${number.value}: ${text}\n`);
  }
  return 0;
}

function tell(study: Study, number: number, options: Options, metrics: Metrics): Result<Fate> {
  const usage = options.energy === undefined ? {} : { joules: options.energy };
  if (options.state === 'paused') return study.pause(number, usage);
  return study.tell(
    number,
    outcomeOf(options, metrics, study.state.trials[number]?.reports.at(-1)?.resource),
  );
}

function outcomeOf({ state, why, energy }: Options, metrics: Metrics, resource = 0): Outcome {
  const usage = energy === undefined ? {} : { usage: { joules: energy } };
  switch (state) {
    case 'stopped':
      return why === undefined
        ? { state, ...usage }
        : { state, reason: { rule: 'told', resource, text: why }, ...usage };
    case 'failed':
      return { state, failure: { kind: 'told', text: why ?? 'its driver said so' }, ...usage };
    case 'lost':
      return { state, ...usage };
    default:
      return { state: 'complete', metrics, ...usage };
  }
}
