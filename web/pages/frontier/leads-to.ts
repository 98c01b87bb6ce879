import { linkTo } from '../../state/location.ts';
import type { FrontierPoint } from '../../../src/report/frontier/frontier-points.ts';

/** So many runs can be compared. */
const MOST_COMPARED = 20;

/** Where a point leads: a run to its page, a mean to its runs side by side. */
export function placeOf({ id, spread }: FrontierPoint): string {
  const runs = spread?.runs ?? [id];
  return runs.length < 2
    ? `/runs/${runs[0] ?? id}`
    : `/compare?ids=${runs.slice(0, MOST_COMPARED).join(',')}`;
}

/** Where two points of the frontier are compared; a trial of several legs is no run that could be. */
export function compareLink(before: FrontierPoint, point: FrontierPoint): string | undefined {
  const ids = [before, point].flatMap(({ id, spread }) => spread?.runs ?? [id]);
  if (before.legs > 1 || point.legs > 1 || ids.length > MOST_COMPARED) return undefined;
  return linkTo('/compare', { ids: ids.join(',') });
}
