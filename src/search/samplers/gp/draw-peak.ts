import type { RandomStream } from '../../random/random-stream.ts';
import type { Configuration } from '../../space/configuration.ts';
import type { Acquisition } from './acquisition.ts';
import { climb, type Peak } from './climb.ts';
import type { Landscape, Place } from './landscape.ts';

/** Standard deviations of a step from the best trials. */
const WIDTHS = { least: 0.003, most: 0.3 };
/** Places are not climbed from that lie nearer to each other than this in all coordinates. */
const APART = 0.1;
/** What is proposed is farther than this in some coordinate from every trial that runs. */
const CLEAR = 1e-3;

/** What is known, as a proposal needs it. */
export interface Knowledge {
  readonly acquisition: Acquisition;
  /** Points of trials that run. */
  readonly running: readonly Float64Array[];
  /** The best configurations. */
  readonly centres: readonly Configuration[];
}

/** How much is looked at. */
export interface Effort {
  /** Places from the prior. */
  readonly far: number;
  /** Places near the best configurations. */
  readonly near: number;
  /** The best of all these that are climbed from. */
  readonly climbs: number;
}

/**
 * The highest peak of what places promise that was not proposed before and lies clear of what runs.
 *
 * @param isNew whether a configuration was not proposed before.
 */
export function drawPeak(
  { acquisition, centres, running }: Knowledge,
  landscape: Landscape,
  effort: Effort,
  isNew: (configuration: Configuration) => boolean,
  random: RandomStream,
): Configuration {
  const seen = promises(acquisition, landscape, placesOf(landscape, centres, effort, random));
  const climbed = startsOf(seen, effort.climbs).map((from) => climb(acquisition, landscape, from));
  const ranked = [...climbed.sort(byPromise), ...seen];
  const isFresh = ({ place }: Peak): boolean => isNew(landscape.configurationAt(place));
  const isClear = ({ place }: Peak): boolean => {
    const at = new Float64Array(place.length);
    landscape.writePoint(place, at, 0);
    return running.every((point) => isApart(at, point, CLEAR));
  };
  const chosen = ranked.find((peak) => isClear(peak) && isFresh(peak)) ?? ranked.find(isFresh) ?? ranked[0];
  return landscape.configurationAt(chosen?.place ?? landscape.draw(random));
}

function placesOf(
  landscape: Landscape,
  centres: readonly Configuration[],
  { far, near }: Effort,
  random: RandomStream,
): readonly Place[] {
  const places = Array.from({ length: far }, () => landscape.draw(random));
  for (let k = 0; k < near; k += 1) {
    const width = WIDTHS.least * (WIDTHS.most / WIDTHS.least) ** random.uniform();
    places.push(landscape.near(centres[random.integer(centres.length)] ?? {}, width, random));
  }
  return places;
}

/** Best ones first. */
function promises(acquisition: Acquisition, landscape: Landscape, places: readonly Place[]): readonly Peak[] {
  const width = landscape.dimensions.length;
  const points = new Float64Array(places.length * width);
  for (const [at, place] of places.entries()) landscape.writePoint(place, points, at * width);
  const promised = acquisition.ofMany(points, places.length);
  return places.map((place, at) => ({ place, promise: promised[at] as number })).sort(byPromise);
}

function startsOf(ranked: readonly Peak[], count: number): readonly Peak[] {
  const starts: Peak[] = [];
  for (const peak of ranked) {
    if (starts.length === count) break;
    if (starts.every(({ place }) => isApart(place, peak.place, APART))) starts.push(peak);
  }
  return starts;
}

function byPromise(a: Peak, b: Peak): number {
  return a.promise > b.promise ? -1 : a.promise < b.promise ? 1 : 0;
}

function isApart(a: Float64Array, b: Float64Array, far: number): boolean {
  return a.some((x, i) => Math.abs(x - (b[i] as number)) > far);
}
