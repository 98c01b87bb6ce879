import type { CalcRequest } from '../../src/calc/calc-request.ts';
import type { CalcResult } from '../../src/calc/calc-result.ts';
import { calculate } from '../../src/calc/calculate.ts';
import { EMPTY_REQUEST } from '../../src/calc/check-request.ts';
import { shippedKnowledge } from './knowledge.ts';

export const knowledge = shippedKnowledge();

/** The result of a request that must work. */
export function resultOf(request: Partial<CalcRequest>): CalcResult {
  const result = calculate({ ...EMPTY_REQUEST, ...request }, knowledge);
  if (!result.ok) throw new Error(`${result.error.what}: ${result.error.why ?? ''}`);
  return result.value;
}

/** Its energy, kWh. */
export const kwhOf = (request: Partial<CalcRequest>): number =>
  resultOf(request).energy.estimate.value ?? Number.NaN;
/** Its carbon, g. */
export const gramsOf = (request: Partial<CalcRequest>): number =>
  resultOf(request).carbon?.estimate.value ?? Number.NaN;
