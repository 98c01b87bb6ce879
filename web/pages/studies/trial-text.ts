import { printEnergy } from '../../../src/units/format.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import type { StudyShown } from './study-data.ts';
import { valueText } from './study-text.ts';

/** More parameters are not told where a trial is pointed at. */
const MOST = 12;
const MOST_LETTERS = 40;

/** What a trial says when it is pointed at. */
export function trialText(
  { list, objectives }: Pick<StudyShown, 'list' | 'objectives'>,
  index: number,
): string {
  const trial = list[index];
  if (trial === undefined) return '';
  const { number, state, values, joules, configuration } = trial;
  const parameters = Object.entries(configuration);
  return [
    `trial ${number}, ${state}`,
    ...objectives.flatMap(({ metric }, i) => {
      const value = values[i];
      return value === null || value === undefined ? [] : [`${metric} ${metricText(value)}`];
    }),
    ...(joules > 0 ? [printEnergy(joules)] : []),
    ...parameters.slice(0, MOST).map(([name, value]) => `${name} ${valueText(value).slice(0, MOST_LETTERS)}`),
    ...(parameters.length > MOST ? [`and ${parameters.length - MOST} more`] : []),
  ].join('\n');
}
