import { J_PER_KWH } from './j-per-kwh.ts';

/** The units that joulebook reads and prints, by dimension. The factor leads to the base unit of the code: J, g, s, W, L, g/kWh. */
export const DIMENSIONS = {
  energy: {
    noun: 'an energy',
    base: 'J',
    example: '2 kWh',
    units: {
      J: 1,
      mJ: 1e-3,
      kJ: 1e3,
      MJ: 1e6,
      GJ: 1e9,
      TJ: 1e12,
      Wh: 3600,
      µWh: 3.6e-3,
      mWh: 3.6,
      kWh: J_PER_KWH,
      MWh: 3.6e9,
      GWh: 3.6e12,
      TWh: 3.6e15,
    },
  },
  mass: {
    noun: 'a mass',
    base: 'g',
    example: '10 g',
    units: { g: 1, µg: 1e-6, mg: 1e-3, kg: 1e3, t: 1e6, kt: 1e9, lb: 453.59237 },
  },
  duration: {
    noun: 'a duration',
    base: 's',
    example: '1h30m',
    units: { s: 1, µs: 1e-6, ms: 1e-3, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 },
  },
  power: {
    noun: 'a power',
    base: 'W',
    example: '250 W',
    units: { W: 1, µW: 1e-6, mW: 1e-3, kW: 1e3, MW: 1e6, GW: 1e9 },
  },
  volume: {
    noun: 'a volume',
    base: 'L',
    example: '2 L',
    units: { L: 1, l: 1, nL: 1e-9, µL: 1e-6, mL: 1e-3, ml: 1e-3, m3: 1000 },
  },
  intensity: {
    noun: 'a carbon intensity',
    base: 'g/kWh',
    example: '56 g/kWh',
    units: {
      'g/kWh': 1,
      'kg/kWh': 1000,
      'mg/kWh': 1e-3,
      'g/MWh': 1e-3,
      'kg/MWh': 1,
      't/MWh': 1000,
      'lb/MWh': 0.45359237,
      'g/Wh': 1000,
      'g/MJ': 3.6,
    },
  },
} as const;

/** What a quantity measures. */
export type Dimension = keyof typeof DIMENSIONS;

/** Longer names of units, singular; a plural s is understood. */
const NAMES: Readonly<Record<string, string>> = {
  joule: 'J',
  kilojoule: 'kJ',
  megajoule: 'MJ',
  'watt-hour': 'Wh',
  watthour: 'Wh',
  'kilowatt-hour': 'kWh',
  kilowatthour: 'kWh',
  gram: 'g',
  milligram: 'mg',
  kilogram: 'kg',
  tonne: 't',
  pound: 'lb',
  second: 's',
  sec: 's',
  millisecond: 'ms',
  minute: 'min',
  min: 'min',
  hour: 'h',
  hr: 'h',
  day: 'd',
  week: 'w',
  watt: 'W',
  kilowatt: 'kW',
  litre: 'L',
  liter: 'L',
  millilitre: 'mL',
};

/** A unit as it was understood. */
export interface KnownUnit {
  readonly dimension: Dimension;
  readonly symbol: string;
  readonly factor: number;
}

const BY_SYMBOL = new Map<string, KnownUnit>();
const BY_LOWER = new Map<string, KnownUnit[]>();
for (const [dimension, { units }] of Object.entries(DIMENSIONS)) {
  for (const [symbol, factor] of Object.entries(units)) {
    const unit: KnownUnit = { dimension: dimension as Dimension, symbol, factor };
    BY_SYMBOL.set(symbol, unit);
    const lower = symbol.toLowerCase();
    BY_LOWER.set(lower, [...(BY_LOWER.get(lower) ?? []), unit]);
  }
}

/** Looks a unit up. Case counts only where it decides: `KWH` is kWh, but `MWH` may be mega or milli and is not understood. */
export function unitOf(text: string): KnownUnit | undefined {
  const plain = text
    .normalize('NFKC') // µ (micro sign) and μ (Greek mu) become one, CO₂ becomes CO2
    .replaceAll('μ', 'µ')
    .replace(/\s*CO2(e|eq|-eq)?(?=\s*(?:$|\/))/i, '')
    .replace(/\s*\/\s*/, '/')
    .trim();
  const exact = BY_SYMBOL.get(plain) ?? BY_SYMBOL.get(plain.replace(/^u/, 'µ'));
  if (exact !== undefined) return exact;
  const lower = plain.toLowerCase();
  const named = NAMES[lower] ?? NAMES[lower.replace(/s$/, '')];
  if (named !== undefined) return BY_SYMBOL.get(named);
  const candidates = BY_LOWER.get(lower) ?? [];
  return candidates.length === 1 && !/^m/i.test(plain) ? candidates[0] : undefined;
}
