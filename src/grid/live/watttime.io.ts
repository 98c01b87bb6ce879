import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { joined } from './checked-points.ts';
import type { GridSource, LiveSeries, Refusal, SourceOptions } from './grid-source.ts';
import { gridProblem, KEY_FIXES } from './grid-problem.ts';
import { objectOf, textOf } from './json-fields.ts';
import { latLonOf } from './lat-lon.ts';
import { liveTable } from './live-table.io.ts';
import { isOfNow } from './newest-point.ts';
import { pagesOf, within } from './pages-of-range.ts';
import { ServiceClient } from './service-client.io.ts';
import { readWattTime, type WattTimeAnswer } from './watttime.ts';

const ID = 'watttime';
const SIGNAL = { signal_type: 'co2_moer' } as const;
/** A token holds for 30 minutes; ours is renewed before, ms. */
const TOKEN_MS = 25 * 60_000;

/**
 * WattTime v3: marginal emissions, which answer another question than averages and stand beside them, never in their place. A zone is a region of WattTime
 * (`CAISO_NORTH`) or a place (`37.77,-122.42`), for which its region is asked first.
 */
export function wattTime(host: Host, options: SourceOptions): GridSource {
  return new WattTime(host, options);
}

class WattTime implements GridSource {
  readonly id = ID;
  readonly #host: Host;
  readonly #client: ServiceClient;
  readonly #basic: string | undefined;
  #token: { readonly text: string; readonly untilMs: number } | undefined;
  readonly #regions = new Map<string, string>();

  constructor(host: Host, options: SourceOptions) {
    const { wattTimeUser: user = '', wattTimePassword: password = '', url } = options;
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    this.#host = host;
    this.#basic = user === '' || password === '' ? undefined : basic;
    const base = (url ?? liveTable().sources[ID].url).replace(/\/v3\/?$/u, '');
    this.#client = new ServiceClient(host, ID, base, [basic, password], options.signal);
  }

  get address(): string {
    return this.#client.address;
  }

  /** A forecast's first point is the figure of now: history comes with a delay. */
  async latest(zone: string): Promise<Result<LiveSeries, Refusal>> {
    const answer = await this.forecast(zone, 1);
    if (!answer.ok) return answer;
    const nowMs = this.#host.clock.wallMs();
    const { futureS } = liveTable().service;
    const point = answer.value.points.find(({ toMs }) => toMs > nowMs) ?? answer.value.points.at(-1);
    const checked = point === undefined ? undefined : isOfNow(point, nowMs, { futureS });
    if (checked?.ok === false) return this.#client.refuse(zone, checked.error);
    return ok({ ...answer.value, points: point === undefined ? [] : [point] });
  }

  async range(zone: string, fromMs: number, toMs: number): Promise<Result<LiveSeries, Refusal>> {
    const region = await this.#region(zone);
    if (!region.ok) return region;
    let points: LiveSeries['points'] = [];
    let empty: LiveSeries['empty'] = [];
    for (const [start, end] of pagesOf(fromMs, toMs, liveTable().sources[ID].rangeS * 1000)) {
      const page = await this.#signal(region.value, 'historical', {
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
      });
      if (!page.ok) return page;
      points = joined(page.value.points, points);
      empty = [...empty, ...page.value.empty];
    }
    const past = this.#series(region.value, { points: within(points, fromMs, toMs), empty });
    const last = past.points.at(-1)?.toMs ?? fromMs;
    if (last >= toMs) return ok(past);
    // What is too new for the history stands in the forecast.
    const coming = await this.#signal(region.value, 'forecast', { horizon_hours: '1' });
    if (!coming.ok) return points.length > 0 ? ok(past) : coming;
    const both = joined(within(coming.value.points, fromMs, toMs), past.points);
    return ok(
      this.#series(region.value, { ...coming.value, points: both, empty: [...empty, ...coming.value.empty] }),
    );
  }

  async forecast(zone: string, hours: number): Promise<Result<LiveSeries, Refusal>> {
    const region = await this.#region(zone);
    if (!region.ok) return region;
    const horizon = Math.min(liveTable().sources[ID].forecastHours, Math.ceil(hours));
    const answer = await this.#signal(region.value, 'forecast', { horizon_hours: `${horizon}` });
    return answer.ok ? ok(this.#series(region.value, answer.value)) : answer;
  }

  #series(region: string, { points, empty, updatedMs }: WattTimeAnswer): LiveSeries {
    const { basis, boundary } = liveTable().sources[ID];
    const askedMs = this.#host.clock.wallMs();
    return {
      source: ID,
      zone: region,
      basis,
      boundary,
      points,
      empty,
      askedMs,
      ...(updatedMs === undefined ? {} : { updatedMs }),
    };
  }

  async #signal(
    region: string,
    what: 'historical' | 'forecast',
    query: Readonly<Record<string, string>>,
  ): Promise<Result<WattTimeAnswer, Refusal>> {
    const answer = await this.#get(region, `/v3/${what}`, { region, ...SIGNAL, ...query });
    if (!answer.ok) return answer;
    const kind = what === 'historical' ? 'measured' : 'forecast';
    const read = readWattTime(answer.value, region, kind, liveTable().plausible.direct);
    return read.ok ? read : this.#client.refuse(region, read.error);
  }

  async #region(zone: string): Promise<Result<string, Refusal>> {
    const place = latLonOf(zone);
    if (place === undefined) return ok(zone);
    const known = this.#regions.get(zone);
    if (known !== undefined) return ok(known);
    const { latitude, longitude } = place;
    const query = { latitude: `${latitude}`, longitude: `${longitude}`, ...SIGNAL };
    const answer = await this.#get(zone, '/v3/region-from-loc', query);
    if (!answer.ok) return answer;
    const region = textOf(objectOf(answer.value)?.['region']);
    if (region === undefined || region === '') return this.#client.refuse(zone, 'its answer names no region');
    this.#regions.set(zone, region);
    return ok(region);
  }

  /** Asks with a token; one that is refused although it should hold is renewed once. */
  async #get(
    zone: string,
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<Result<unknown, Refusal>> {
    const isNew = this.#token === undefined;
    const token = await this.#login(zone);
    if (!token.ok) return token;
    const headers = { authorization: `Bearer ${token.value}` };
    const answer = await this.#client.get({ path, query, headers, zone });
    if (answer.ok || answer.error.status !== 401 || isNew) return answer;
    this.#token = undefined;
    return await this.#get(zone, path, query);
  }

  async #login(zone: string): Promise<Result<string, Refusal>> {
    const nowMs = this.#host.clock.wallMs();
    if (this.#token !== undefined && nowMs < this.#token.untilMs) return ok(this.#token.text);
    if (this.#basic === undefined) {
      const why = 'there is no user and password for it';
      return err({ problem: gridProblem(this.#client.name, zone, why, KEY_FIXES[ID]) });
    }
    const headers = { authorization: `Basic ${this.#basic}` };
    const answer = await this.#client.get({ path: '/login', headers, zone });
    if (!answer.ok) return answer;
    const text = textOf(objectOf(answer.value)?.['token']);
    if (text === undefined || !/^[\x21-\x7e]+$/u.test(text))
      return this.#client.refuse(zone, 'its answer to the login has no token');
    this.#token = { text, untilMs: nowMs + TOKEN_MS };
    return ok(text);
  }
}
