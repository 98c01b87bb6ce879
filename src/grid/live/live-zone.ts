import { err, ok, type Result } from '../../result.ts';
import { priceAreaOf } from './energinet.ts';
import { gbZoneOf } from './gb.ts';
import { gridProblem } from './grid-problem.ts';
import type { LiveSourceId } from './live-table.ts';

/** Where a run is, in the ways in which live sources name it. */
export interface LivePlace {
  /** Name for what is said, e.g. `France`. */
  readonly name: string;
  /** Zone of Electricity Maps: a country (`FR`), or a part of one (`US-CAL-CISO`, `DK-DK1`). */
  readonly zone?: string | undefined;
}

/**
 * What a source is to be asked for: the zone that the user names for it, else that of the place. A place that it does not cover is a problem; no other zone is
 * put in its stead.
 */
export function liveZone(
  id: LiveSourceId,
  sourceName: string,
  named: string | undefined,
  place: LivePlace | undefined,
): Result<string> {
  if (named !== undefined && named !== '') return ok(named);
  const zone = place?.zone;
  if (id === 'watttime') {
    const fix =
      'set `watttime-region` to its region (CAISO_NORTH) or to latitude and longitude (37.77,-122.42)';
    return err(
      gridProblem(sourceName, place?.name ?? 'this place', 'its regions are not those of the tables', fix),
    );
  }
  if (zone === undefined) {
    const fix = 'set `region` or `grid-zone`';
    return err(
      gridProblem(sourceName, place?.name ?? 'an unknown place', 'no zone of a grid is known here', fix),
    );
  }
  if (id === 'electricity-maps') return ok(zone);
  const isCovered =
    id === 'gb'
      ? gbZoneOf(zone) !== undefined && !zone.toUpperCase().startsWith('GB-NIR')
      : priceAreaOf(zone) !== undefined;
  if (isCovered) return ok(zone);
  const what = place?.name ?? zone;
  return err(
    id === 'gb'
      ? gridProblem(sourceName, what, 'it covers Great Britain only', 'choose another `grid-source`')
      : gridProblem(
          sourceName,
          what,
          'it is asked for one of the price areas of Denmark',
          'set `grid-zone` to DK1 (west of the Great Belt) or DK2 (east), or choose another `grid-source`',
        ),
  );
}
