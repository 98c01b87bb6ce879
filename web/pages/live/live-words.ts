import { printDuration } from '../../../src/units/format-duration.ts';
import { energyWithBand, printEnergy, printPower } from '../../../src/units/format.ts';
import type { ShortEstimate } from '../../../src/report/live/live-facts.ts';
import type { WrittenEstimate } from '../../../src/units/estimate.ts';
import type { LiveView } from '../../state/live-model.ts';

const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'short', hourCycle: 'h23' });
const DAY_MS = 86_400_000;

/** A time as the reader's clock shows it, with its day where that is not today. */
export function timeText(ms: number, nowMs: number): string {
  const isFar = Math.abs(nowMs - ms) > DAY_MS / 2;
  const day = isFar ? ` on ${new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(ms)}` : '';
  return TIME.format(ms) + day;
}

/** An estimate that is grown to a newer value: its band grows with it. */
export function grown(estimate: ShortEstimate, from: number | null, to: number): WrittenEstimate {
  const factor = from === null || from <= 0 ? 1 : to / from;
  const times = (value: number | null): number | null => (value === null ? null : value * factor);
  const { value, low, high, unit } = estimate;
  return { value: times(value), low: times(low), high: times(high), unit, errors: {} };
}

/** Energy so far: as it stood when its band was told, grown by what came since. */
export function energySoFar({ facts, energyJ }: LiveView): WrittenEstimate {
  return grown(facts.energy, facts.energy.value, energyJ);
}

/** Carbon so far, in step with the energy. */
export function carbonSoFar({ facts, energyJ }: LiveView): WrittenEstimate {
  return grown(facts.carbon, facts.energy.value, energyJ);
}

/** Whether a run that is said to live has been silent for longer than three of its intervals. */
export function isSilent({ facts, lastMs }: LiveView, nowMs: number): boolean {
  const since = lastMs ?? facts.startedMs;
  return facts.state === 'running' && nowMs - since > (3 * facts.intervalS + 2) * 1000;
}

/** What the state of a run is called, with what is odd about it. */
export function stateWords(view: LiveView, nowMs: number): string {
  const { state, endedMs } = view.facts;
  const last = view.lastMs === null ? 'no sample' : `last sample ${timeText(view.lastMs, nowMs)}`;
  if (state === 'lost') return `stopped without saying so (${last})`;
  if (state !== 'running') return endedMs === null ? state : `${state}, ended ${timeText(endedMs, nowMs)}`;
  return isSilent(view, nowMs) ? `running, but silent (${last})` : 'running';
}

/** `14 of 20`. */
export function epochWords({ epoch }: LiveView['facts']): string | undefined {
  if (epoch === null) return undefined;
  return epoch.of === null ? `${epoch.n}` : `${epoch.n} of ${epoch.of}`;
}

/** What the whole run will come to, and when. */
export function forecastWords({ forecast }: LiveView['facts'], nowMs: number): string | undefined {
  if (forecast === null) return undefined;
  const left = (forecast.endMs - nowMs) / 1000;
  const when =
    left > 0 ? `ends ${timeText(forecast.endMs, nowMs)}, ${printDuration(left)} left` : 'about to end';
  return `${energyWithBand({ ...forecast.energy, errors: {} })} in all; ${when}`;
}

/** That it no longer gains, and what an end now would save. */
export function stopWords({ stop }: LiveView['facts']): string | undefined {
  if (stop === null) return undefined;
  const { metric, epochs, of, sinceJ, saves } = stop;
  if (saves?.value === 0) return undefined; // its last epoch: there is nothing left to save
  const since = of - epochs;
  const gained = `${metric} has hardly gained since epoch ${epochs}: ${since === 1 ? '1 epoch' : `${since} epochs`} and ${printEnergy(sinceJ)} ago.`;
  const saved = saves === null ? '' : ` Stopping now saves ${energyWithBand({ ...saves, errors: {} })}.`;
  return gained + saved;
}

/** What the chart of a run says. */
export function powerSentence({ points, facts }: LiveView): string {
  if (points.length === 0) return `${facts.name} has no sample yet.`;
  const high = Math.max(...points.map((point) => point.high));
  const length = (points.at(-1)?.atS ?? 0) - (points[0]?.atS ?? 0);
  const mean = points.reduce((sum, { w }) => sum + w, 0) / points.length;
  return `${facts.name} drew ${printPower(mean)} on average in the last ${printDuration(Math.max(length, facts.intervalS))}, at most ${printPower(high)}.`;
}
