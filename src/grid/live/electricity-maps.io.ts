import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { joined } from './checked-points.ts';
import { type ElectricityMapsAnswer, readElectricityMaps } from './electricity-maps.ts';
import type { GridSource, LiveSeries, Refusal, SourceOptions } from './grid-source.ts';
import { gridProblem, KEY_FIXES } from './grid-problem.ts';
import { liveTable } from './live-table.io.ts';
import { isOfNow } from './newest-point.ts';
import { pagesOf, within } from './pages-of-range.ts';
import { ServiceClient } from './service-client.io.ts';

const ID = 'electricity-maps';
/** `history` holds so many hours before now. */
const HISTORY_MS = 24 * 3_600_000;
/** Forecasts are sold in these lengths, h. */
const HORIZONS = [6, 24, 48, 72];

/**
 * Electricity Maps, v4 or v3 (as the address ends; v4 where it names none). The zone is always sent, for without one the service would guess from the
 * caller's address. `range` asks `history` for the last day, which every key may, and `past-range` for what is older.
 */
export function electricityMaps(host: Host, options: SourceOptions): GridSource {
  return new ElectricityMaps(host, options);
}

class ElectricityMaps implements GridSource {
  readonly id = ID;
  readonly #host: Host;
  readonly #client: ServiceClient;
  readonly #token: string;

  constructor(host: Host, options: SourceOptions) {
    const { electricityMapsToken: token = '', url = liveTable().sources[ID].url } = options;
    const base = /\/v\d+\/?$/u.test(url) ? url : `${url.replace(/\/+$/u, '')}/v4`;
    this.#host = host;
    this.#token = token;
    this.#client = new ServiceClient(host, ID, base, [token], options.signal);
  }

  get address(): string {
    return this.#client.address;
  }

  async latest(zone: string): Promise<Result<LiveSeries, Refusal>> {
    const answer = await this.#latest(zone);
    return this.#told(zone, answer);
  }

  async range(zone: string, fromMs: number, toMs: number): Promise<Result<LiveSeries, Refusal>> {
    const nowMs = this.#host.clock.wallMs();
    const isOld = fromMs < nowMs - HISTORY_MS;
    let past = isOld ? await this.#past(zone, fromMs, toMs) : await this.#ask(zone, 'history');
    // A free key may not ask for what is older than a day; what is not it still tells.
    if (isOld && !past.ok && isForbidden(past.error) && toMs > nowMs - HISTORY_MS)
      past = await this.#ask(zone, 'history');
    const isRefusedKey = !past.ok && past.error.status === 401;
    const told = past.ok ? within(past.value.points, fromMs, toMs) : [];
    const last = told.at(-1)?.toMs ?? fromMs;
    if (isRefusedKey || last >= Math.min(toMs, nowMs) || toMs < nowMs - HISTORY_MS)
      return this.#told(zone, past, [fromMs, toMs]);
    // The hour that is going on stands in `latest`; a key that may not look back may still ask for it.
    const latest = await this.#latest(zone);
    if (!latest.ok) return this.#told(zone, told.length > 0 ? past : latest, [fromMs, toMs]);
    if (!past.ok) return this.#told(zone, latest, [fromMs, toMs]);
    const points = joined(latest.value.points, past.value.points);
    const empty = [...past.value.empty, ...latest.value.empty];
    return this.#told(zone, ok({ ...latest.value, points, empty }), [fromMs, toMs]);
  }

  async forecast(zone: string, hours: number): Promise<Result<LiveSeries, Refusal>> {
    const horizon = HORIZONS.find((one) => one >= hours) ?? 72;
    return this.#told(zone, await this.#ask(zone, 'forecast', { horizonHours: `${horizon}` }));
  }

  async #latest(zone: string): Promise<Result<ElectricityMapsAnswer, Refusal>> {
    const answer = await this.#ask(zone, 'latest');
    const [point] = answer.ok ? answer.value.points : [];
    if (point === undefined) return answer;
    const checked = isOfNow(point, this.#host.clock.wallMs(), liveTable().service);
    return checked.ok ? answer : this.#client.refuse(zone, checked.error);
  }

  async #past(zone: string, fromMs: number, toMs: number): Promise<Result<ElectricityMapsAnswer, Refusal>> {
    let all: ElectricityMapsAnswer | undefined;
    for (const [start, end] of pagesOf(fromMs, toMs, liveTable().sources[ID].rangeS * 1000)) {
      const page = await this.#ask(zone, 'past-range', {
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
      });
      if (!page.ok) return page;
      const { points, empty, boundary } = page.value;
      if (all !== undefined && all.boundary !== boundary)
        return this.#client.refuse(zone, 'it mixes direct and life-cycle figures');
      all = {
        ...page.value,
        points: joined(points, all?.points ?? []),
        empty: [...(all?.empty ?? []), ...empty],
      };
    }
    return all === undefined ? ok({ points: [], empty: [], boundary: 'life-cycle' }) : ok(all);
  }

  async #ask(
    zone: string,
    what: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<Result<ElectricityMapsAnswer, Refusal>> {
    if (this.#token === '') {
      const why = 'there is no key for it';
      return err({ problem: gridProblem(this.#client.name, zone, why, KEY_FIXES[ID]) });
    }
    const answer = await this.#client.get({
      path: `/carbon-intensity/${what}`,
      query: { zone, ...query },
      headers: { 'auth-token': this.#token },
      zone,
    });
    if (!answer.ok) return answer;
    const read = readElectricityMaps(answer.value, zone, liveTable().plausible);
    return read.ok ? read : this.#client.refuse(zone, read.error);
  }

  #told(
    zone: string,
    answer: Result<ElectricityMapsAnswer, Refusal>,
    [fromMs, toMs]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ): Result<LiveSeries, Refusal> {
    if (!answer.ok) return answer;
    const { points, ...rest } = answer.value;
    return ok({
      ...rest,
      source: ID,
      zone,
      basis: 'average',
      points: within(points, fromMs, toMs),
      askedMs: this.#host.clock.wallMs(),
    });
  }
}

function isForbidden({ status }: Refusal): boolean {
  return status === 401 || status === 403;
}
