import type { IndexRow } from '../../book/index-row.ts';
import { visibleText } from '../chart/visible-text.ts';
import { configurationOfRow } from '../statement/configuration.ts';
import { seedOf } from '../statement/seed.ts';
import type { CostKey } from './cost-axis.ts';
import { costOfRow } from './cost-columns.ts';
import type { FrontierRun, Repetition } from './frontier-run.ts';

/** Longest name that is shown, characters. */
export const MOST_LETTERS = 120;

/** What the frontier looks at of a run as the index has it. @param withSeeds whether repetitions are to stand together. */
export function frontierRunOf(row: IndexRow, metric: string, key: CostKey, withSeeds: boolean): FrontierRun {
  const { id, name, kind, state, parentId, startedMs, grade, metrics } = row;
  return {
    id,
    name: visibleText(name, MOST_LETTERS),
    kind,
    state,
    parentId,
    startedMs,
    grade,
    quality: Object.hasOwn(metrics, metric) ? (metrics[metric] ?? null) : null,
    ...costOfRow(row, key),
    group: null,
    legs: 1,
    ...(withSeeds ? { repetition: repetitionOf(row) } : {}),
  };
}

/** What makes a run a repetition of others, by the rule of reports and leaderboards. */
export function repetitionOf(row: IndexRow): Repetition {
  const configuration = configurationOfRow(row);
  return {
    key: JSON.stringify(configuration),
    configuration,
    seed: seedOf({ params: row.params, command: [row.command] }) ?? null,
  };
}
