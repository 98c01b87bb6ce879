import { readCache } from '../../grid/live/cache.io.ts';
import type { CachedPoint } from '../../grid/live/cache-entry.ts';
import { chooseSources } from '../../grid/live/choose-source.ts';
import { liveTable } from '../../grid/live/live-table.io.ts';
import { liveZone } from '../../grid/live/live-zone.ts';
import { openSource } from '../../grid/live/open-source.io.ts';
import { livePlace } from '../../grid/live/place-of-zone.io.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Host } from '../../host/host.ts';
import type { OnlineOptions } from '../../run/online/online-options.ts';
import type { LiveFact } from './live-checks.ts';

/** What a run here would ask live sources, and when one has answered last. Nobody is asked. */
export function lookAtLive(
  host: Host,
  online: OnlineOptions | undefined,
  intensity: SourcedIntensity,
): readonly LiveFact[] {
  // Where the intensity is given nobody is asked.
  if (online === undefined || intensity.zoneFrom === 'given') return [];
  const { keys, wattTimeRegion, source } = online;
  const place = livePlace(host, intensity);
  const hasWattTime = keys.wattTimeUser !== undefined && keys.wattTimePassword !== undefined;
  const hasElectricityMaps = keys.electricityMapsToken !== undefined;
  const chosen = chooseSources({ source, hasElectricityMaps, hasWattTime, wattTimeRegion }, place);
  if (!chosen.ok) return [];
  return chosen.value.map((id): LiveFact => {
    const { name, basis, boundary } = liveTable().sources[id];
    const isWattTime = id === 'watttime';
    const named = isWattTime ? (wattTimeRegion ?? (source === id ? online.zone : undefined)) : online.zone;
    const url = isWattTime ? (online.wattTimeUrl ?? (source === id ? online.url : undefined)) : online.url;
    const zone = liveZone(id, name, named, place);
    const { address } = openSource(host, id, { ...keys, url });
    const key =
      id === 'electricity-maps' ? hasElectricityMaps : isWattTime ? hasWattTime : ('not needed' as const);
    const last = zone.ok
      ? newest(readCache(host, { source: id, address, zone: zone.value }).points)
      : undefined;
    const ageS = last === undefined ? undefined : (host.clock.wallMs() - last.askedMs) / 1000;
    return {
      id,
      name,
      kind: `${basis}, ${boundary}`,
      address,
      zone,
      key,
      ...(last === undefined || ageS === undefined ? {} : { last: { gPerKwh: last.gPerKwh, ageS } }),
    };
  });
}

function newest(points: readonly CachedPoint[]): CachedPoint | undefined {
  return points.reduce<CachedPoint | undefined>(
    (best, point) => (best === undefined || point.askedMs >= best.askedMs ? point : best),
    undefined,
  );
}
