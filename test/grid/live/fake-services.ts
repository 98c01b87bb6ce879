import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Keys that the services of the tests accept. */
export const TOKEN = 'key-of-the-tests';
export const USER = 'ada';
export const PASSWORD = 'pass word:of the tests';
const SESSION = 'jwt.of.the-tests';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** What the world emits at a time, g/kWh in the unit of nobody; different at every five minutes. */
export function truth(ms: number): number {
  return 100 + ((Math.floor(ms / (5 * MINUTE)) * 7) % 300);
}

/** A service on the loopback that answers in the wire form of a real one. */
export interface FakeService {
  readonly url: string;
  /** Path and query of all that it was asked. */
  readonly asked: URL[];
  readonly requests: IncomingMessage[];
  /** Answers in place of the service while it is set; `false` lets the service answer. */
  instead: ((url: URL, request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  readonly close: () => Promise<void>;
}

export type Respond = (
  url: URL,
  request: IncomingMessage,
) => { readonly status?: number; readonly body: unknown };

/** Starts a service whose clock is `now`. */
export async function serve(
  service: (now: () => number) => Respond,
  now: () => number = Date.now,
): Promise<FakeService> {
  const respond = service(now);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    fake.asked.push(url);
    fake.requests.push(request);
    response.setHeader('date', new Date(now()).toUTCString());
    if (fake.instead?.(url, request, response) === true) return;
    const { status = 200, body } = respond(url, request);
    answer(response, body, status);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const fake: FakeService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    requests: [],
    instead: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

export function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const NOT_FOUND = { status: 404, body: { error: 'not found' } };

function hoursOf(fromMs: number, toMs: number, stepMs = HOUR): readonly number[] {
  const first = Math.floor(fromMs / stepMs) * stepMs;
  return Array.from(
    { length: Math.max(0, Math.ceil((toMs - first) / stepMs)) },
    (_, i) => first + i * stepMs,
  );
}

/** Electricity Maps, v4 and v3. `now` is the service's. */
export function electricityMapsService(now: () => number): Respond {
  return (url, { headers }) => {
    const zone = url.searchParams.get('zone');
    if (headers['auth-token'] !== TOKEN) return { status: 401, body: { error: 'Invalid auth-token' } };
    if (zone === null) return { status: 400, body: { error: 'a zone was guessed from your address' } };
    if (zone === 'XX') return { status: 404, body: { message: "Zone 'XX' does not exist." } };
    const hour = Math.floor(now() / HOUR) * HOUR;
    const figure = (ms: number) => ({
      zone,
      carbonIntensity: truth(ms),
      datetime: new Date(ms).toISOString(),
      updatedAt: new Date(now()).toISOString(),
      createdAt: '2024-01-01T00:00:00.000Z',
      emissionFactorType: 'lifecycle',
      isEstimated: ms >= hour,
      estimationMethod: ms >= hour ? 'TIME_SLICER_AVERAGE' : null,
      temporalGranularity: 'hourly',
    });
    const what = /^\/v[34]\/carbon-intensity\/([a-z-]+)$/.exec(url.pathname)?.[1];
    if (what === 'latest') return { body: figure(hour) };
    if (what === 'history') return { body: { zone, history: hoursOf(hour - 24 * HOUR, hour).map(figure) } };
    if (what === 'past-range') {
      const [start, end] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name) ?? ''));
      if (start === undefined || end === undefined || !(end - start <= 10 * 24 * HOUR))
        return { status: 400, body: { error: 'the range is longer than 10 days' } };
      // v4 and v3 name the list differently.
      const list = hoursOf(start, end).map(figure);
      return { body: url.pathname.startsWith('/v4') ? { zone, data: list } : { zone, history: list } };
    }
    if (what !== 'forecast') return NOT_FOUND;
    const hours = Number(url.searchParams.get('horizonHours'));
    const forecast = hoursOf(hour, hour + hours * HOUR).map((ms) => ({
      carbonIntensity: truth(ms),
      datetime: new Date(ms).toISOString(),
    }));
    return {
      body: { zone, forecast, updatedAt: new Date(now()).toISOString(), temporalGranularity: 'hourly' },
    };
  };
}

/** WattTime v3: lb/MWh, a login before everything. History ends where the forecast begins. */
export function wattTimeService(now: () => number): Respond {
  return (url, { headers }) => {
    if (url.pathname === '/login') {
      const basic = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
      return headers.authorization === basic
        ? { body: { token: SESSION } }
        : { status: 401, body: { error: 'Authentication Failed' } };
    }
    if (headers.authorization !== `Bearer ${SESSION}`) return { status: 401, body: { error: 'no token' } };
    const { searchParams: query } = url;
    if (query.get('signal_type') !== 'co2_moer') return { status: 400, body: { error: 'no signal' } };
    if (url.pathname === '/v3/region-from-loc') {
      if (query.get('latitude') !== '37.77') return { status: 404, body: { error: 'Coordinates not found' } };
      return {
        body: { region: 'CAISO_NORTH', signal_type: 'co2_moer', region_full_name: 'California ISO Northern' },
      };
    }
    const region = query.get('region');
    if (region !== 'CAISO_NORTH') return { status: 403, body: { error: 'no access to this region' } };
    const point = (ms: number) => ({
      point_time: `${new Date(ms).toISOString().slice(0, 19)}+00:00`,
      value: truth(ms) / 0.45359237,
    });
    const meta = {
      data_point_period_seconds: 300,
      region,
      warnings: [],
      signal_type: 'co2_moer',
      model: { date: '2023-03-01' },
      units: 'lbs_co2_per_mwh',
    };
    if (url.pathname === '/v3/historical') {
      const [start = 0, end = 0] = ['start', 'end'].map((name) => Date.parse(query.get(name) ?? ''));
      if (!(end - start <= 32 * 24 * HOUR)) return { status: 400, body: { error: 'longer than 32 days' } };
      const data = hoursOf(
        start,
        Math.min(end, Math.floor(now() / (5 * MINUTE)) * 5 * MINUTE),
        5 * MINUTE,
      ).map(point);
      return { body: { data, meta } };
    }
    if (url.pathname !== '/v3/forecast') return NOT_FOUND;
    const begin = Math.floor(now() / (5 * MINUTE)) * 5 * MINUTE;
    const hours = Number(query.get('horizon_hours'));
    const data = hoursOf(begin, begin + hours * HOUR, 5 * MINUTE).map(point);
    const generated = new Date(begin).toISOString();
    return { body: { data, meta: { ...meta, generated_at_period_seconds: 300, generated_at: generated } } };
  };
}

/** The Carbon Intensity API of Great Britain. The half-hour that is going on has a forecast only. */
export function gbService(now: () => number): Respond {
  const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  return (url) => {
    const regional = url.pathname.startsWith('/regional');
    const half = (ms: number) => ({
      from: minute(ms),
      to: minute(ms + 30 * MINUTE),
      intensity: {
        forecast: truth(ms),
        ...(regional ? {} : { actual: ms + 30 * MINUTE <= now() ? truth(ms) : null }),
        index: 'moderate',
      },
    });
    const wrap = (list: readonly unknown[], isList: boolean): unknown => {
      if (!regional) return { data: list };
      const region = { regionid: 13, dnoregion: 'UKPN London', shortname: 'London', data: list };
      return { data: isList ? [region] : region };
    };
    const here = Math.floor(now() / (30 * MINUTE)) * 30 * MINUTE;
    if (/^(\/intensity|\/regional(\/regionid\/13|\/postcode\/RG10))$/.test(url.pathname))
      return { body: wrap([half(here)], true) };
    const time = '(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ)';
    const stretch = new RegExp(`^(?:/regional)?/intensity/${time}/(?:${time}|fw(24|48)h)(/.*)?$`).exec(
      url.pathname,
    );
    if (stretch === null)
      return {
        status: 400,
        body: { error: { code: '400 Bad Request', message: 'Please enter a valid path' } },
      };
    const from = Date.parse(stretch[1] ?? '');
    const to = stretch[2] === undefined ? from + Number(stretch[3]) * HOUR : Date.parse(stretch[2]);
    if (to - from > 14 * 24 * HOUR)
      return { status: 400, body: { error: { code: '400 Bad Request', message: '14 days at most' } } };
    // From–to with a postcode answers an object, not a list.
    const isList = !(stretch[4] ?? '').startsWith('/postcode');
    return { body: wrap(hoursOf(from, to, 30 * MINUTE).map(half), isList) };
  };
}

/** Energi Data Service: times without a zone, UTC only where that is asked for. Measured until ten minutes before now. */
export function energinetService(now: () => number): Respond {
  return (url) => {
    const { searchParams: query } = url;
    const dataset = /^\/dataset\/(CO2Emis|CO2EmisProg)$/.exec(url.pathname)?.[1];
    if (dataset === undefined) return NOT_FOUND;
    if (query.get('timezone') !== 'UTC') return { status: 400, body: 'times would be Danish' };
    const [start = '', end = ''] = ['start', 'end'].map((name) => query.get(name) ?? '');
    if (![start, end].every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(time)))
      return { status: 400, body: start };
    const area = (JSON.parse(query.get('filter') ?? '{}') as { PriceArea?: string[] }).PriceArea?.[0];
    const known = Math.floor((now() - 10 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
    const [from, to] = [Date.parse(`${start}Z`), Date.parse(`${end}Z`)];
    const until = dataset === 'CO2Emis' ? Math.min(to, known) : to;
    const first = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE; // records that begin in the stretch
    const records = hoursOf(first, until, 5 * MINUTE).map((ms) => ({
      Minutes5UTC: new Date(ms).toISOString().slice(0, 19),
      Minutes5DK: new Date(ms + HOUR).toISOString().slice(0, 19),
      PriceArea: area,
      CO2Emission: truth(ms),
    }));
    return {
      body: {
        total: records.length,
        filters: `{"PriceArea":["${area}"]}`,
        sort: 'Minutes5UTC ASC',
        limit: Number(query.get('limit')),
        dataset,
        records,
      },
    };
  };
}
