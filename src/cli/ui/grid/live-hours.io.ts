import type { Problem } from '../../../errors.ts';
import type { SourcedIntensity } from '../../../grid/intensity.ts';
import { keepAway, readCache } from '../../../grid/live/cache.io.ts';
import { figuresFor } from '../../../grid/live/figures.io.ts';
import { gridProblem } from '../../../grid/live/grid-problem.ts';
import type { LiveSeries, Refusal } from '../../../grid/live/grid-source.ts';
import { hourFigures } from '../../../grid/live/hour-figures.ts';
import { liveTable } from '../../../grid/live/live-table.io.ts';
import type { Host } from '../../../host/host.ts';
import { type ChosenSource, chosenSources } from '../../../run/online/chosen-sources.io.ts';
import type { OnlineOptions } from '../../../run/online/online-options.ts';
import { err, type Result } from '../../../result.ts';
import { interval } from '../../../units/estimate.ts';

const HOUR_MS = 3_600_000;
/** How far back and ahead is asked, h. */
const BACK_H = 7 * 24;
const AHEAD_H = 48;

/** What a live source tells of an hour. */
export interface LiveHour {
  readonly atMs: number;
  readonly gPerKwh: number;
  readonly how: string;
  /** Of an hour to come: within which nine of ten such forecasts came true, by their reach. The sources themselves give none. */
  readonly low?: number | null;
  readonly high?: number | null;
}

/** What a configured source tells of the days before and after now, g CO2e/kWh. */
export interface LiveHours {
  readonly source: string;
  readonly zone: string;
  readonly basis: string | null;
  readonly boundary: string | null;
  /** Beginning of the newest hour that is known and not carried on from an older one, ms; null where none is. */
  readonly newestMs: number | null;
  /** When it was asked what is ahead, ms; null where it did not say. */
  readonly aheadAskedMs: number | null;
  readonly past: readonly LiveHour[];
  readonly ahead: readonly LiveHour[];
}

/** Asks the source of the settings; null with the reasons where none can be asked. */
export async function liveHours(
  host: Host,
  options: OnlineOptions,
  intensity: SourcedIntensity | undefined,
): Promise<{ readonly hours: LiveHours | null; readonly problems: readonly Problem[] }> {
  const signal = AbortSignal.timeout(options.waitS * 1000 * 2);
  const { sources, problems } = chosenSources(host, options, intensity, signal);
  const [chosen] = sources;
  const said = [...(options.problems ?? []), ...problems];
  if (chosen === undefined) return { hours: null, problems: said };
  const nowMs = host.clock.wallMs();
  const period = { fromMs: nowMs - BACK_H * HOUR_MS, toMs: nowMs };
  const past = await figuresFor(host, chosen.source, chosen.zone, period);
  const ahead = await forecastOf(host, chosen, nowMs);
  const { name } = liveTable().sources[chosen.source.id];
  const isToldTwice = !ahead.ok && past.refusal?.problem.why === ahead.error.problem.why;
  return {
    hours: {
      source: name,
      zone: chosen.zone,
      basis: ahead.ok ? ahead.value.basis : (past.last?.basis ?? null),
      boundary: ahead.ok ? ahead.value.boundary : (past.last?.boundary ?? null),
      newestMs: past.hours.findLast(({ how }) => how !== 'carried')?.hourMs ?? null,
      aheadAskedMs: ahead.ok ? ahead.value.askedMs : null,
      past: past.hours.map(({ hourMs, gPerKwh, how }) => ({ atMs: hourMs, gPerKwh, how })),
      ahead: ahead.ok ? hoursAhead(ahead.value, nowMs) : [],
    },
    problems: [
      ...said,
      ...(past.refusal === undefined ? [] : [past.refusal.problem]),
      ...(ahead.ok || isToldTwice ? [] : [ahead.error.problem]),
    ],
  };
}

/** What is ahead, unless the source has asked to be left alone; and that it has is kept for all who ask. */
async function forecastOf(
  host: Host,
  { source, zone }: ChosenSource,
  nowMs: number,
): Promise<Result<LiveSeries, Refusal>> {
  const key = { source: source.id, address: source.address, zone };
  const { againMs } = readCache(host, key);
  if (againMs !== undefined && againMs > nowMs) {
    const why = `it asks not to be asked again for ${Math.ceil((againMs - nowMs) / 1000)} s (HTTP 429 or 503 before)`;
    const { name } = liveTable().sources[source.id];
    return err({ problem: gridProblem(name, zone, why, 'wait, or ask less often') });
  }
  const answer = await source.forecast(zone, AHEAD_H);
  if (!answer.ok && answer.error.againMs !== undefined) keepAway(host, key, answer.error.againMs);
  return answer;
}

function hoursAhead({ points, askedMs }: LiveSeries, nowMs: number): readonly LiveHour[] {
  const asked = points.map((point) => ({ ...point, kind: 'forecast' as const, askedMs }));
  const period = { fromMs: nowMs, toMs: points.at(-1)?.toMs ?? nowMs };
  return hourFigures(asked, period, liveTable().spread).map(({ hourMs, gPerKwh, sd }) => ({
    atMs: hourMs,
    gPerKwh,
    how: 'forecast',
    ...interval({ value: gPerKwh, errors: { forecast: sd } }),
  }));
}
