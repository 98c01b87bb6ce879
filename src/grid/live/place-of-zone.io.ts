import type { Host } from '../../host/host.ts';
import type { SourcedIntensity } from '../intensity.ts';
import { matchPlace } from '../places.io.ts';
import type { LivePlace } from './live-zone.ts';

/** The place of a yearly intensity, as live sources name it; undefined where it is not known. */
export function livePlace(host: Host, intensity: SourcedIntensity | undefined): LivePlace | undefined {
  if (intensity === undefined || intensity.zoneFrom === 'unknown' || intensity.zoneFrom === 'given')
    return undefined;
  const found = matchPlace(host, intensity.place ?? intensity.zone);
  const zone = found.kind === 'found' ? found.value.zone : undefined;
  return { name: intensity.zoneName, ...(zone === undefined ? {} : { zone }) };
}
