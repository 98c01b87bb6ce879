import { choosePlaces, continentNamed, CONTINENTS } from '../../calc/regions-choice.ts';
import { problem } from '../../errors.ts';
import { providerOf } from '../../grid/cloud-names.ts';
import type { GridPlace } from '../../grid/grid-place.ts';
import { allPlaces, matchPlace } from '../../grid/places.io.ts';
import { regionProblem } from '../../grid/region-problem.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Match } from '../../units/match.ts';
import type { CliContext } from '../context.ts';
import type { REGIONS } from '../spec/regions-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Places that were asked for by name or by filter. */
export interface AskedPlaces {
  readonly places: readonly GridPlace[];
  /** What was taken for granted in reading the names. */
  readonly notes: readonly string[];
}

/** The places that the arguments name, else those that the options choose. */
export function askedPlaces(context: CliContext, input: InputOf<typeof REGIONS>): Result<AskedPlaces> {
  const { options } = input;
  const provider = options.provider === undefined ? undefined : providerOf(options.provider);
  if (options.provider !== undefined && provider === undefined) return err(noProvider(options.provider));
  const continent = options.near === undefined ? ok(undefined) : continentOf(context, options.near);
  if (!continent.ok) return continent;
  const kind: GridPlace['kind'] | undefined = options.kind === 'cloud' ? 'cloud-region' : options.kind;
  const { places: texts } = input.arguments;
  if (texts.length === 0) {
    const choice = { kind, provider, continent: continent.value };
    return ok({ places: choosePlaces(allPlaces(context.host), choice), notes: [] });
  }
  const named = namedPlaces(context, texts);
  if (!named.ok) return named;
  const fits = (place: GridPlace): boolean =>
    (kind === undefined || place.kind === kind) &&
    (provider === undefined || place.cloud?.provider === provider) &&
    (continent.value === undefined || place.continent === continent.value);
  return ok({ ...named.value, places: named.value.places.filter(fits) });
}

function namedPlaces(context: CliContext, texts: readonly string[]): Result<AskedPlaces> {
  const places: GridPlace[] = [];
  const notes: string[] = [];
  for (const text of texts) {
    const match: Match<GridPlace> = matchPlace(context.host, text);
    const wrong = regionProblem(text, match);
    if (match.kind !== 'found') return wrong === undefined ? ok({ places, notes }) : err(wrong);
    if (!places.includes(match.value)) places.push(match.value);
    if (match.note !== undefined) notes.push(match.note);
  }
  return ok({ places, notes });
}

function continentOf(context: CliContext, text: string): Result<string> {
  const named = continentNamed(text);
  if (named !== undefined) return ok(named);
  const match = matchPlace(context.host, text);
  const wrong = regionProblem(text, match);
  if (wrong !== undefined) return err(wrong);
  const continent = match.kind === 'found' ? match.value.continent : undefined;
  if (continent !== undefined) return ok(continent);
  return err(
    problem(
      'E_REGION',
      `--near ${text}: its continent is not known`,
      'It is several countries, or a place of your own tables.',
      `Name a continent: ${CONTINENTS.join(', ')}.`,
    ),
  );
}

function noProvider(text: string): ReturnType<typeof problem> {
  return problem(
    'E_REGION',
    `unknown cloud "${text}"`,
    'The tables have the regions of aws, azure, gcp, oracle, ibm, ovh, scaleway, hetzner, coreweave and lambda.',
    'Name one of them, e.g. `--provider aws`.',
  );
}
