import { csvRecord } from '../../book/csv-text.ts';
import type { StudyState } from '../study/study-state.ts';
import { trialSummary } from '../study/summary.ts';

/** A study as a table: a row for each trial, parameters under `param.`, metrics under `metric.`. */
export function trialsCsv({ plan, trials }: StudyState): string {
  const parameters = [...plan.space.parameters.map(({ name }) => name), ...Object.keys(plan.space.fixed)];
  const metrics = [
    ...new Set([
      ...plan.objectives.map(({ metric }) => metric),
      ...trials.flatMap((trial) => Object.keys(trial.metrics)),
    ]),
  ];
  const head = [
    'trial',
    'state',
    'origin',
    'control',
    'attempts',
    plan.resource ?? 'resource',
    ...metrics.map((name) => `metric.${name}`),
    ...parameters.map((name) => `param.${name}`),
    'joules',
    'started_s',
    'ended_s',
    'why',
  ];
  const rows = trials.map((trial) => {
    const { state, origin, isControl, attempts, resource, joules, why } = trialSummary(
      trial,
      plan.objectives,
    );
    const configuration = { ...plan.space.fixed, ...trial.configuration };
    return [
      trial.number,
      state,
      origin,
      isControl ? 1 : 0,
      attempts,
      resource ?? '',
      ...metrics.map((name) => numberCell(trial.metrics[name])),
      ...parameters.map((name) => valueCell(configuration[name])),
      joules,
      trial.startedAt ?? '',
      trial.endedAt ?? '',
      why ?? '',
    ];
  });
  return [head, ...rows].map((cells) => `${csvRecord(cells)}\n`).join('');
}

function numberCell(value: number | undefined): number | string {
  if (value === undefined) return '';
  return Number.isFinite(value) ? value : String(value);
}

function valueCell(value: unknown): string | number {
  if (value === undefined) return '';
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
