import { type Estimate, interval } from '../../units/estimate.ts';
import type { Look } from '../views/look.ts';

/** A quantity whose unit is not scaled, with its band: `15 L (9.8–22)`, `0.000012 EUR`. What is not zero never prints as zero. */
export function plainBand(estimate: Estimate, unit: string, look: Look): string {
  const { value } = estimate;
  if (value === null) return look.unicode ? '—' : '-';
  const { low, high } = interval(estimate);
  const text = `${short(value)} ${unit}`.trimEnd();
  if (low === null || high === null || low === high) return text;
  return `${text} (${short(low)}${look.unicode ? '–' : '-'}${short(high)})`;
}

/** Two or three digits, without an exponent between a millionth and a billion. */
function short(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) >= 1e9 || Math.abs(rounded) < 1e-6) return rounded.toExponential();
  return Math.abs(rounded) < 1e-4 ? rounded.toFixed(8).replace(/0+$/, '') : String(rounded);
}
