import { kindOf, type PlaceEmissions } from '../../calc/regions.ts';
import type { FigurePreference } from '../../grid/place-intensity.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { type Interval, interval } from '../../units/estimate.ts';
import { co2e, missing, printCarbon, printIntensity } from '../../units/format.ts';
import { type Column, renderTable } from '../output/table.ts';
import { fitText } from '../output/text-width.ts';
import { bar } from '../views/bars.ts';
import { type Look, printOptions } from '../views/look.ts';

interface RegionColumn extends Column {
  readonly cell: (row: PlaceEmissions) => string;
}

const BAR_WIDTH = 8;
/** A longer name is cut: a few islands would take the room of every other column. */
const LONGEST_NAME = 27;
/** Ids of clouds' regions are long, and what a person types: the city beside them gives way. */
const LONGEST_CITY = 18;
const SHORT: Readonly<Record<FigurePreference, string>> = {
  production: 'made',
  consumption: 'used',
  marginal: 'marginal',
};

/** A table of places; the energy's column only where there is one. */
export function regionsView(
  rows: readonly PlaceEmissions[],
  look: Look,
  options: { readonly withCarbon: boolean },
): string[] {
  const columns = columnsOf(rows, look, options.withCarbon);
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  return renderTable(columns, cells, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

function columnsOf(rows: readonly PlaceEmissions[], look: Look, withCarbon: boolean): RegionColumn[] {
  const print = printOptions(look);
  const none = missing(print);
  const most = Math.max(...rows.map(({ intensity }) => intensity.value ?? 0));
  const hasHere = rows.some(({ isHere, versusHere }) => isHere || versusHere !== undefined);
  const paint = (cell: string, row: number): string =>
    rows[row]?.isHere === true ? look.style.bold(cell) : cell;
  const columns: RegionColumn[] = [
    { title: 'PLACE', paint, cell: ({ place }) => place.id },
    { title: 'NAME', paint, keep: true, cell: (row) => nameOf(row, look) },
    {
      title: 'g/kWh',
      align: 'right',
      ...(withCarbon ? {} : { keep: true as const }),
      paint,
      cell: ({ intensity }) => printIntensity(intensity.value, print).replace(/ g\/kWh$/, ''),
    },
    ...(withCarbon
      ? [
          {
            title: co2e(print),
            align: 'right',
            keep: true,
            paint,
            cell: ({ carbon }: PlaceEmissions) => printCarbon(carbon, print),
          } as const,
        ]
      : []),
    {
      title: look.unicode ? '(low–high)' : '(low-high)',
      align: 'right',
      keep: true,
      cell: (row) => (withCarbon ? carbonRange(row, look) : rangeText(row.intensity, 1, look)),
    },
    ...(hasHere
      ? [{ title: 'vs here', align: 'right', keep: true, paint, cell: versus(look, none) } as const]
      : []),
    {
      title: 'FIGURE',
      keep: true,
      cell: ({ intensity }) => `${SHORT[kindOf(intensity)]} ${intensity.year ?? ''}`.trim(),
    },
    {
      title: '',
      cell: ({ intensity }) =>
        most === 0 ? '' : bar((intensity.value ?? 0) / most, BAR_WIDTH, look.unicode).trimEnd(),
    },
    { title: 'SOURCE', cell: ({ intensity }) => sourceName(intensity) },
  ];
  return columns;
}

/** `California, USA`, and of a cloud's region the city: enough to know it by. */
function nameOf({ place }: PlaceEmissions, look: Look): string {
  const { name, kind, country, cloud, city } = place;
  const isPart = (kind === 'state' || kind === 'zone') && country !== '';
  const text = cloud !== undefined ? (city ?? name) : isPart ? `${name}, ${country}` : name;
  const longest = cloud === undefined ? LONGEST_NAME : LONGEST_CITY;
  return fitText(text, longest, look.unicode ? '…' : '..');
}

function versus(look: Look, none: string): (row: PlaceEmissions) => string {
  return ({ versusHere, isHere }) => {
    if (isHere) return 'here';
    if (versusHere === undefined) return none;
    return changeText(versusHere.ratio, look.unicode);
  };
}

/** `−48%`, `+80%`, and from three times on `×11`. */
export function changeText(ratio: number, unicode: boolean): string {
  if (ratio >= 3)
    return `${unicode ? '×' : 'x'}${ratio >= 10 ? Math.round(ratio) : Number(ratio.toFixed(1))}`;
  const percent = Math.round((ratio - 1) * 100);
  if (percent === 0) return ratio === 1 ? '0%' : '<1%';
  const sign = percent > 0 ? '+' : unicode ? '−' : '-';
  return `${sign}${Math.abs(percent)}%`;
}

/** Both ends of the carbon in the unit in which the value is printed. */
function carbonRange({ carbon }: PlaceEmissions, look: Look): string {
  const unit = printCarbon(carbon, { ascii: true }).split(' ').at(-1) ?? '';
  const units: Readonly<Record<string, number>> = DIMENSIONS.mass.units;
  return rangeText(interval(carbon), units[unit.replace(/^u/, 'µ')] ?? 1, look);
}

function rangeText({ low, high }: Interval, factor: number, look: Look): string {
  const [from, to] = [low, high].map((end) => (end === null ? '' : twoDigits(end / factor)));
  return `(${from}${look.unicode ? '–' : '-'}${to})`;
}

function twoDigits(value: number): string {
  return value >= 10 ? `${Math.round(value)}` : `${Number(value.toPrecision(2))}`;
}

function sourceName({ source }: PlaceEmissions['intensity']): string {
  return source.split(',')[0] ?? source;
}
