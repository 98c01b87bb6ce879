import { interval } from '../../units/estimate.ts';
import { digits } from '../formula-text.ts';
import type { CalcResult } from '../calc-result.ts';
import type { Figure } from '../figure.ts';

/** A figure in words for a report. */
export interface SaidNumber {
  readonly value: string;
  /** `250 to 610`, without the unit; undefined where there is no interval. */
  readonly between?: string;
  readonly unit: string;
}

const ENERGY: readonly (readonly [unit: string, kwh: number])[] = [
  ['GWh', 1e6],
  ['MWh', 1e3],
  ['kWh', 1],
  ['Wh', 1e-3],
  ['mWh', 1e-6],
];
const MASS: readonly (readonly [unit: string, grams: number])[] = [
  ['t', 1e6],
  ['kg', 1e3],
  ['g', 1],
  ['mg', 1e-3],
];

/** An energy in kWh, scaled so that it reads well. */
export function saidEnergy(figure: Figure): SaidNumber {
  return said(figure, ENERGY);
}

/** A mass in g, scaled so that it reads well. */
export function saidMass(figure: Figure): SaidNumber {
  return said(figure, MASS);
}

function said({ estimate }: Figure, scale: readonly (readonly [string, number])[]): SaidNumber {
  const { value } = estimate;
  const { low, high } = interval(estimate);
  const anchor = Math.abs(value ?? high ?? 0);
  const [unit = '', factor = 1] = scale.find(([, each]) => anchor >= each) ?? scale.at(-1) ?? [];
  const isSpread = low !== null && high !== null && low !== high;
  const text = (number: number): string =>
    String(isSpread ? Number((number / factor).toPrecision(2)) : digits(number / factor));
  return {
    value:
      value === null
        ? ''
        : isSpread
          ? String(Number((value / factor).toPrecision(3)))
          : digits(value / factor),
    unit,
    ...(isSpread ? { between: `${text(low)} to ${text(high)}` } : {}),
  };
}

/** `8 x NVIDIA H100 SXM, 2 x NVIDIA L4`; undefined where no hardware is known. */
export function saidHardware({ lines, request }: CalcResult): string | undefined {
  const names = lines.map(({ count, name }) => `${count} x ${name}`);
  if (request.cpu?.text !== undefined) names.push(`${request.cpu.sockets ?? 1} x ${request.cpu.text}`);
  return names.length === 0 ? undefined : names.join(', ');
}
