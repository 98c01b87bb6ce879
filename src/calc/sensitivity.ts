import { interval } from '../units/estimate.ts';
import type { CalcResult } from './calc-result.ts';
import type { Figure } from './figure.ts';

/** How far a result moves when one of its inputs does. */
export interface Sensitivity {
  readonly input: 'power' | 'utilisation' | 'PUE' | 'intensity';
  /** The input at its ends, in its own unit. */
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  /** The result with the input at its ends, in the result's unit. */
  readonly low: number;
  readonly high: number;
  /** The input was given without error: its ends are a what-if of this part of it either way. */
  readonly whatIf: boolean;
}

/** How far a given input is moved to show what depends on it. */
export const WHAT_IF = 0.1;

/** Computes the same request at another utilisation; undefined where nothing depends on it. */
export type AtUtilisation = (utilisation: number) => CalcResult | undefined;

/**
 * The result (carbon, else energy) with each input at the ends of its 90 % interval and all others at their values; what was given exactly
 * is moved by a tenth. The widest first.
 */
export function sensitivities(
  result: CalcResult,
  utilisation?: { readonly at: AtUtilisation; readonly low: number; readonly high: number },
): readonly Sensitivity[] {
  const { carbon, energy, machines, pue, intensity } = result;
  const target = carbon?.estimate.value ?? energy.estimate.value;
  if (target === null || target === 0) return [];
  const hasCarbon = carbon?.estimate.value !== null && carbon !== undefined;
  const entries = [
    ...(result.request.energy === undefined ? [moved('power', machines, 'kWh', target)] : []),
    ...(utilisation === undefined ? [] : [byUtilisation(result, utilisation)]),
    ...(pue === undefined || pue.derivation.id === 'pue.missing' ? [] : [moved('PUE', pue, '', target)]),
    ...(hasCarbon && intensity !== undefined ? [moved('intensity', intensity, 'g/kWh', target)] : []),
  ];
  return entries.filter((entry) => entry !== undefined).toSorted((a, b) => b.high - b.low - (a.high - a.low));
}

/** The request computed anew at both ends: a power is not in proportion to its utilisation. */
function byUtilisation(
  result: CalcResult,
  { at, low, high }: { readonly at: AtUtilisation; readonly low: number; readonly high: number },
): Sensitivity | undefined {
  const given = result.request.utilisation;
  const isStated = result.lines.length > 0 && result.lines.every(({ power }) => power !== undefined);
  // A stated power is what was drawn, at whatever utilisation.
  if (given === undefined && isStated) return undefined;
  const [from, to] =
    given === undefined ? [low, high] : [given * (1 - WHAT_IF), Math.min(1, given * (1 + WHAT_IF))];
  const [below, above] = [at(from), at(to)].map((other) => (other === undefined ? null : valueOf(other)));
  if (below === null || above === null || below === undefined || above === undefined || below === above)
    return undefined;
  return { input: 'utilisation', from, to, unit: '', low: below, high: above, whatIf: given !== undefined };
}

function valueOf({ carbon, energy }: CalcResult): number | null {
  return carbon?.estimate.value ?? energy.estimate.value;
}

function moved(
  input: Sensitivity['input'],
  figure: Figure,
  unit: string,
  target: number,
): Sensitivity | undefined {
  const { value } = figure.estimate;
  if (value === null || value === 0) return undefined;
  const { low, high } = interval(figure.estimate);
  const isExact = low === null || high === null || low === high;
  const floor = input === 'PUE' ? 1 : 0;
  const from = isExact ? Math.max(floor, value * (1 - WHAT_IF)) : low;
  const to = isExact ? value * (1 + WHAT_IF) : high;
  return {
    input,
    from,
    to,
    unit,
    low: (target * from) / value,
    high: (target * to) / value,
    whatIf: isExact,
  };
}
