import { interval } from '../../units/estimate.ts';
import type { CalcResult } from '../calc-result.ts';
import { saidHardware } from './said-numbers.ts';

/** Digits of a number that nobody rounds again. */
const DIGITS = 6;

/**
 * `co2_eq_emissions` for the front matter of a Hugging Face model card; `emissions` are grams. The carbon must have a value.
 *
 * @see https://huggingface.co/docs/hub/model-cards-co2
 */
export function modelCardText(result: CalcResult): string {
  const { carbon, place, intensity, request } = result;
  const grams = carbon?.estimate.value;
  if (carbon === undefined || grams === undefined || grams === null)
    throw new Error('a model card needs carbon');
  const { low, high } = interval(carbon.estimate);
  const between =
    low === null || high === null || low === high
      ? ''
      : `; 90% interval ${plain(low, 2)} to ${plain(high, 2)} g`;
  const method = request.method === 'joulebook' ? '' : `, method ${request.method}`;
  const hardware = saidHardware(result);
  const where = place === undefined ? undefined : place.name;
  return [
    'co2_eq_emissions:',
    `  emissions: ${plain(grams, DIGITS)}`,
    `  source: ${quoted(`estimated with joulebook${method}, not measured${between}`)}`,
    '  training_type: "pre-training" # or "fine-tuning"',
    ...(where === undefined
      ? intensity === undefined
        ? []
        : []
      : [`  geographical_location: ${quoted(where)}`]),
    ...(hardware === undefined ? [] : [`  hardware_used: ${quoted(hardware)}`]),
    '',
  ].join('\n');
}

function plain(value: number, precision: number): string {
  const number = Number(value.toPrecision(precision));
  // YAML 1.1 reads 1e-7 as text, so no exponents.
  return Math.abs(number) < 1e-6 && number !== 0
    ? number.toFixed(12).replace(/0+$/, '')
    : Number(number).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
