import { kindOf, type PlaceEmissions } from '../../calc/regions.ts';
import type { FigurePreference } from '../../grid/place-intensity.ts';
import { printDuration } from '../../units/format-duration.ts';

/** What the footnotes are about. */
export interface RegionsFacts {
  readonly rows: readonly PlaceEmissions[];
  /** Rows beyond the limit. */
  readonly leftOut: number;
  /** Places without a figure of the kind that was asked for. */
  readonly without: number;
  readonly figure?: FigurePreference | undefined;
  /** s. */
  readonly durationS: number;
  readonly isHereGuessed: boolean;
  readonly isHereKnown: boolean;
  readonly notes: readonly string[];
}

const MEANING: Readonly<Record<FigurePreference, string>> = {
  production: 'made (production): average of what power plants there emit (life cycle), imports left out',
  consumption: 'used (consumption): average of what sockets there cause (life cycle), imports followed',
  marginal:
    'marginal: what the plants that follow the load emit (burning fuel only); never add it to an average',
};
/** A year of the spread's table, s. */
const YEAR_S = 31_557_600;

/** What has to be known to read the table, one line each. */
export function regionsFootnotes(facts: RegionsFacts): string[] {
  const kinds = [...new Set(facts.rows.map(({ intensity }) => kindOf(intensity)))];
  const lines = kinds.toSorted().map((kind) => `${MEANING[kind]} (${sourcesOf(facts.rows, kind)})`);
  if (kinds.length > 1)
    lines.push(
      'Places of one kind can be ranked; between kinds the order is no comparison (--figure KIND shows one).',
    );
  if (facts.rows.some(({ versusHere, isHere }) => versusHere !== undefined && !isHere))
    lines.push('vs here: by figures of the same kind on both sides.');
  lines.push(
    facts.durationS >= YEAR_S
      ? '(low-high): 90 % for a whole year, by the age of the figure; a short run can meet far more or less (--duration).'
      : `(low-high): 90 % for ${printDuration(facts.durationS)} at any time of the year.`,
  );
  if (facts.isHereGuessed) lines.push('Where you are is guessed from the time zone; --region says it.');
  if (!facts.isHereKnown) lines.push('Where you are is not known; --region says it.');
  if (facts.without > 0)
    lines.push(`${count(facts.without, 'place has', 'places have')} no ${facts.figure ?? ''} figure.`);
  if (facts.leftOut > 0) lines.push(`${count(facts.leftOut, 'more place', 'more places')}: --limit 0`);
  return [...lines, ...facts.notes.map((note) => `${note}.`)];
}

function sourcesOf(rows: readonly PlaceEmissions[], kind: FigurePreference): string {
  const sources = rows
    .filter(({ intensity }) => kindOf(intensity) === kind)
    .map(({ intensity }) => intensity);
  return [...new Set(sources.map(({ source }) => source.split(',')[0] ?? source))].join('; ');
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
