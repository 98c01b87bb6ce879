import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { planToJson } from './plan-json.ts';
import type { StudyPlan } from './study-plan.ts';

/** What of a plan may change while its study lives, as it is called in a message. */
const FREE: ReadonlySet<keyof StudyPlan> = new Set([
  'budget',
  'worthPerKwh',
  'workers',
  'retry',
  'command',
  'startup',
  'controlShare',
]);

/** Parts of a plan as files and options call them. */
const CALLED: Readonly<Partial<Record<keyof StudyPlan, string>>> = {
  maxResource: 'max_resource',
  space: 'parameters',
  objectives: 'objective',
};

/**
 * @returns the names of what another plan changes, all of which may change; or E_SEARCH where it is another search, whose trials would not be
 * comparable.
 */
export function planChange(now: StudyPlan, next: StudyPlan): Result<readonly (keyof StudyPlan)[]> {
  const [a, b] = [planToJson(now), planToJson(next)];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)] as (keyof StudyPlan)[]);
  const changed = [...keys].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])).sort();
  // In batches, how many workers there are decides what each trial may know.
  const fixed = changed.filter((key) => !FREE.has(key) || (key === 'workers' && now.deterministic));
  if (fixed.length === 0) return ok(changed);
  return err(
    problem(
      'E_SEARCH',
      `the study ${now.name} is of another search: ${fixed.map((key) => CALLED[key] ?? key).join(', ')}`,
      'Its trials would not be comparable with new ones.',
      'Give the new search another name, or delete the study with `joulebook study delete`.',
    ),
  );
}
