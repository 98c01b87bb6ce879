import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../result.ts';
import { type CheckedPoints, joined } from './checked-points.ts';
import { priceAreaOf, readEnerginet, STEP_MS } from './energinet.ts';
import type { GridSource, LiveSeries, Refusal, SourceOptions } from './grid-source.ts';
import { minuteText } from './json-fields.ts';
import { liveTable } from './live-table.io.ts';
import { isOfNow } from './newest-point.ts';
import { pagesOf, within } from './pages-of-range.ts';
import { ServiceClient } from './service-client.io.ts';

const ID = 'energinet';
/** `CO2Emis` is a few minutes behind: that far back the present figure is looked for, ms. */
const BEHIND_MS = 2 * 3_600_000;
/** Five-minute periods of a page, and room to spare. */
const MOST_RECORDS = 4000;

/** Energi Data Service of Denmark's system operator: no key, five minutes, direct emissions, price areas DK1 and DK2. */
export function energinet(host: Host, options: SourceOptions): GridSource {
  const client = new ServiceClient(host, ID, options.url ?? liveTable().sources[ID].url, [], options.signal);

  const series = (zone: string, { points, empty }: CheckedPoints): LiveSeries => {
    const { basis, boundary } = liveTable().sources[ID];
    return { source: ID, zone, basis, boundary, points, empty, askedMs: host.clock.wallMs() };
  };

  const get = async (
    zone: string,
    dataset: 'CO2Emis' | 'CO2EmisProg',
    [fromMs, toMs]: readonly [number, number],
  ): Promise<Result<CheckedPoints, Refusal>> => {
    const area = priceAreaOf(zone);
    if (area === undefined) {
      const fix =
        'set `grid-zone` to DK1 (west of the Great Belt) or DK2 (east), or choose another `grid-source`';
      return client.refuse(zone, 'it is none of the price areas DK1 and DK2', fix);
    }
    const answer = await client.get({
      path: `/dataset/${dataset}`,
      query: {
        // Its times have no zone suffix.
        start: minuteText(Math.floor(fromMs / STEP_MS) * STEP_MS).slice(0, -1),
        end: minuteText(toMs).slice(0, -1),
        filter: JSON.stringify({ PriceArea: [area] }),
        sort: 'Minutes5UTC ASC',
        limit: `${MOST_RECORDS}`,
        timezone: 'UTC',
      },
      zone,
    });
    if (!answer.ok) return answer;
    const kind = dataset === 'CO2Emis' ? 'measured' : 'forecast';
    const read = readEnerginet(answer.value, area, kind, liveTable().plausible.direct);
    return read.ok ? read : client.refuse(zone, read.error);
  };

  return {
    id: ID,
    address: client.address,
    latest: async (zone) => {
      const nowMs = host.clock.wallMs();
      const answer = await get(zone, 'CO2Emis', [nowMs - BEHIND_MS, nowMs + 60_000]);
      if (!answer.ok) return answer;
      const point = answer.value.points.at(-1);
      const checked = point === undefined ? undefined : isOfNow(point, nowMs, liveTable().service);
      if (checked?.ok === false) return client.refuse(zone, checked.error);
      return ok(series(zone, { ...answer.value, points: point === undefined ? [] : [point] }));
    },
    range: async (zone, fromMs, toMs) => {
      let all: CheckedPoints = { points: [], empty: [] };
      for (const stretch of pagesOf(fromMs, toMs, liveTable().sources[ID].rangeS * 1000)) {
        const page = await get(zone, 'CO2Emis', [stretch[0], stretch[1] + 60_000]);
        if (!page.ok) return page;
        all = { points: joined(page.value.points, all.points), empty: [...all.empty, ...page.value.empty] };
      }
      const last = all.points.at(-1)?.toMs ?? fromMs;
      if (last < toMs) {
        // The minutes that are not counted yet stand in the forecast.
        const coming = await get(zone, 'CO2EmisProg', [last, toMs + 60_000]);
        if (!coming.ok && all.points.length === 0) return coming;
        if (coming.ok)
          all = {
            points: joined(coming.value.points, all.points),
            empty: [...all.empty, ...coming.value.empty],
          };
      }
      return ok(series(zone, { ...all, points: within(all.points, fromMs, toMs) }));
    },
    forecast: async (zone, hours) => {
      const nowMs = host.clock.wallMs();
      const answer = await get(zone, 'CO2EmisProg', [nowMs, nowMs + hours * 3_600_000]);
      return answer.ok ? ok(series(zone, answer.value)) : answer;
    },
  };
}
