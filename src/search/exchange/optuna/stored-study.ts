import type { Distribution } from './distribution.ts';

/** A study as a storage of Optuna has it. */
export interface StoredStudy {
  readonly name: string;
  readonly directions: readonly ('minimize' | 'maximize')[];
  /** Of the objectives, where they were named. */
  metricNames?: readonly string[];
  readonly trials: StoredTrial[];
}

/** States of trials, by Optuna's numbers. */
export const TRIAL_STATES = ['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING'] as const;

/** A trial as a storage has it. */
export interface StoredTrial {
  state: (typeof TRIAL_STATES)[number];
  values: readonly number[] | undefined;
  readonly params: Map<string, { readonly kept: number; readonly distribution: Distribution | undefined }>;
  readonly steps: Map<number, number>;
  readonly userAttrs: Map<string, unknown>;
  readonly systemAttrs: Map<string, unknown>;
}

/** A trial of which nothing is known yet. */
export function emptyTrial(): StoredTrial {
  return {
    state: 'RUNNING',
    values: undefined,
    params: new Map(),
    steps: new Map(),
    userAttrs: new Map(),
    systemAttrs: new Map(),
  };
}
