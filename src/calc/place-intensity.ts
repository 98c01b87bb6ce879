import { problem, type Problem } from '../errors.ts';
import type { GridPlace } from '../grid/grid-place.ts';
import type { SourcedIntensity } from '../grid/intensity.ts';
import { regionProblem } from '../grid/region-problem.ts';
import type { Match } from '../units/match.ts';
import type { CalcRequest } from './calc-request.ts';
import { type Figure, givenFigure, sourcedFigure } from './figure.ts';
import type { CalcKnowledge } from './knowledge.ts';

/** Where a job runs and what its electricity emits. */
export interface Electricity {
  readonly intensity: Figure | undefined;
  readonly sourced?: SourcedIntensity;
  readonly place?: GridPlace;
  readonly notes: readonly string[];
  /** Why the intensity is not known. */
  readonly missing?: Problem;
}

/** Carbon intensity: given, or that of the place. A place that is not known is never replaced by another. */
export function electricityOf(
  request: CalcRequest,
  durationS: number | undefined,
  knowledge: CalcKnowledge,
): Electricity {
  const match = placeMatch(request, knowledge);
  const place = match?.kind === 'found' ? match.value : undefined;
  const where = place === undefined ? {} : { place };
  if (request.intensity !== undefined) {
    const { gPerKwh, said } = request.intensity;
    return {
      intensity: givenFigure('intensity.given', `carbon intensity (${said})`, gPerKwh, 'g/kWh'),
      ...where,
      notes: [],
    };
  }
  if (place !== undefined && match?.kind === 'found') {
    const chosen = ofYear(place, request.year);
    const sourced = knowledge.placeIntensity(chosen, durationS === undefined ? {} : { durationS });
    const notes = match.note === undefined ? [] : [match.note];
    const { year } = sourced;
    if (request.year !== undefined && year !== undefined && year !== request.year)
      notes.push(`the newest figure for ${place.name} is of ${year}, the job of ${request.year}`);
    const label = `carbon intensity of ${place.name}, ${sourced.basis} of ${year ?? 'its year'}, ${sourced.boundary}`;
    return { intensity: sourcedFigure(sourced, label), sourced, place, notes };
  }
  if (match === undefined || match.kind === 'found') {
    const sourced = knowledge.unknownIntensity();
    return {
      intensity: sourcedFigure(
        sourced,
        'carbon intensity of an unknown place',
        'any place on earth; give `--region` or `--intensity`',
      ),
      sourced,
      notes: [],
      missing: NO_PLACE,
    };
  }
  return { intensity: undefined, notes: [], missing: regionProblem(request.region ?? '', match) ?? NO_PLACE };
}

const NO_PLACE: Problem = problem(
  'E_USAGE',
  'the carbon intensity is missing',
  'It is not said where the electricity comes from.',
  'Give `--region FR` or `--intensity "56 g/kWh"`.',
);

/** The place with the figure of the asked year first, where it has one. */
function ofYear(place: GridPlace, year: number | undefined): GridPlace {
  const { figures } = place;
  const fitting = figures.find((figure) => figure.year === year && figure.basis === 'average');
  return fitting === undefined
    ? place
    : { ...place, figures: [fitting, ...figures.filter((figure) => figure !== fitting)] };
}

function placeMatch(request: CalcRequest, knowledge: CalcKnowledge): Match<GridPlace> | undefined {
  const { region, provider } = request;
  if (region === undefined) return undefined;
  if (provider !== undefined && !region.includes(':')) {
    const inCloud = knowledge.place(`${provider}:${region}`);
    if (inCloud.kind === 'found') return inCloud;
  }
  return knowledge.place(region);
}
