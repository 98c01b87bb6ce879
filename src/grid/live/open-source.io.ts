import type { Host } from '../../host/host.ts';
import { electricityMaps } from './electricity-maps.io.ts';
import { energinet } from './energinet.io.ts';
import { gb } from './gb.io.ts';
import type { GridSource, SourceOptions } from './grid-source.ts';
import type { LiveSourceId } from './live-table.ts';
import { wattTime } from './watttime.io.ts';

const OPENERS: Readonly<Record<LiveSourceId, (host: Host, options: SourceOptions) => GridSource>> = {
  'electricity-maps': electricityMaps,
  watttime: wattTime,
  gb,
  energinet,
};

/** A live source by its name. Nothing is asked yet. */
export function openSource(host: Host, id: LiveSourceId, options: SourceOptions = {}): GridSource {
  return OPENERS[id](host, options);
}
