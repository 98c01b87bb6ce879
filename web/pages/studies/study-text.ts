import type { ParameterValue } from '../../../src/search/space/configuration.ts';
import type { StudySummary } from '../../../src/search/study/summary.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';

/** What is going on in a study, in two words. */
export function stateText({ over, trials }: Pick<StudySummary, 'over' | 'trials'>): string {
  if (trials.running > 0) return `${trials.running} running`;
  return over === null ? 'may go on' : `over: ${over.why}`;
}

/** The value of the best, or how many are on the front. */
export function bestText({
  recommended,
  objectives,
}: Pick<StudySummary, 'recommended' | 'objectives'>): string {
  if (objectives.length > 1) return recommended.length === 0 ? '—' : `front of ${recommended.length}`;
  const value = recommended[0]?.values[0];
  return value === undefined || value === null ? '—' : metricText(value);
}

/** How many trials, and what became of them. */
export function trialsText({ trials }: Pick<StudySummary, 'trials'>): string {
  const kinds = Object.entries(trials).filter(([, count]) => count > 0);
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  if (kinds.length === 0) return '0';
  return `${total}: ${kinds.map(([state, count]) => `${count} ${state}`).join(', ')}`;
}

/** A value of a parameter as people read it. */
export function valueText(value: ParameterValue | undefined): string {
  if (value === undefined) return '—';
  if (typeof value === 'number') return metricText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
