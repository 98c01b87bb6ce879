import { type Problem, problem } from '../errors.ts';
import type { Match } from '../units/match.ts';
import type { GridPlace } from './grid-place.ts';

/** Most places that one message lists. */
const MOST = 5;

/** A place by its name and the code to ask for it: `France (FRA)`, `Georgia, United States (US-GA)`. */
export function placeLabel({ id, name, kind, city, cloud }: GridPlace): string {
  if (cloud !== undefined) return `${id} (${city ?? name})`;
  return kind === 'aggregate' ? name : `${name} (${id})`;
}

const KIND: Readonly<Record<GridPlace['kind'], string>> = {
  country: 'a country',
  state: 'a state',
  zone: 'a zone of a grid',
  'cloud-region': 'a cloud region',
  aggregate: 'several countries',
};

/** Why a text is not one place of the tables; undefined where it is. */
export function regionProblem(text: string, match: Match<GridPlace>): Problem | undefined {
  if (match.kind === 'found') return undefined;
  if (match.kind === 'ambiguous') {
    const shown = match.candidates.slice(0, MOST);
    const more = match.candidates.length > MOST ? `, and ${match.candidates.length - MOST} more` : '';
    return problem(
      'E_REGION',
      `"${text}" could be several places`,
      `${shown.map((place) => `${placeLabel(place)}, ${KIND[place.kind]}: ${Math.round(place.figures[0].gPerKwh)} g/kWh`).join('; ')}${more}.`,
      `Say which: ${shown.map(({ id }) => `\`${id}\``).join(' or ')}.`,
    );
  }
  const [first] = match.nearest;
  const near = match.nearest.slice(0, MOST).map(placeLabel);
  return problem(
    'E_REGION',
    `unknown region "${text}"`,
    'It is no code or name of a country, a state, a zone of a grid or a cloud region in the tables.',
    first === undefined
      ? 'Use a code such as FR, US-CA or aws:eu-west-1 (`joulebook regions` lists them), or give the intensity itself: `--intensity "56 g/kWh"`.'
      : `Did you mean ${near.join(' or ')}? Otherwise give the intensity itself: \`--intensity "56 g/kWh"\`.`,
  );
}
