import type { CacheRecord } from '../../book/run-record.ts';
import { sum } from '../../units/arithmetic.ts';
import { type Estimate, fromWritten, written } from '../../units/estimate.ts';
import type { StageRecord } from './stage-record.ts';

/** What became of a stage. */
export type StageFate = 'ran' | 'restored' | 'unchanged' | 'failed' | 'skipped';

/** A stage and what it took to compute what it holds now, where that is known. */
export interface Tallied {
  readonly stage: string;
  readonly fate: StageFate;
  readonly record?: StageRecord;
}

/** Energy at the wall of the stages of one `repro`, J. */
export interface Tally {
  /** Of those that ran, failed ones as far as they came. */
  readonly spent: Estimate;
  /** What it once took to compute what was restored from the cache: not spent again. */
  readonly avoided: Estimate;
  /** What it once took to compute what was there already and still holds. */
  readonly unchanged: Estimate;
  /** What it would take to compute all of it once: the three above, as far as they are known. */
  readonly fromScratch: Estimate;
  /** Stages of which nobody measured what they took. */
  readonly withoutRecord: readonly string[];
}

/** What came from the cache, as the run of the `repro` keeps it; of results whose energy nobody measured only that they did. */
export function cacheOf(stages: readonly Tallied[]): CacheRecord {
  return {
    hits: stages.filter(({ fate }) => fate === 'restored').length,
    saved: written(tally(stages, []).avoided, 'J'),
  };
}

/**
 * The figures at the end of a `repro`. What was avoided is no saving of a footprint: it was never spent, so there is nothing to take it from.
 *
 * @param spentBeside energy of stages that failed, J: it is spent and computes nothing.
 */
export function tally(stages: readonly Tallied[], spentBeside: readonly Estimate[]): Tally {
  const of = (...fates: readonly StageFate[]): Estimate =>
    sum(
      stages.flatMap(({ fate, record }) =>
        record !== undefined && fates.includes(fate) ? [fromWritten(record.energy.wall)] : [],
      ),
    );
  const isDone = ({ fate }: Tallied): boolean => fate !== 'failed' && fate !== 'skipped';
  return {
    spent: sum([of('ran'), ...spentBeside]),
    avoided: of('restored'),
    unchanged: of('unchanged'),
    fromScratch: of('ran', 'restored', 'unchanged'),
    withoutRecord: stages.flatMap((one) => (isDone(one) && one.record === undefined ? [one.stage] : [])),
  };
}
