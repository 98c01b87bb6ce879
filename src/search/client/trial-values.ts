import { problem } from '../../errors.ts';
import { JoulebookError } from '../../run/agent-answers.ts';
import type { Objective } from '../study/objective.ts';
import type { TrialValues } from './study-handle.ts';

/**
 * Values by name, as a message has them: JSON has no words for what is no finite number.
 *
 * @throws JoulebookError where there are more or fewer numbers than objectives.
 */
export function namedValues(
  values: TrialValues | undefined,
  objectives: readonly Objective[],
): Readonly<Record<string, number | string>> {
  if (values === undefined) return {};
  const named = isList(values) || typeof values === 'number' ? byObjective(values, objectives) : values;
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
  );
}

function isList(values: TrialValues): values is readonly number[] {
  return Array.isArray(values);
}

function byObjective(
  values: number | readonly number[],
  objectives: readonly Objective[],
): Readonly<Record<string, number>> {
  const list = typeof values === 'number' ? [values] : values;
  if (list.length === objectives.length)
    return Object.fromEntries(objectives.map(({ metric }, i) => [metric, list[i] as number]));
  const names = objectives.map(({ metric }) => metric).join(', ');
  throw new JoulebookError(
    problem(
      'E_USAGE',
      `${list.length} ${list.length === 1 ? 'value' : 'values'} for ${objectives.length} objectives`,
      `The study seeks ${names}.`,
      'Give them by name: { loss: 0.3 }.',
    ),
  );
}
