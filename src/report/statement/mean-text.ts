import { missing } from '../../units/format.ts';
import type { Mean } from './mean.ts';
import { saidNumber } from './said.ts';

const ROUNDING = 1e-12;

/** A mean with its standard error. */
export function meanText(mean: Mean | undefined): string {
  if (mean === undefined || mean.value === null) return missing();
  if (mean.se === null) return saidNumber(mean.value);
  // Equal values leave the rounding of their sum.
  if (mean.se <= Math.abs(mean.value) * ROUNDING) return `${saidNumber(mean.value)} ± 0`;
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(mean.se))));
  return `${mean.value.toFixed(decimals)} ± ${mean.se.toFixed(decimals)}`;
}
