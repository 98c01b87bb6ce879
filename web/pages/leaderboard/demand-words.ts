import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';

/** What the address asks of entries: J, the metric, seeds, a part of the hardware's name. */
export interface AskedDemands {
  readonly energy: string | undefined;
  readonly metric: string | undefined;
  readonly seeds: string | undefined;
  readonly hardware: string | undefined;
}

/** The demands as words for the server; empty where nothing is asked, or it is not known of what. */
export function demandWords(
  task: Pick<LeaderboardTask, 'goal'> | undefined,
  asked: AskedDemands,
): URLSearchParams {
  const words = new URLSearchParams();
  if (task === undefined) return words;
  const { energy, metric, seeds, hardware } = asked;
  if (isNumber(energy)) words.set('max-energy', `${energy}J`);
  if (isNumber(metric)) words.set(task.goal === 'maximize' ? 'min-metric' : 'max-metric', metric);
  if (seeds !== undefined && /^[1-9]\d{0,5}$/.test(seeds)) words.set('min-seeds', seeds);
  if (hardware !== undefined) words.set('hardware', hardware);
  return words;
}

/** A view that was typed by hand may hold anything. */
function isNumber(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
}
