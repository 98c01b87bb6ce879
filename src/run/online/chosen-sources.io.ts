import type { Problem } from '../../errors.ts';
import { chooseSources } from '../../grid/live/choose-source.ts';
import type { GridSource } from '../../grid/live/grid-source.ts';
import { liveTable } from '../../grid/live/live-table.io.ts';
import { liveZone } from '../../grid/live/live-zone.ts';
import { openSource } from '../../grid/live/open-source.io.ts';
import { livePlace } from '../../grid/live/place-of-zone.io.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Host } from '../../host/host.ts';
import type { OnlineOptions } from './online-options.ts';

/** A live source that may be asked, and the zone that it is to be asked for. */
export interface ChosenSource {
  readonly source: GridSource;
  readonly zone: string;
}

/**
 * The live sources that these settings let ask for a place, the one for averages first, and why others cannot be asked. Nothing is asked yet.
 *
 * @param intensity the yearly intensity, which knows where the machine is.
 */
export function chosenSources(
  host: Host,
  options: OnlineOptions,
  intensity: SourcedIntensity | undefined,
  signal: AbortSignal,
): { readonly sources: readonly ChosenSource[]; readonly problems: readonly Problem[] } {
  const { source, zone, url, wattTimeRegion, wattTimeUrl, keys } = options;
  const place = livePlace(host, intensity);
  const chosen = chooseSources(
    {
      source,
      hasElectricityMaps: keys.electricityMapsToken !== undefined,
      hasWattTime: keys.wattTimeUser !== undefined && keys.wattTimePassword !== undefined,
      wattTimeRegion,
    },
    place,
  );
  if (!chosen.ok) return { sources: [], problems: [chosen.error] };
  const sources: ChosenSource[] = [];
  const problems: Problem[] = [];
  for (const id of chosen.value) {
    const isWattTime = id === 'watttime';
    const named = isWattTime ? (wattTimeRegion ?? (source === id ? zone : undefined)) : zone;
    const there = isWattTime ? (wattTimeUrl ?? (source === id ? url : undefined)) : url;
    const found = liveZone(id, liveTable().sources[id].name, named, place);
    if (found.ok)
      sources.push({ source: openSource(host, id, { ...keys, url: there, signal }), zone: found.value });
    else problems.push(found.error);
  }
  return { sources, problems };
}
