import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../result.ts';
import { type CheckedPoints, joined } from './checked-points.ts';
import { gbZoneOf, readGb } from './gb.ts';
import type { GridSource, LiveSeries, Refusal, SourceOptions } from './grid-source.ts';
import { minuteText } from './json-fields.ts';
import { liveTable } from './live-table.io.ts';
import { isOfNow } from './newest-point.ts';
import { pagesOf, within } from './pages-of-range.ts';
import { ServiceClient } from './service-client.io.ts';

const ID = 'gb';
const HALF_HOUR_MS = 1_800_000;

/** The Carbon Intensity API of Great Britain's system operator: no key, half-hours, direct emissions, the nation or one of its regions. */
export function gb(host: Host, options: SourceOptions): GridSource {
  const client = new ServiceClient(host, ID, options.url ?? liveTable().sources[ID].url, [], options.signal);

  const series = (zone: string, { points, empty }: CheckedPoints): LiveSeries => {
    const { basis, boundary } = liveTable().sources[ID];
    return { source: ID, zone, basis, boundary, points, empty, askedMs: host.clock.wallMs() };
  };

  const get = async (
    zone: string,
    path: Readonly<Record<'national' | 'regional', string>>,
  ): Promise<Result<CheckedPoints, Refusal>> => {
    const where = gbZoneOf(zone);
    if (where === undefined) {
      const fix =
        'set `grid-zone` to GB, a region 1 to 17 or an outward postcode, or choose another `grid-source`';
      return client.refuse(zone, 'it is not in Great Britain', fix);
    }
    const tail = where.kind === 'region' ? `/regionid/${where.id}` : '';
    const postcode = where.kind === 'postcode' ? `/postcode/${where.outward}` : '';
    const answer = await client.get({
      path: where.kind === 'national' ? path.national : `${path.regional}${tail}${postcode}`,
      zone,
    });
    if (!answer.ok) return answer;
    const read = readGb(answer.value, liveTable().plausible.direct);
    return read.ok ? read : client.refuse(zone, read.error);
  };

  return {
    id: ID,
    address: client.address,
    latest: async (zone) => {
      const answer = await get(zone, { national: '/intensity', regional: '/regional' });
      const [point] = answer.ok ? answer.value.points : [];
      if (!answer.ok) return answer;
      const checked =
        point === undefined ? undefined : isOfNow(point, host.clock.wallMs(), liveTable().service);
      return checked?.ok === false ? client.refuse(zone, checked.error) : ok(series(zone, answer.value));
    },
    range: async (zone, fromMs, toMs) => {
      let all: CheckedPoints = { points: [], empty: [] };
      // It takes whole minutes: by them the first of an hour would have no length, so whole half-hours are asked for.
      const start = Math.floor(fromMs / HALF_HOUR_MS) * HALF_HOUR_MS;
      const end = Math.ceil(toMs / HALF_HOUR_MS) * HALF_HOUR_MS;
      for (const [from, to] of pagesOf(start, end, liveTable().sources[ID].rangeS * 1000)) {
        const stretch = `/intensity/${minuteText(from)}/${minuteText(to)}`;
        const page = await get(zone, { national: stretch, regional: `/regional${stretch}` });
        if (!page.ok) return page;
        all = { points: joined(page.value.points, all.points), empty: [...all.empty, ...page.value.empty] };
      }
      return ok(series(zone, { ...all, points: within(all.points, fromMs, toMs) }));
    },
    forecast: async (zone, hours) => {
      const stretch = `/intensity/${minuteText(host.clock.wallMs())}/fw${hours <= 24 ? 24 : 48}h`;
      const answer = await get(zone, { national: stretch, regional: `/regional${stretch}` });
      return answer.ok ? ok(series(zone, answer.value)) : answer;
    },
  };
}
