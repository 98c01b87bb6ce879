import type { CalcRequest } from './calc-request.ts';

/** No grid emits less than this, g/kWh, nor more than as many kg/kWh: a figure between is in kg/kWh if it does not say its unit. */
export const LEAST_G_PER_KWH = 5;

/** What is said where kg/kWh may have been given without their unit. */
export function unlikelyIntensity({ intensity }: CalcRequest): readonly string[] {
  const g = intensity?.gPerKwh ?? 0;
  return g > 0 && g < LEAST_G_PER_KWH
    ? [`${g} g/kWh is less than any grid emits; if kg are meant, write "${g} kg/kWh"`]
    : [];
}
