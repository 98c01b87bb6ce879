import { type Problem, problem } from '../../errors.ts';
import { printCarbon, printEnergy } from '../../units/format.ts';
import type { StageRecord } from '../energy/stage-record.ts';
import type { ReproOptions } from './repro-options.ts';

/** What was spent, and what the stages that run are expected to take yet. */
export interface Committed {
  readonly energyJ: number;
  /** Null where the intensity is unknown. */
  readonly co2G: number | null;
}

/**
 * Why a stage may not begin: with what it took the last time, the whole would come above a limit. A stage of which nothing is known begins while the
 * limit is not passed.
 *
 * @param last what the same work took before.
 */
export function overBudget(
  stage: string,
  { maxEnergyJ, maxCo2G }: Pick<ReproOptions, 'maxEnergyJ' | 'maxCo2G'>,
  committed: Committed,
  last: StageRecord | undefined,
): Problem | undefined {
  const energyJ = last?.energy.wall.value ?? 0;
  if (maxEnergyJ !== undefined && committed.energyJ + energyJ > maxEnergyJ) {
    const sum = `${printEnergy(committed.energyJ)} spent or begun + ${printEnergy(energyJ)} that it took the last time`;
    return stopped(stage, sum, `--max-energy ${printEnergy(maxEnergyJ)}`);
  }
  const co2G = last?.carbon.value ?? 0;
  if (maxCo2G !== undefined && (committed.co2G ?? 0) + co2G > maxCo2G) {
    const sum = `${printCarbon(committed.co2G ?? 0)} emitted or begun + ${printCarbon(co2G)} that it took the last time`;
    return stopped(stage, sum, `--max-co2 ${printCarbon(maxCo2G)}`);
  }
  return undefined;
}

function stopped(stage: string, sum: string, limit: string): Problem {
  return problem(
    'E_LIMIT',
    `stage '${stage}' was not begun`,
    `${sum} is more than ${limit}`,
    'raise the limit, or name the stages that matter most',
  );
}
