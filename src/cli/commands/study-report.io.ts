import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_REPORT } from '../spec/study-drive-specs.ts';
import { chooseStudy } from '../study/choose-study.io.ts';
import { misspeltMetric } from '../study/misspelt-metric.ts';
import { readMetrics } from '../study/read-pairs.ts';
import { trialNumber } from '../study/trial-number.ts';
import { withStudy } from '../study/with-session.io.ts';

/** `joulebook study report`: what becomes of a trial after what it says. */
export async function run(
  context: CliContext,
  { options, arguments: given }: InputOf<typeof STUDY_REPORT>,
): Promise<number> {
  const number = trialNumber(given.trial);
  if (!number.ok) return context.fail(number.error);
  const metrics = readMetrics(given.metrics);
  if (!metrics.ok) return context.fail(metrics.error);
  const folder = chooseStudy(context, options, options.study);
  if (!folder.ok) return context.fail(folder.error);
  const decision = withStudy(context, folder.value, (study) => {
    const misspelt = misspeltMetric(study.plan, metrics.value);
    if (misspelt !== undefined) context.warn(misspelt);
    return study.report(number.value, {
      ...(options.at === undefined ? {} : { resource: options.at }),
      metrics: metrics.value,
      usage: options.energy === undefined ? {} : { joules: options.energy },
    });
  });
  if (!decision.ok) return context.fail(decision.error);
  const { action } = decision.value;
  const reason = action === 'continue' ? null : decision.value.reason;
  if (context.json)
    return context.succeed({ study: folder.value.name, trial: number.value, decision: action, reason });
  context.out(`${action}\n`);
  if (reason !== null && !context.quiet) context.err(`${context.errStyle.dim(reason.text)}\n`);
  return 0;
}
