/** What a text that stands for emissions should have been, in words that may be followed as they are: no number is made up. */
export function gramsFix(value: unknown, said: string): string {
  const single = typeof value === 'object' ? ofParts(value) : gramsOf(said);
  if (single !== undefined) return `Write emissions: ${plain(single)}`;
  const ends = rangeOf(value, said);
  if (ends === undefined) return 'Write the number of grams alone.';
  const middle = plain((ends[0] + ends[1]) / 2);
  return `Write one number of grams, e.g. emissions: ${middle}, and the range in source.`;
}

const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)`;
const SINGLE = new RegExp(`^[~≈]?\\s*${NUMBER}\\s*([a-zµ]*)(?:\\s*(?:of\\s+)?co(?:2|₂)\\S*)?$`, 'i');
const RANGE = new RegExp(`^[~≈]?\\s*${NUMBER}\\s*([a-z]*)\\s*(?:-|–|—|to)\\s*${NUMBER}\\s*([a-z]*)`, 'i');

/** `330`, `0.33 kg`, `~330 gCO2eq`. */
function gramsOf(said: string): number | undefined {
  const [, number = '', unit = ''] = SINGLE.exec(said) ?? [];
  return inGrams(number, unit);
}

/** `300-400`, `0.3 to 0.4 kg`, `[300, 400]`. */
function rangeOf(value: unknown, said: string): readonly [number, number] | undefined {
  if (Array.isArray(value)) {
    const [low, high, ...more] = value.map((one) => (typeof one === 'number' ? one : Number.NaN));
    return low !== undefined && high !== undefined && more.length === 0 && high > low
      ? [low, high]
      : undefined;
  }
  const [, from = '', own = '', to = '', unit = ''] = RANGE.exec(said) ?? [];
  const [low, high] = [inGrams(from, own || unit), inGrams(to, unit)];
  return low === undefined || high === undefined || !(high > low) ? undefined : [low, high];
}

/** `{ value: 17.1, unit: kg }`. */
function ofParts(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value)) return undefined;
  const { value: number, unit } = value as { readonly value: unknown; readonly unit?: unknown };
  if (typeof number !== 'number' && typeof number !== 'string') return undefined;
  return inGrams(String(number), typeof unit === 'string' ? unit : '');
}

function inGrams(number: string, unit: string): number | undefined {
  const word = unit.toLowerCase().replace(/co2.*$/, '');
  const grams =
    number === '' ? Number.NaN : Number(number.replace(/,(?=\d{3}\b)/g, '')) * (UNITS[word] ?? Number.NaN);
  return Number.isFinite(grams) && grams >= 0 ? grams : undefined;
}

function plain(grams: number): string {
  return String(Number(grams.toPrecision(6)));
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  mg: 1e-3,
  g: 1,
  gram: 1,
  grams: 1,
  kg: 1e3,
  kilograms: 1e3,
  t: 1e6,
  tons: 1e6,
  tonnes: 1e6,
};
