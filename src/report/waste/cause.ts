/**
 * Why energy was wasted. The causes exclude each other: of a run the first that holds takes all of it, except the last two, which take the parts
 * of a good run in which nothing more came of it.
 */
export const CAUSES = ['failed', 'killed', 'duplicate', 'superseded', 'past-plateau', 'idle'] as const;

/** One of {@link CAUSES}. */
export type Cause = (typeof CAUSES)[number];

/** What each cause means, in the order in which they are looked at. */
export const CAUSE_MEANINGS: Readonly<Record<Cause, string>> = {
  failed: 'the run failed',
  killed: 'interrupted, killed or ended by a limit, without a result',
  duplicate: 'same inputs as an earlier success',
  superseded: 'done again later with other code or data, so its result was replaced',
  'past-plateau': 'epochs after the metrics no longer improved',
  idle: 'times in which the run did almost nothing',
};
