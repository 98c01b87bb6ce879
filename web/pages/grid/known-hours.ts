import type { HeatCell, TimedValue } from '../../charts/heat-map/heat-cells.ts';
import { DAYS } from '../../charts/heat-map/heat-map.ts';
import type { GridData, LiveHours } from './grid-data.ts';

/** The hours of one zone, each once, in their order. */
export interface ZoneHours {
  readonly name: string;
  readonly hours: readonly TimedValue[];
  readonly sources: readonly string[];
}

/** What the live source and the runs of the book know, by zone, the one with most hours first; of an hour that both know the source's newest word stands. */
export function knownHours(book: GridData['book'], live: LiveHours | null): readonly ZoneHours[] {
  const zones = new Map<string, { hours: Map<number, number>; sources: Set<string> }>();
  const add = (zone: string, atMs: number, value: number, source: string): void => {
    if (!Number.isFinite(atMs) || !Number.isFinite(value)) return;
    const known = zones.get(zone) ?? { hours: new Map(), sources: new Set() };
    zones.set(zone, known);
    known.hours.set(atMs, value);
    known.sources.add(source);
  };
  for (const { hour, zone, gPerKwh, source } of book.hours)
    add(zone, Date.parse(hour), gPerKwh, `${source ?? 'a live source'} (runs of the book)`);
  for (const { atMs, gPerKwh } of live?.past ?? []) add(live?.zone ?? '', atMs, gPerKwh, live?.source ?? '');
  return [...zones]
    .map(([name, { hours, sources }]) => ({
      name,
      hours: [...hours].sort(([a], [b]) => a - b).map(([atMs, value]) => ({ atMs, value })),
      sources: [...sources],
    }))
    .sort((a, b) => b.hours.length - a.hours.length || (a.name < b.name ? -1 : 1));
}

/** `Mon 02:00`. */
export function hourText({ day, hour }: Pick<HeatCell, 'day' | 'hour'>): string {
  return `${DAYS[day] ?? ''} ${String(hour).padStart(2, '0')}:00`;
}
