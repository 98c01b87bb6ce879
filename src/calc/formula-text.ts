import type { Derivation } from '../units/derivation.ts';
import type { CalcResult } from './calc-result.ts';
import type { Figure } from './figure.ts';

/** The formula of a result with its numbers put in, a line for each step. Four digits, so that it can be worked through. */
export function formulaLines(result: CalcResult, times = '×'): readonly string[] {
  const { terms, machines, energy, carbon, intensity, pue, request } = result;
  const lines: string[] = [];
  const kwh = (figure: Figure): string => `${digits(figure.estimate.value)} kWh`;
  lines.push(...computeLines(result, times));
  const sum = terms.map((term) => termText(term.derivation, times)).join(' + ');
  const runs = request.runs === 1 ? '' : ` ${times} ${digits(request.runs)} runs`;
  const whole = terms.length > 1 && runs !== '' ? `(${sum})` : sum;
  // An energy that was given is no formula.
  if (request.energy === undefined || runs !== '') lines.push(`${whole}${runs} = ${kwh(machines)}`);
  if (pue !== undefined && energy !== machines)
    lines.push(`${kwh(machines)} ${times} PUE ${digits(pue.estimate.value)} = ${kwh(energy)}`);
  const grams = carbon?.estimate.value;
  const rate = intensity?.estimate.value;
  if (grams !== undefined && grams !== null && rate !== undefined && rate !== null)
    lines.push(`${kwh(energy)} ${times} ${digits(rate)} g/kWh = ${massText(grams)}`);
  return lines;
}

/** How hours came from arithmetic, where they did. */
function computeLines({ terms }: CalcResult, times: string): readonly string[] {
  const hours = terms[0]?.derivation.from?.[1];
  if (hours?.formula?.startsWith('FLOPs /') !== true) return [];
  const [flops, achieved] = hours.from ?? [];
  if (flops === undefined || achieved === undefined) return [];
  const [peak, mfu] = achieved.from ?? [];
  const rate =
    peak === undefined || mfu === undefined
      ? `${digits(achieved.value)} FLOP/s`
      : `(${digits(peak.value)} FLOP/s ${times} MFU ${digits(mfu.value)})`;
  return [`${digits(flops.value)} FLOP / ${rate} / 3600 = ${digits(hours.value)} accelerator-hours`];
}

/** `8 × 545 W × 12 h`: an energy as the product that it is. */
function termText(derivation: Derivation, times: string): string {
  const { from, formula, value, unit } = derivation;
  if (from === undefined || formula === undefined) return `${digits(value)} ${unit}`;
  const [first, second] = from;
  if (first === undefined || second === undefined) return `${digits(value)} ${unit}`;
  if (formula.startsWith('energy / efficiency')) return `${termText(first, times)} / ${digits(second.value)}`;
  if (!formula.endsWith('/ 1000')) return `${digits(value)} ${unit}`;
  return `${hoursCount(second, times)}${powerText(first, times)} ${times} ${hoursText(second)}`;
}

function powerText(power: Derivation, times: string): string {
  const [first, second] = power.from ?? [];
  const isUsed = power.formula === 'power × utilisation' || power.formula === 'power × usage';
  if (isUsed && first !== undefined && second !== undefined)
    return `${digits(first.value)} W ${times} ${digits(second.value)}`;
  return `${digits(power.value)} W`;
}

function hoursCount(hours: Derivation, times: string): string {
  const [count] = hours.formula === 'accelerators × hours' ? (hours.from ?? []) : [];
  return count === undefined ? '' : `${digits(count.value)} ${times} `;
}

function hoursText(hours: Derivation): string {
  const clock = hours.formula === 'accelerators × hours' ? hours.from?.[1] : undefined;
  if (clock !== undefined) return `${digits(clock.value)} h`;
  return `${digits(hours.value)} ${hours.id.startsWith('hours.accelerator') ? 'accelerator-hours' : 'h'}`;
}

function massText(grams: number): string {
  if (grams >= 1e6) return `${digits(grams / 1e6)} t`;
  return grams >= 1000 ? `${digits(grams / 1000)} kg` : `${digits(grams)} g`;
}

/** Four significant digits, without an exponent where a person would write none. */
export function digits(value: number | null): string {
  if (value === null) return '?';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e9 || magnitude < 1e-4) return value.toExponential(3).replace(/\.?0+e/, 'e');
  if (magnitude >= 1e4) return String(Math.round(value));
  return String(Number(value.toPrecision(4)));
}
