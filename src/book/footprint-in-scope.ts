import { fromWritten, written, type WrittenEstimate } from '../units/estimate.ts';
import { electricityCost, operationalCarbon, waterUsed } from './footprint.ts';
import type { Scope } from './journal-event.ts';
import type { RunRecord } from './run-record.ts';

/** What a run has cost besides joules, for one scope: g CO2e, L, and money in the unit that the estimate names. */
export interface ScopedFootprint {
  readonly operational: WrittenEstimate;
  /** Market-based. */
  readonly market?: WrittenEstimate;
  readonly water?: WrittenEstimate;
  readonly cost?: WrittenEstimate;
}

/**
 * The footprint in the scope of a headline. A record holds that of the attributed energy; where the whole machine is shown, its carbon belongs beside
 * its joules.
 */
export function footprintIn(record: RunRecord, scope: Scope): ScopedFootprint {
  const { carbon, water, cost } = record;
  if (scope === 'attributed') {
    return {
      operational: carbon.operational,
      ...(carbon.market === undefined ? {} : { market: carbon.market.operational }),
      ...(water === undefined ? {} : { water: water.total }),
      ...(cost === undefined ? {} : { cost: cost.total }),
    };
  }
  const wall = fromWritten(record.energy.wall[scope]);
  const pue = carbon.pue ?? undefined;
  const grams = (intensity: Parameters<typeof operationalCarbon>[2]): WrittenEstimate =>
    written(operationalCarbon(wall, pue, intensity), 'g');
  return {
    operational: grams(carbon.intensity ?? undefined),
    ...(carbon.market === undefined ? {} : { market: grams(carbon.market.intensity) }),
    ...(water === undefined ? {} : { water: written(waterUsed(wall, water.wue), 'L') }),
    ...(cost === undefined ? {} : { cost: written(electricityCost(wall, pue, cost.price), cost.total.unit) }),
  };
}
