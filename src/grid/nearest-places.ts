import { providerOf } from './cloud-names.ts';
import { foldName } from './fold-name.ts';
import type { GridPlace } from './grid-place.ts';
import { editDistance, nearNames } from './near-names.ts';
import type { PlaceIndex } from './place-index.ts';

/** Most places that are offered for a text that means none. */
const MOST = 5;
/** Edits by which the id of a region may differ; one digit names another region, so this is about typing. */
const REGION_EDITS = 3;

/** Places whose name is near a text, or stands in it (`Île-de-France`), or holds it (`Carolina`); the nearest first. */
export function nearestPlaces(index: PlaceIndex, text: string): readonly GridPlace[] {
  const asked = foldName(text);
  const words = asked.split(' ');
  const spans = words.flatMap((_, i) => words.slice(i).map((__, j) => words.slice(i, i + j + 1).join(' ')));
  const names = [...index.byName.keys()];
  const inside = spans.filter((span) => span.length > 3 && index.byName.has(span));
  const around =
    asked.length > 3 ? names.filter((name) => name.split(' ').length > 1 && holds(name, asked)) : [];
  const near = nearNames(asked, names);
  const regions = /\d/.test(text) ? nearestRegions(index, text.trim().toLowerCase()) : [];
  const found = [...near, ...inside, ...around].flatMap((name) => index.byName.get(name) ?? []);
  const cities = nearNames(asked, [...index.byCity.keys()]).flatMap((name) => index.byCity.get(name) ?? []);
  const all = [...ofCode(index, text), ...ofProvider(index, text), ...regions, ...found, ...cities];
  return [...new Set(all)].slice(0, MOST);
}

/** `VA`, the code of a state and of a country without a figure; `FR-75`, a part that has no figure of its own. */
function ofCode(index: PlaceIndex, text: string): GridPlace[] {
  const code = text.trim().toUpperCase();
  const country = /^([A-Z]{2})[-_][A-Z0-9]+$/.exec(code)?.[1] ?? '';
  return [index.byCode.get(`US-${code}`), index.byCode.get(country)].filter((place) => place !== undefined);
}

/** The name of a cloud alone: some of its regions. */
function ofProvider(index: PlaceIndex, text: string): GridPlace[] {
  const provider = providerOf(text);
  return provider === undefined ? [] : index.places.filter(({ cloud }) => cloud?.provider === provider);
}

/** Regions of clouds whose id is near; of one provider where it is given. */
export function nearestRegions(index: PlaceIndex, region: string, provider?: string): readonly GridPlace[] {
  return index.places
    .flatMap((place) =>
      place.cloud === undefined || (provider !== undefined && place.cloud.provider !== provider)
        ? []
        : [{ place, distance: editDistance(region, place.cloud.region) }],
    )
    .filter(({ distance }) => distance <= REGION_EDITS)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ place }) => place);
}

function holds(name: string, text: string): boolean {
  return ` ${name} `.includes(` ${text} `);
}
