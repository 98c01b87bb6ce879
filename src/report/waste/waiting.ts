import { quantile } from '../../stats/quantile.ts';

/** Power that a run had over some time, attributed, at the wall. */
export interface PowerStretch {
  readonly seconds: number;
  readonly watts: number;
  /** The part of it that is above idle, where it is known: else it is what is above the mean idle power of the run. */
  readonly ownW?: number;
}

/** When a run waits. */
export interface WaitingRules {
  /** How much of the power of a run that waits may be its own. */
  readonly ownAtMost: number;
  /** And how much of its own power where it works. */
  readonly ofUsual: number;
  /** A run that never has more than this part of all power for its own does nothing at all. */
  readonly nothing: number;
}

/** Where it works: the power above which it is for a twentieth of its stretches. */
const USUAL = 0.95;

/**
 * The part of a run's energy, 0 to 1, that it took while it did almost nothing: stretches in which hardly any of its power was its own and the rest kept the
 * machine on. A run that is small beside the machine all the time works; one that has times of next to nothing waits in them.
 *
 * @param idleW its share of the machine's idle power, W.
 */
export function waitingPart(power: readonly PowerStretch[], idleW: number, rules: WaitingRules): number {
  const known = power.filter(({ seconds, watts }) => watts > 0 && seconds > 0);
  const ownOf = ({ watts, ownW }: PowerStretch): number => ownW ?? Math.max(0, watts - idleW);
  const usual = quantile(
    known.map(ownOf).sort((a, b) => a - b),
    USUAL,
  );
  let [waiting, whole] = [0, 0];
  for (const stretch of known) {
    const { seconds, watts } = stretch;
    const ownW = ownOf(stretch);
    whole += watts * seconds;
    const isLittle = ownW <= rules.ownAtMost * watts;
    const isPause = ownW <= rules.ofUsual * usual || usual <= rules.nothing * watts;
    if (isLittle && isPause) waiting += watts * seconds;
  }
  return whole > 0 ? waiting / whole : 0;
}

/** Of its power where it works, what a run has at most in a stretch in which it may have waited. */
const CLEARLY_LESS = 0.9;

/** Whether there are stretches of clearly less power than where the run works: only then is a closer look worth it. */
export function mayPause(power: readonly PowerStretch[]): boolean {
  const watts = power.map((one) => one.watts).filter((one) => one > 0);
  const usual = quantile(
    watts.toSorted((a, b) => a - b),
    USUAL,
  );
  return watts.some((one) => one <= CLEARLY_LESS * usual);
}
