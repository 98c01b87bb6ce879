import type { Book } from '../../../book/book.io.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import type { Problem } from '../../../errors.ts';
import type { Figures } from '../../../grid/live/figures.ts';
import { figuresFor, keptFigures } from '../../../grid/live/figures.io.ts';
import type { GridSource, LiveSeries, Period } from '../../../grid/live/grid-source.ts';
import { type HourFigure, hourFigures } from '../../../grid/live/hour-figures.ts';
import { LIVE_SOURCES, type LiveSourceId } from '../../../grid/live/live-table.ts';
import { liveTable } from '../../../grid/live/live-table.io.ts';
import { openSource } from '../../../grid/live/open-source.io.ts';
import { livePlace } from '../../../grid/live/place-of-zone.io.ts';
import type { Host } from '../../../host/host.ts';
import type { ShiftHour } from '../../../report/shift/shift-curve.ts';
import { chosenSources } from '../../../run/online/chosen-sources.io.ts';
import type { OnlineOptions } from '../../../run/online/online-options.ts';
import type { Spread } from '../../../units/estimate.ts';
import { bookHours, hoursOfRun } from './book-hours.io.ts';

const HOUR_MS = 3_600_000;
/** The shared cache of figures keeps them so long at least. */
const KEPT_MS = 13 * 24 * HOUR_MS;

/** Hours around a run, of one source and zone. */
export interface ShiftHours {
  /** Name of the source; null where none knows any of the hours. */
  readonly source: string | null;
  readonly id: LiveSourceId | null;
  /** As the source calls it. */
  readonly zone: string | null;
  /** Whether the source was asked now, or only what is kept of it was read. */
  readonly isAsked: boolean;
  readonly hours: ReadonlyMap<number, ShiftHour>;
  readonly problems: readonly Problem[];
}

/**
 * The carbon intensity of the hours around a run: the source of the settings is asked; without one what is kept of the run's own source, and what runs of the
 * book were told by it. Sources and zones are never mixed.
 *
 * @param options of the settings; undefined where nobody may be asked.
 */
export async function shiftHours(
  host: Host,
  book: Book,
  run: RunRecord,
  options: OnlineOptions | undefined,
  period: Period,
): Promise<ShiftHours> {
  const { carbon } = run;
  const problems: Problem[] = [...(options?.problems ?? [])];
  const place = carbon.offline ?? carbon.intensity ?? undefined;
  const signal = AbortSignal.timeout((options?.waitS ?? 1) * 2000);
  const chosen =
    options === undefined
      ? { sources: [], problems: [] }
      : chosenSources(host, optionsFor(host, run, options), place, signal);
  problems.push(...chosen.problems);
  const [asked] = chosen.sources;
  const own = LIVE_SOURCES.find((id) => id === carbon.live?.source);
  const hours = new Map<number, ShiftHour>();
  const add = ({ hourMs, gPerKwh, how, sd }: HourFigure): void =>
    void hours.set(hourMs, { gPerKwh, how, sd });
  let named: Pick<ShiftHours, 'id' | 'zone'> = { id: null, zone: null };
  if (asked !== undefined) {
    const { figures, ahead } = await askedFor(host, asked.source, asked.zone, period);
    for (const hour of [...ahead.hours, ...figures.hours]) add(hour);
    problems.push(...ahead.problems, ...(figures.refusal === undefined ? [] : [figures.refusal.problem]));
    named = { id: asked.source.id, zone: asked.zone };
  } else if (own !== undefined && carbon.live !== undefined) {
    const { zone } = carbon.live;
    const { address } = openSource(host, own, { signal });
    for (const hour of keptFigures(host, { source: own, address, zone }, period).hours) add(hour);
    named = { id: own, zone };
  }
  const inBook = [...hoursOfRun(run), ...bookHours(book).hours].filter(({ hour }) =>
    isWithin(Date.parse(hour), period),
  );
  if (named.id === null) named = mostTold(inBook.filter((hour) => hour.place === place?.zone));
  if (named.id === null) return { source: null, id: null, zone: null, isAsked: false, hours, problems };
  const { name } = liveTable().sources[named.id];
  for (const { hour, zone, source, gPerKwh, how } of inBook) {
    const hourMs = Date.parse(hour);
    if (source === name && zone === named.zone && !hours.has(hourMs))
      hours.set(hourMs, { gPerKwh, how, sd: spreadOf(how) });
  }
  return { source: name, ...named, isAsked: asked !== undefined, hours, problems };
}

async function askedFor(
  host: Host,
  source: GridSource,
  zone: string,
  { fromMs, toMs }: Period,
): Promise<{ readonly figures: Figures; readonly ahead: Told }> {
  const nowMs = host.clock.wallMs();
  const past = { fromMs, toMs: Math.min(toMs, nowMs) };
  const [figures, ahead] = await Promise.all([
    fromMs >= nowMs
      ? { hours: [] }
      : nowMs - fromMs < KEPT_MS
        ? figuresFor(host, source, zone, past)
        : longAgo(source, zone, past),
    toMs > nowMs ? foretold(source, zone, { fromMs: nowMs, toMs }) : { hours: [], problems: [] },
  ]);
  return { figures, ahead };
}

/** The shared cache forgets old hours: they are asked for beside it. */
async function longAgo(source: GridSource, zone: string, period: Period): Promise<Figures> {
  const answer = await source.range(zone, period.fromMs, period.toMs);
  return answer.ok ? { hours: hoursIn(answer.value, period) } : { hours: [], refusal: answer.error };
}

interface Told {
  readonly hours: readonly HourFigure[];
  readonly problems: readonly Problem[];
}

async function foretold(source: GridSource, zone: string, period: Period): Promise<Told> {
  const answer = await source.forecast(zone, Math.ceil((period.toMs - period.fromMs) / HOUR_MS));
  if (!answer.ok) return { hours: [], problems: [answer.error.problem] };
  return { hours: hoursIn(answer.value, period), problems: [] };
}

function hoursIn({ points, askedMs, empty }: LiveSeries, period: Period): readonly HourFigure[] {
  const asked = points.map((point) => ({ ...point, askedMs }));
  return hourFigures(asked, period, liveTable().spread, empty);
}

/** A zone that is set is that of this machine; a run of another place is not counted by it. */
function optionsFor(host: Host, { carbon }: RunRecord, options: OnlineOptions): OnlineOptions {
  const { zone, ...others } = options;
  const there = livePlace(host, carbon.offline ?? carbon.intensity ?? undefined)?.zone;
  if (zone === undefined || there === undefined || carbon.live?.zone === zone) return options;
  const country = there.slice(0, 2);
  const isOfGb = options.source === 'gb' && country === 'GB'; // its regions are numbers and postcodes
  return isOfGb || zone.startsWith(country) ? options : others;
}

function isWithin(ms: number, { fromMs, toMs }: Period): boolean {
  return ms + HOUR_MS > fromMs && ms < toMs;
}

/** The source and zone of which most of these hours are. */
function mostTold(
  hours: readonly { readonly source: string | null; readonly zone: string }[],
): Pick<ShiftHours, 'id' | 'zone'> {
  const { sources } = liveTable();
  const counts = new Map<string, { readonly id: LiveSourceId; readonly zone: string; count: number }>();
  for (const { source, zone } of hours) {
    const id = LIVE_SOURCES.find((one) => sources[one].name === source);
    if (id === undefined) continue;
    const key = `${id} ${zone}`;
    const known = counts.get(key) ?? { id, zone, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  const [most] = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return most === undefined ? { id: null, zone: null } : { id: most.id, zone: most.zone };
}

/** A run's record says how an hour's figure came to be, not how far ahead it was foretold: the widest of that kind is taken. */
function spreadOf(how: string): Spread {
  const { measured, estimated, forecast, carried } = liveTable().spread;
  if (how === 'measured') return measured;
  if (how === 'estimated') return estimated;
  return (how === 'forecast' ? forecast : carried).at(-1)?.sd ?? estimated;
}
