import type { GridEvent, GridHour } from './journal-event.ts';

/** What one live source has told so far. */
export interface LiveGrid {
  /** Its latest line. */
  readonly about: GridEvent;
  /** By beginning of the hour, ms since 1970. */
  readonly hours: ReadonlyMap<number, GridHour>;
}

/** The live figures of a run, of averages and of marginals apart: they answer different questions. */
export interface LiveGrids {
  readonly average?: LiveGrid;
  readonly marginal?: LiveGrid;
}

/** Takes in a line. Of two sources or boundaries of one basis the later stands: their figures are not mixed. */
export function withGridEvent(grids: LiveGrids, event: GridEvent): LiveGrids {
  const before = grids[event.basis];
  const isSame =
    before !== undefined &&
    before.about.source === event.source &&
    before.about.zone === event.zone &&
    (before.about.boundary === event.boundary || event.hours.length === 0);
  const hours = new Map(isSame ? before.hours : []);
  for (const hour of event.hours) hours.set(Date.parse(hour.hour), hour);
  // What brings no hours says only whether the source fails: what the figures before it mean stays.
  const about = isSame && event.hours.length === 0 ? failing(before.about, event.failure) : event;
  return { ...grids, [event.basis]: { about, hours } };
}

function failing(about: GridEvent, failure: string | undefined): GridEvent {
  const { failure: _before, ...rest } = about;
  return failure === undefined ? rest : { ...rest, failure };
}
