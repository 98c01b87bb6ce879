import { DIMENSIONS } from '../../units/dimensions.ts';
import type { Statement } from './statement.ts';

const { kWh } = DIMENSIONS.energy.units;
const GRAMS_PER_KG = 1000;
const GRAMS_PER_TONNE = 1e6;
const SECONDS_PER_HOUR = 3600;
const CENT = 0.01;

/**
 * The statement in the form that Henderson et al. (2020) propose, so that tools which look for it find it. Energy with PUE, in kWh; carbon in kg. Undefined
 * where one of the two is not known, or carbon of several kinds stands in the runs.
 */
export function hendersonStatement({ totals, pues, context, madeBy }: Statement): string | undefined {
  const joules = totals.energy.facility.total.value;
  const [carbon, ...others] = totals.operational;
  const grams = carbon?.total.value ?? null;
  if (joules === null || grams === null || others.length > 0) return undefined;
  const { socialCost, appendix } = context;
  const money = (rate: number): string => `$${dollars((grams / GRAMS_PER_TONNE) * rate)}`;
  const range =
    socialCost?.low === undefined || socialCost.high === undefined
      ? ''
      : ` (${money(socialCost.low)}, ${money(socialCost.high)})`;
  const cost =
    socialCost === undefined
      ? ''
      : `, having a ${socialCost.country ?? 'country'}-specific social cost of carbon of ${money(socialCost.usdPerTonne)}${range}`;
  const factors = [...new Set(pues.flatMap(({ value }) => (value === null ? [] : [String(value)])))];
  return [
    `This work contributed ${digits(grams / GRAMS_PER_KG)} kg of CO2eq to the atmosphere and used ${digits(joules / kWh)} kWh of electricity${cost}.`,
    ...(appendix === undefined ? [] : [`Carbon accounting information can be found here: ${appendix}.`]),
    ...(socialCost === undefined ? [] : [`The social cost of carbon uses models from ${socialCost.source}.`]),
    `This statement and carbon emissions information was generated using ${madeBy}.`,
    ...(factors.length === 0 ? [] : [`The PUE multiplier is assumed to be ${factors.join(' or ')}.`]),
    `The total wall-clock time of all experiments was ${digits(totals.durationS / SECONDS_PER_HOUR)} hours.`,
  ].join(' ');
}

/** In cents as the form has it, and finer below one: what a small run costs is not nothing. */
function dollars(amount: number): string {
  return amount === 0 || amount >= CENT ? amount.toFixed(2) : digits(amount);
}

/** Four digits, and no exponent, which the form does not have. */
function digits(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Math.abs(value) >= 1e-6 ? Number(value.toPrecision(4)) : value.toFixed(decimals));
}
