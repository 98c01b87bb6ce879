import { assumptionsOf } from '../../calc/assumptions.ts';
import { calcDerivation } from '../../calc/calc-result.ts';
import type { Figure } from '../../calc/figure.ts';
import { formulaLines } from '../../calc/formula-text.ts';
import { scale } from '../../units/arithmetic.ts';
import { interval, written, type WrittenEstimate } from '../../units/estimate.ts';
import type { CalcOutcome } from './calc-outcome.ts';

/** J of a kWh. */
const KWH_J = 3.6e6;

/** A result under --json: kWh and kg as batches have them, the figures in J and g with their errors, and the chain of each. */
export function calcJson({ result, greener, sensitivity }: CalcOutcome): object {
  const { energy, machines, carbon, netCarbon, embodied, water, cost, pue, intensity, clock, request } =
    result;
  const kwh = ends(energy, 1);
  const kg = carbon === undefined ? undefined : ends(carbon, 1e-3);
  return {
    method: request.method,
    scope: request.scope,
    kwh: kwh.value,
    kwhLow: kwh.low,
    kwhHigh: kwh.high,
    kgco2e: kg?.value ?? null,
    kgLow: kg?.low ?? null,
    kgHigh: kg?.high ?? null,
    energy: joules(energy),
    machines: joules(machines),
    carbon: carbon === undefined ? null : written(carbon.estimate, 'g'),
    ...(netCarbon === undefined ? {} : { netCarbon: written(netCarbon.estimate, 'g') }),
    embodied: embodied === undefined ? null : written(embodied.estimate, 'g'),
    ...(result.embodiedMissing === undefined ? {} : { embodiedMissing: result.embodiedMissing }),
    water: water === undefined ? null : written(water.estimate, 'L'),
    cost: cost === undefined ? null : written(cost.estimate, result.currency ?? ''),
    hours: clock?.estimate.value ?? null,
    hardware: result.lines.map(({ name, count, accelerator }) => ({
      name,
      count,
      key: accelerator?.key ?? null,
    })),
    place:
      result.place === undefined
        ? null
        : { id: result.place.id, name: result.place.name, kind: result.place.kind },
    pue: pue === undefined ? null : { ...written(pue.estimate, '1'), source: pue.derivation.source ?? '' },
    intensity:
      intensity === undefined
        ? null
        : {
            ...written(intensity.estimate, 'g/kWh'),
            source: intensity.derivation.source ?? '',
            basis: result.sourcedIntensity?.basis ?? 'given',
          },
    formula: formulaLines(result),
    sensitivity,
    greener: greener.map(({ id, name, grams, change, year }) => ({
      id,
      name,
      kgco2e: grams / 1000,
      change,
      year,
    })),
    assumed: assumptionsOf(calcDerivation(result)),
    notes: result.carbonMissing === undefined ? result.notes : [result.carbonMissing.what, ...result.notes],
    derivation: calcDerivation(result),
  };
}

function joules(figure: Figure): WrittenEstimate {
  return written(scale(figure.estimate, KWH_J), 'J');
}

function ends(
  figure: Figure,
  factor: number,
): { readonly value: number | null; readonly low: number | null; readonly high: number | null } {
  const { low, high } = interval(figure.estimate);
  const { value } = figure.estimate;
  return {
    value: value === null ? null : value * factor,
    low: low === null ? null : low * factor,
    high: high === null ? null : high * factor,
  };
}
