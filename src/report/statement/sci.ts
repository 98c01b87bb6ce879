import type { RunRecord } from '../../book/run-record.ts';
import { add, ratio, scale } from '../../units/arithmetic.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { type Estimate, exact, fromWritten, type WrittenEstimate, written } from '../../units/estimate.ts';
import { kindText, runsText } from './said.ts';
import type { Totals } from './totals.ts';

/** A Software Carbon Intensity score (Green Software Foundation, SCI 1.1; ISO/IEC 21031): (E · I + M) per R, with all that it discloses. */
export interface SciScore {
  /** g CO2e for one R. */
  readonly score: WrittenEstimate;
  /** E, kWh: attributed energy of the facility, so the building is in it. */
  readonly energy: WrittenEstimate;
  /** I, g CO2e/kWh: location-based; the mean over the runs by their energy. */
  readonly intensity: WrittenEstimate;
  readonly intensityKind: string;
  /** O = E · I and M, g CO2e. */
  readonly operational: WrittenEstimate;
  readonly embodied: WrittenEstimate;
  /** Σ of the M of each run: TE · (TiR / EL) · (RR / ToR). */
  readonly embodiedTerms: readonly {
    readonly run: string;
    readonly totalG: number | null;
    readonly timeReservedS: number;
    readonly lifespanS: number;
    /** RR / ToR: the run's part of the machine's idle energy. */
    readonly share: number | null;
  }[];
  readonly functionalUnit: { readonly name: string; readonly count: number };
  readonly boundary: string;
  readonly method: string;
}

const { kWh } = DIMENSIONS.energy.units;

/**
 * The score of some root runs; undefined where carbon of several kinds, or of none, stands in them: the specification has one I.
 *
 * @param unit R: what the score is per, and how many of it the runs made.
 */
export function sciScore(
  runs: readonly RunRecord[],
  totals: Totals,
  unit: { readonly name: string; readonly count: number },
): SciScore | undefined {
  const [carbon, ...others] = totals.operational;
  if (carbon === undefined || others.length > 0 || carbon.without > 0 || !(unit.count > 0)) return undefined;
  if (carbon.basis === 'unknown') return undefined;
  const energy = scale(fromWritten(totals.energy.facility.total), 1 / kWh);
  const operational = fromWritten(carbon.total);
  const embodied = fromWritten(totals.embodied.total);
  const { without } = totals.embodied;
  const score =
    without === 0
      ? written(scale(add(operational, embodied), 1 / unit.count), 'g')
      : atLeast(((carbon.total.low ?? 0) + (totals.embodied.total.low ?? 0)) / unit.count);
  return {
    score,
    energy: written(energy, 'kWh'),
    intensity: meanIntensity(runs, ratio(operational, energy)),
    intensityKind: `${kindText(carbon)}, location-based`,
    operational: carbon.total,
    embodied: totals.embodied.total,
    embodiedTerms: runs.flatMap((run) => {
      const { embodiedBasis, embodied: own } = run.carbon;
      if (embodiedBasis === undefined) return [];
      const { total, lifetimeS } = embodiedBasis;
      const all = total.value === null ? null : (total.value * run.durationS) / lifetimeS;
      const share = ratio(fromWritten(own), exact(all ?? 0)).value;
      return [
        { run: run.id, totalG: total.value, timeReservedS: run.durationS, lifespanS: lifetimeS, share },
      ];
    }),
    functionalUnit: unit,
    boundary:
      'the machines of the runs while these lasted, as their share: processors, accelerators, memory, boards, fans, power supplies, and the building by its PUE; no network, no storage elsewhere, no people',
    method: `measured or modelled by joulebook as graded; embodied emissions by time and by the share of the machine held${without === 0 ? '' : `, not known of ${runsText(without)}: the score is no less than what stands here`}; no offsets, no certificates, no contracts`,
  };
}

/**
 * I: operational carbon by energy. Where only bounds of the carbon are known, those of the quotient count the error of the energy twice; a mean over the runs is
 * also no less than the least of their intensities and no more than the greatest.
 */
function meanIntensity(runs: readonly RunRecord[], quotient: Estimate): WrittenEstimate {
  const mean = written(quotient, 'g/kWh');
  const own = runs.flatMap(({ carbon }) => (carbon.intensity === null ? [] : [carbon.intensity]));
  if (mean.value !== null || own.length < runs.length) return mean;
  return {
    ...mean,
    low: Math.max(mean.low ?? 0, Math.min(...own.map(({ low }) => low ?? 0))),
    high: Math.min(mean.high ?? Infinity, Math.max(...own.map(({ high }) => high ?? Infinity))),
  };
}

/** A score to which the embodied emissions of some runs are lacking. */
function atLeast(grams: number): WrittenEstimate {
  return { value: null, low: grams, high: null, unit: 'g', errors: {} };
}
