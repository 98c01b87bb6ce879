import { csvRecord } from '../../book/csv-text.ts';
import { emissionsElsewhere, hasFigure, type PlaceEmissions } from '../../calc/regions.ts';
import { problem } from '../../errors.ts';
import type { GridPlace } from '../../grid/grid-place.ts';
import { intensitySpread } from '../../grid/intensity.io.ts';
import { placeProblems } from '../../grid/places.io.ts';
import { exact, written } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { wrapText } from '../output/text-width.ts';
import { type AskedEnergy, askedEnergy } from '../regions/asked-energy.io.ts';
import { askedPlaces } from '../regions/asked-places.io.ts';
import { type PlaceHere, placeHere } from '../regions/place-here.io.ts';
import { REGION_COLUMNS, regionCells, regionJson } from '../regions/regions-data.ts';
import { regionsFootnotes } from '../regions/regions-footnotes.ts';
import { regionsView } from '../regions/regions-view.ts';
import type { REGIONS } from '../spec/regions-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** How many rows a table has where nothing else is asked for. */
const DEFAULT_LIMIT = 20;
/** Without an energy there is no run whose length could count: the figure is that of a year, s. */
const YEAR_S = 31_557_600;

/** Shows what the same energy would emit in other places. */
export async function run(context: CliContext, input: InputOf<typeof REGIONS>): Promise<number> {
  const { options } = input;
  if (options.csv && context.json)
    return context.fail(
      problem(
        'E_USAGE',
        '--csv and --json at once',
        'Both are formats for stdout.',
        'Leave one of them out.',
      ),
    );
  const energy = options.energy === undefined ? undefined : askedEnergy(context, options.energy, options);
  if (energy !== undefined && !energy.ok) return context.fail(energy.error);
  const asked = askedPlaces(context, input);
  if (!asked.ok) return context.fail(asked.error);
  for (const wrong of placeProblems(context.host)) context.warn(wrong);
  const isOption = input.origins['region'] === 'option';
  const here = placeHere(context, options.region, isOption, energy?.value.run);
  const [wrongRegion] = here.warnings;
  if (wrongRegion !== undefined && isOption) return context.fail(wrongRegion);
  for (const warning of here.warnings) context.warn(warning);

  const durationS = options.duration ?? energy?.value.run?.durationS ?? YEAR_S;
  const isListed = input.arguments.places.length === 0;
  const places = isListed ? withPlace(asked.value.places, here.place) : asked.value.places;
  const all = emissionsElsewhere(energy?.value.kwh ?? exact(1), places, {
    spread: intensitySpread(),
    durationS,
    here: here.place,
    prefer: options.figure,
  });
  if (all.length === 0) return context.fail(nothingFits());
  const isForPrograms = context.json || options.csv;
  const limit = options.limit ?? (isForPrograms || !isListed ? 0 : DEFAULT_LIMIT);
  const rows = limited(options.sort === 'name' ? byName(all) : all, limit);
  if (isForPrograms)
    return tellPrograms(context, options.csv, rows, energy?.value, all.length, durationS, here);

  const look = lookOf(context, options);
  context.out(`${regionsView(rows, look, { withCarbon: energy !== undefined }).join('\n')}\n`);
  if (context.quiet) return 0;
  const { figure } = options;
  const notes = regionsFootnotes({
    rows,
    leftOut: all.length - rows.length,
    without: figure === undefined ? 0 : places.filter((place) => !hasFigure(place, figure)).length,
    figure,
    durationS,
    isHereGuessed: here.isGuess,
    isHereKnown: here.place !== undefined,
    notes: [...asked.value.notes, ...(isListed ? [] : notesOf(rows))],
  });
  const lines = notes.flatMap((note) => wrapText(note, context.columns));
  context.err(`${lines.map((line) => context.errStyle.dim(line)).join('\n')}\n`);
  return 0;
}

function tellPrograms(
  context: CliContext,
  isCsv: boolean,
  rows: readonly PlaceEmissions[],
  energy: AskedEnergy | undefined,
  total: number,
  durationS: number,
  here: PlaceHere,
): number {
  const data = rows.map((row) => regionJson(row, energy?.kwh));
  if (!isCsv) {
    return context.succeed({
      energy: energy === undefined ? null : written(energy.kwh, 'kWh'),
      run: energy?.run?.id ?? null,
      durationS,
      here: here.place?.id ?? null,
      hereIsGuess: here.isGuess,
      total,
      rows: data,
    });
  }
  const lines = [csvRecord(REGION_COLUMNS), ...data.map((row) => csvRecord(regionCells(row)))];
  context.out(`${lines.join('\n')}\n`);
  return 0;
}

/** Why a place that was asked for has this figure, where that is not plain. */
function notesOf(rows: readonly PlaceEmissions[]): readonly string[] {
  return [...new Set(rows.flatMap(({ intensity: { note } }) => (note === undefined ? [] : [note])))];
}

/** Where we are stands in every list, to be compared with. */
function withPlace(places: readonly GridPlace[], here: GridPlace | undefined): readonly GridPlace[] {
  return here === undefined || places.some(({ id }) => id === here.id) ? places : [...places, here];
}

/** The first rows, and the place where we are, wherever it ranks. */
function limited(rows: readonly PlaceEmissions[], limit: number): readonly PlaceEmissions[] {
  return limit === 0 ? rows : rows.filter(({ isHere }, i) => i < limit || isHere);
}

function byName(rows: readonly PlaceEmissions[]): readonly PlaceEmissions[] {
  return rows.toSorted(
    (a, b) => a.place.name.localeCompare(b.place.name, 'en') || (a.place.id < b.place.id ? -1 : 1),
  );
}

function nothingFits(): ReturnType<typeof problem> {
  return problem(
    'E_NOT_FOUND',
    'no place fits',
    'No place of the tables answers to all of what was asked for.',
    'Leave out --kind, --provider, --near or --figure.',
  );
}
