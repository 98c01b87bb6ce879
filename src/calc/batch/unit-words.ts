/** Units as keys and values of a row write them, by dimension; the factor leads to the unit that the slots use. */
export type RowDimension =
  | 'hours'
  | 'watts'
  | 'kwh'
  | 'kg'
  | 'gPerKwh'
  | 'kgPerHour'
  | 'gigabytes'
  | 'wPerGB'
  | 'flops'
  | 'flopsPerS'
  | 'number'
  | 'part'
  | 'years';

type Factors = Readonly<Record<string, number>>;

const HOURS: Factors = {
  ms: 1 / 3.6e6,
  milliseconds: 1 / 3.6e6,
  seconds: 1 / 3600,
  second: 1 / 3600,
  secs: 1 / 3600,
  sec: 1 / 3600,
  s: 1 / 3600,
  minutes: 1 / 60,
  minute: 1 / 60,
  mins: 1 / 60,
  min: 1 / 60,
  hours: 1,
  hour: 1,
  hrs: 1,
  hr: 1,
  h: 1,
  days: 24,
  day: 24,
  d: 24,
  weeks: 168,
  week: 168,
  wks: 168,
  wk: 168,
  months: 730,
  month: 730,
  years: 8760,
  year: 8760,
  yrs: 8760,
  yr: 8760,
};
const WATTS: Factors = {
  w: 1,
  watts: 1,
  watt: 1,
  kw: 1e3,
  kilowatt: 1e3,
  kilowatts: 1e3,
  mw: 1e6,
  megawatt: 1e6,
  megawatts: 1e6,
  gw: 1e9,
  gigawatts: 1e9,
  milliwatts: 1e-3,
};
const KWH: Factors = {
  milliwatt_hours: 1e-6,
  wh: 1e-3,
  ...Object.fromEntries(
    [
      ['', 1e-3],
      ['kilo', 1],
      ['mega', 1e3],
      ['giga', 1e6],
      ['tera', 1e9],
    ].flatMap(([prefix, factor]) =>
      ['watt_hour', 'watt_hours', 'watthour', 'watthours'].map((word) => [`${prefix}${word}`, factor]),
    ),
  ),
  kwh: 1,
  kwhs: 1,
  kw_h: 1,
  mwh: 1e3,
  gwh: 1e6,
  twh: 1e9,
  millijoules: 1 / 3.6e9,
  j: 1 / 3.6e6,
  joules: 1 / 3.6e6,
  joule: 1 / 3.6e6,
  kj: 1 / 3.6e3,
  kilojoules: 1 / 3.6e3,
  megajoules: 1 / 3.6,
  gigajoules: 1e3 / 3.6,
  terajoules: 1e6 / 3.6,
  mj: 1 / 3.6,
  gj: 1e3 / 3.6,
  tj: 1e6 / 3.6,
};
const POUND_KG = 0.45359237;
const MASSES: Factors = {
  mg: 1e-6,
  g: 1e-3,
  gram: 1e-3,
  grams: 1e-3,
  kg: 1,
  kgs: 1,
  kilogram: 1,
  kilograms: 1,
  t: 1e3,
  tonne: 1e3,
  tonnes: 1e3,
  ton: 1e3,
  tons: 1e3,
  metric_ton: 1e3,
  metric_tons: 1e3,
  metric_tonne: 1e3,
  metric_tonnes: 1e3,
  lb: POUND_KG,
  lbs: POUND_KG,
  pound: POUND_KG,
  pounds: POUND_KG,
  kt: 1e6,
};
const GASES = ['', 'co2', 'co2e', 'co2eq', 'co2_e', 'co2_eq', '_co2', '_co2e', '_co2eq', '_co2_eq'];
const BIG: Factors = {
  k: 1e3,
  hundred: 100,
  dozen: 12,
  thousand: 1e3,
  thousands: 1e3,
  m: 1e6,
  million: 1e6,
  millions: 1e6,
  mio: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  trillion: 1e12,
  trillions: 1e12,
};
const PREFIXES: Factors = {
  '': 1,
  g: 1e9,
  giga: 1e9,
  t: 1e12,
  tera: 1e12,
  p: 1e15,
  peta: 1e15,
  e: 1e18,
  exa: 1e18,
  z: 1e21,
  zetta: 1e21,
};

/** `mW`, `mWh` and `mJ` by their capitals are thousandths; in small letters throughout they are millions, as no key writes `MW`. */
export function spelledMilli(text: string): string {
  return text.replaceAll(
    /(?<![A-Za-z])m(Wh|W|J)(?![A-Za-z])/g,
    (_, unit: string) => ({ Wh: 'milliwatt_hours', W: 'milliwatts', J: 'millijoules' })[unit] ?? unit,
  );
}

const DAY_S = 86_400;

const KG = crossed(MASSES, GASES, (mass, gas) => [`${mass}${gas}`]);
const DEVICE = ['chip', 'gpu', 'tpu', 'accelerator', 'device', 'processor', 'card'];

/** Words of each dimension. */
export const UNIT_WORDS: Readonly<Record<RowDimension, Factors>> = {
  hours: HOURS,
  watts: WATTS,
  kwh: KWH,
  kg: KG,
  gPerKwh: intensities(),
  kgPerHour: Object.fromEntries(
    Object.entries(KG).flatMap(([mass, factor]) =>
      DEVICE.flatMap((device) =>
        ['hour', 'hours', 'h', 'hr'].map((hour) => [`${mass}_per_${device}_${hour}`, factor] as const),
      ),
    ),
  ),
  gigabytes: { mb: 1e-3, gb: 1, gib: 1, tb: 1e3, tib: 1024 },
  wPerGB: {
    w_per_gb: 1,
    power_per_gb_w: 1,
    w_power_per_gb: 1,
    w_gb: 1,
    watts_per_gb: 1,
    w_per_gib: 1,
    kwh_per_gbh: 1e3,
  },
  flops: flopWords(),
  flopsPerS: rateWords(),
  number: BIG,
  part: { pct: 0.01, percent: 0.01, percentage: 0.01, '%': 0.01 },
  years: {
    years: 1,
    year: 1,
    yr: 1,
    yrs: 1,
    y: 1,
    months: 1 / 12,
    days: 1 / 365,
    hours: 1 / 8760,
    h: 1 / 8760,
  },
};

/** The factor of a word in a dimension; `constructor` is none. */
export function unitFactor(dimension: RowDimension, word: string): number | undefined {
  return Object.hasOwn(UNIT_WORDS[dimension], word) ? UNIT_WORDS[dimension][word] : undefined;
}

function crossed(
  base: Factors,
  others: readonly string[],
  join: (a: string, b: string) => readonly string[],
): Factors {
  return Object.fromEntries(
    Object.entries(base).flatMap(([word, factor]) =>
      others.flatMap((other) => join(word, other).map((name) => [name, factor] as const)),
    ),
  );
}

/** Every mass over every energy: `kg_per_kwh`, `lb_per_mwh`, `gco2e_kwh`, `t_per_gwh`. */
function intensities(): Factors {
  const words: Record<string, number> = {};
  for (const [mass, kg] of Object.entries(KG))
    for (const [energy, kwh] of Object.entries(KWH))
      for (const join of ['_per_', '_']) words[`${mass}${join}${energy}`] = (kg * 1e3) / kwh;
  return words;
}

function flopWords(): Factors {
  const words: Record<string, number> = {};
  for (const [prefix, factor] of Object.entries(PREFIXES)) {
    for (const flop of [`${prefix}flop`, `${prefix}flops`, ...(prefix === 'p' ? ['pf', 'pfs'] : [])]) {
      for (const day of ['_days', '_day', '_s_days', '_s_day', '_per_s_days'])
        words[flop + day] = factor * DAY_S;
      for (const hour of ['_hours', '_s_hours', '_hrs', '_hr']) words[flop + hour] = factor * 3600;
      // `tflops` alone is a rate; only what no machine does in a second is an amount.
      if (/^(e|exa|z|zetta)?flops?$/.test(flop)) words[flop] = factor;
    }
  }
  return words;
}

function rateWords(): Factors {
  const words: Record<string, number> = {};
  for (const [prefix, factor] of Object.entries(PREFIXES))
    for (const flop of [`${prefix}flop`, `${prefix}flops`])
      for (const second of ['', '_per_s', '_per_sec', '_per_second', '_s']) words[flop + second] = factor;
  return words;
}
