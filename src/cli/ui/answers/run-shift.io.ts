import { HourEnergy } from '../../../book/hour-energy.ts';
import type { Book } from '../../../book/book.io.ts';
import type { RunRecord } from '../../../book/run-record.ts';
import type { Period } from '../../../grid/live/grid-source.ts';
import { liveTable } from '../../../grid/live/live-table.io.ts';
import { MOST_SHIFT_H, shiftCurve } from '../../../report/shift/shift-curve.ts';
import type { OnlineOptions } from '../../../run/online/online-options.ts';
import type { Route } from '../../../server/route.ts';
import { fromWritten } from '../../../units/estimate.ts';
import { readSettings } from '../../config/read-settings.io.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { onlineSettings } from '../../run/online-settings.ts';
import { failure } from '../failure.io.ts';
import { type ShiftHours, shiftHours } from '../grid/shift-hours.io.ts';
import type { Surroundings } from './surroundings.io.ts';

const HOUR_MS = 3_600_000;
const DAY_S = 86_400;
/** A longer run has all hours of the day many times in it: sources answer for so much only page by page, and a shift says little. */
const LONGEST_S = 7 * DAY_S;
/** Answers for so many runs are kept; sources correct their figures for some hours. */
const MOST_KEPT = 32;
const LATE_MS = 24 * HOUR_MS;
/** As finely its energy is laid into hours: a bucket is then far below one. */
const BUCKETS = 4000;

/** `/runs/:ref/shift`: what the run would have emitted, begun up to a day earlier or later. Asks the live source of the settings; without one nobody. */
export function runShiftRoutes({ host, book }: Surroundings): readonly Route[] {
  /** Hours that are over do not change: a source is asked for them once. */
  const kept = new Map<string, ShiftHours>();
  const hoursFor = async (
    run: RunRecord,
    options: OnlineOptions | undefined,
    period: Period,
  ): Promise<ShiftHours> => {
    const key = JSON.stringify([run.id, options?.source, options?.url, options?.zone]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const told = await shiftHours(host, book, run, options, period);
    if (told.isAsked && told.problems.length === 0 && period.toMs + LATE_MS < host.clock.wallMs())
      kept.set(key, told);
    for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
    return told;
  };
  return [
    {
      method: 'GET',
      path: '/runs/:ref/shift',
      answer: async ({ part }) => {
        const found = book.resolve(part('ref'));
        if (!found.ok) return failure(found.error);
        const online = onlineSettings(await readSettings(host), false);
        if (!online.ok) return { status: 400, body: errorEnvelope('ui', online.error, []) };
        const run = found.value;
        const isConfigured = online.value !== undefined;
        const why = whyNot(run);
        if (why !== null)
          return { status: 200, body: successEnvelope('ui', { why, isConfigured, starts: [] }, []) };
        const energy = energyByHour(book, run);
        const [first, last] = [energy.hours[0], energy.hours.at(-1)];
        const reach = MOST_SHIFT_H * HOUR_MS;
        const period = {
          fromMs: (first?.hourMs ?? 0) - reach,
          toMs: (last?.hourMs ?? 0) + HOUR_MS + reach,
        };
        const told = await hoursFor(run, online.value, period);
        const { carbon } = run;
        const guess = Object.entries((carbon.offline ?? carbon.intensity)?.errors ?? {});
        const starts = shiftCurve({
          energy: energy.hours,
          facility: fromWritten(run.energy.facility.attributed),
          hours: told.hours,
          error: `live:${told.id ?? ''}:${told.zone ?? ''}`,
          errors: Object.fromEntries(guess.filter(([name]) => name.startsWith('zone:'))),
        });
        const isAny = starts.some(({ gPerKwh }) => gPerKwh !== null);
        const facts = told.id === null ? undefined : liveTable().sources[told.id];
        const data = {
          why: told.id === null ? 'no-source' : isAny ? null : 'no-hours',
          isConfigured,
          isAsked: told.isAsked,
          source: told.source,
          zone: told.zone,
          basis: facts?.basis ?? null,
          boundary: facts?.boundary ?? null,
          licence: facts?.licence ?? null,
          isEven: energy.isEven,
          starts: isAny ? starts : [],
        };
        return { status: 200, body: successEnvelope('ui', data, told.problems) };
      },
    },
  ];
}

function whyNot({ state, energy, durationS, startedAt }: RunRecord): string | null {
  if (state === 'running') return 'running';
  if (energy.facility.attributed.value === null || Number.isNaN(Date.parse(startedAt))) return 'no-energy';
  return durationS > LONGEST_S ? 'long' : null;
}

/** When the run used its energy; `isEven` where that is not known and it is laid evenly over the run. */
function energyByHour(
  book: Book,
  { id, startedAt, durationS }: RunRecord,
): Pick<HourEnergy, 'hours'> & { readonly isEven: boolean } {
  const energy = new HourEnergy();
  energy.begin(Date.parse(startedAt), 0);
  const series = book.power(id, { buckets: BUCKETS });
  const own = series.ok ? series.value.channels.indexOf('attributed') : -1;
  for (const { fromS, toS, mean } of series.ok ? series.value.buckets : []) {
    const watts = mean[own] ?? Number.NaN;
    if (Number.isFinite(watts) && toS > fromS) energy.add(toS, toS - fromS, watts * (toS - fromS));
  }
  const { hours } = energy;
  if (hours.some(({ joules }) => joules > 0)) return { hours, isEven: false };
  const even = new HourEnergy();
  even.begin(Date.parse(startedAt), 0);
  even.add(durationS, durationS, Math.max(durationS, 1));
  return { hours: even.hours, isEven: true };
}
