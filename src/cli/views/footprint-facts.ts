import type { CarbonRecord, MarketRecord, RunRecord } from '../../book/run-record.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { namedPlace } from '../../grid/named-place.ts';
import { printCarbon, type PrintOptions, printIntensity } from '../../units/format.ts';
import type { Sourced } from '../../units/sourced.ts';
import { asciiText } from '../output/ascii-text.ts';
import { plainNumber } from './look.ts';
import { shareText } from '../../units/format-share.ts';

/** How facts are printed. */
export interface FactOptions extends PrintOptions {
  /** Whole names of sources, and their licences. */
  readonly full?: boolean;
}

/** How a zone was found, in a word. */
const FOUND: Readonly<Record<SourcedIntensity['zoneFrom'], string>> = {
  option: '--region',
  config: 'settings',
  cloud: "the cloud's region",
  'time-zone': 'a guess by time zone',
  unknown: '',
  given: '',
};

/** What a run's carbon rests on: zone and how it was found, intensity with year, kind and source, PUE with source. */
export function carbonFacts({ carbon }: RunRecord, print: FactOptions): readonly string[] {
  const { intensity, live, pue } = carbon;
  return [...intensityFacts(intensity, print, liveText(live)), ...(pue === null ? [] : pueFacts(pue, print))];
}

/** How much of an intensity is live: ` live`, ` 60 % live`; nothing where none of it is. */
function liveText(live: CarbonRecord['live']): string {
  if (live === undefined || live.fraction === 0) return '';
  return live.fraction > 0.995 ? ' live' : ` ${shareText(live.fraction)} live`;
}

/** Where the electricity came from, and how much carbon a kWh of it has. */
function intensityFacts(
  intensity: SourcedIntensity | null,
  print: FactOptions,
  live: string,
): readonly string[] {
  if (intensity === null) return ['no intensity is recorded'];
  const { zoneFrom, zoneName, value, basis, boundary, licence, note } = intensity;
  if (zoneFrom === 'unknown') {
    return ['region unknown: give --region', ...(print.full === true && note !== undefined ? [note] : [])];
  }
  if (zoneFrom === 'given' || basis === 'given') {
    const place = namedPlace(intensity);
    return [
      ...(place === undefined ? [] : [print.ascii === true ? asciiText(place) : place]),
      `${printIntensity(value, print)} ${intensity.source.startsWith('as ') ? nameOf(intensity, print) : sourceOf(intensity, print)}`,
    ];
  }
  return [
    `${print.ascii === true ? asciiText(zoneName) : zoneName} (${FOUND[zoneFrom]})`,
    `${printIntensity(value, print)}${yearOf(intensity)}${live}`,
    `location-based ${basis}`,
    boundary,
    nameOf(intensity, print),
    ...(print.full === true && licence !== undefined ? [licence] : []),
  ];
}

/** The building's overhead: `PUE 1.56 (1.1–2.0) assumed`, and who says so. */
function pueFacts(pue: Sourced, print: FactOptions): readonly string[] {
  const { value, low, high, grade } = pue;
  if (value === null) return ['PUE unknown'];
  const to = print.ascii === true ? '-' : '–';
  const band =
    low === null || high === null || low === high ? '' : ` (${decimals(low)}${to}${decimals(high)})`;
  const text = `PUE ${twoDecimals(value)}${band}${grade === 'C' ? ' assumed' : ''}`;
  if (isGiven(pue)) return [`${text} as given`];
  // What needs no year is a matter of definition: a desk is no data centre.
  if (pue.year === undefined && print.full !== true) return [text];
  // Of another tool's record it is said how it came: `as codecarbon recorded it`.
  return [`${text} ${pue.source.startsWith('as ') ? '' : 'from '}${withYear(pue, print)}`];
}

/** What market-based carbon rests on. */
export function marketFacts({ intensity }: MarketRecord, print: FactOptions): readonly string[] {
  return ['market-based', `${printIntensity(intensity.value, print)} ${sourceOf(intensity, print)}`];
}

/** What marginal emissions rest on. */
export function marginalFacts(
  { intensity, live }: NonNullable<CarbonRecord['marginal']>,
  print: FactOptions,
): readonly string[] {
  const part = live.fraction > 0.995 ? [] : [`known for ${shareText(live.fraction)} of the energy`];
  return ['marginal', `${printIntensity(intensity.value, print)} (${live.name})`, ...part];
}

/** What the part of making the machine rests on. */
export function embodiedFacts({ embodiedBasis: basis }: CarbonRecord, print: FactOptions): readonly string[] {
  const said = ['making the machine', 'not in the carbon above'];
  if (basis === undefined || print.full !== true) return said;
  const years = plainNumber(Number((basis.lifetimeS / YEAR_S).toFixed(1)));
  return [
    ...said,
    `${printCarbon(basis.total.value, print)} in ${years} years`,
    withYear(basis.total, print),
  ];
}

/** Seconds of a mean Gregorian year. */
const YEAR_S = 365.2425 * 86_400;

/** What the water rests on. */
export function waterFacts({ wue }: NonNullable<RunRecord['water']>, print: FactOptions): readonly string[] {
  return ['on site only', `${figure(wue)} L/kWh ${sourceOf(wue, print)}`];
}

/** What the money rests on. */
export function costFacts({ price }: NonNullable<RunRecord['cost']>, print: FactOptions): readonly string[] {
  return [`${figure(price)} ${price.unit} ${sourceOf(price, print)}`, 'PUE in it'];
}

function figure({ value }: Sourced): string {
  return value === null ? '?' : plainNumber(value);
}

function sourceOf(constant: Sourced, print: FactOptions): string {
  return isGiven(constant) ? 'as given' : `(${withYear(constant, print)})`;
}

function isGiven({ id }: Sourced): boolean {
  return id.startsWith('given.') || id.endsWith('.given');
}

function withYear(constant: Sourced, print: FactOptions): string {
  const { year } = constant;
  const name = nameOf(constant, print);
  return year === undefined || name.includes(`${year}`) ? name : `${name} ${year}`;
}

/** The name of a source, short without what explains it. */
function nameOf({ source }: Sourced, { ascii, full }: FactOptions): string {
  const name = full === true ? source : (source.split(/[,;(]/)[0]?.trim() ?? source);
  return ascii === true ? asciiText(name) : name;
}

function yearOf({ year }: Sourced): string {
  return year === undefined ? '' : ` in ${year}`;
}

function twoDecimals(value: number): string {
  const text = String(Number(value.toFixed(3)));
  return /\.\d{2,}$/.test(text) ? text : value.toFixed(2);
}

function decimals(value: number): string {
  const text = String(Number(value.toFixed(2)));
  return text.includes('.') ? text : value.toFixed(1);
}
