import { type Problem, problem } from '../../errors.ts';
import { nearestName } from '../../search/space/nearest-name.ts';
import type { Metrics } from '../../search/study/metrics.ts';
import type { StudyPlan } from '../../search/study/study-plan.ts';

/**
 * A metric that the study does not ask for while it lacks one with nearly that name. Any other metric is the trial's own business.
 *
 * @returns a warning.
 */
export function misspeltMetric(
  { objectives, constraints }: StudyPlan,
  metrics: Metrics,
): Problem | undefined {
  const sought = [...objectives, ...constraints].map(({ metric }) => metric);
  const lacking = sought.filter((metric) => !Object.hasOwn(metrics, metric));
  for (const name of Object.keys(metrics)) {
    const meant = sought.includes(name) ? undefined : nearestName(name, lacking);
    if (meant !== undefined)
      return problem(
        'E_USAGE',
        `${name} is no metric that the study asks for`,
        `It asks for ${sought.join(', ')}.`,
        `Did you mean \`${meant}\`?`,
      );
  }
  return undefined;
}
