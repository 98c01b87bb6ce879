import {
  CONTINUE,
  type Decision,
  type MakeStopper,
  type Stopper,
} from '../../src/search/stoppers/stopper.ts';
import type { StudyView } from '../../src/search/study/study-view.ts';
import type { Trial } from '../../src/search/study/trial.ts';

/** From fewer complete trials nothing is concluded. */
const FEWEST = 4;
/** What is believed before there is evidence, and how many pairs of trials that is worth. */
const [PRIOR, WEIGHT] = [0.5, 10];
/** A report whose order of trials agrees less than this with that at their end is no ground for a stop. */
const LEAST = 0.15;

/**
 * A candidate for the engine, measured beside it: a stopper whose stops hold only where the complete trials say that the order at that report foretells
 * the one at the end (Kendall's tau of the best loss so far and the final one, shrunk to {@link PRIOR}). A trial that is spared goes to its end.
 */
export function trusted(make: MakeStopper): MakeStopper {
  return (study) => new Trusted(study, make(study));
}

class Trusted implements Stopper {
  readonly #study: StudyView;
  readonly #rule: Stopper;
  readonly #spared = new Set<number>();

  constructor(study: StudyView, rule: Stopper) {
    this.#study = study;
    this.#rule = rule;
  }

  learn: NonNullable<Stopper['learn']> = (trial, event) => this.#rule.learn?.(trial, event);

  decide: Stopper['decide'] = (trial, report): Decision => {
    const decision = this.#rule.decide(trial, report);
    if (decision.action !== 'stop' || !Number.isFinite(report.losses[0])) return decision;
    if (!this.#spared.has(trial.number) && agreement(this.#study.trials, report.resource) >= LEAST)
      return decision;
    this.#spared.add(trial.number);
    return CONTINUE;
  };

  promote: NonNullable<Stopper['promote']> = () => this.#rule.promote?.();

  rungs: NonNullable<Stopper['rungs']> = () => this.#rule.rungs?.() ?? [];
}

/** @returns how far the order of complete trials at a resource is that at their end, -1 to 1. */
function agreement(trials: readonly Trial[], resource: number): number {
  const seen = trials.flatMap((trial) => {
    const end = trial.state === 'complete' ? trial.losses?.[0] : undefined;
    return end !== undefined && Number.isFinite(end) ? [{ there: bestUpTo(trial, resource), end }] : [];
  });
  if (seen.length < FEWEST) return PRIOR;
  let [sum, pairs] = [0, 0];
  for (const [i, a] of seen.entries())
    for (const b of seen.slice(0, i)) {
      const sign = Math.sign(a.there - b.there) * Math.sign(a.end - b.end);
      if (sign === 0 || Number.isNaN(sign)) continue;
      sum += sign;
      pairs += 1;
    }
  return (sum + WEIGHT * PRIOR) / (pairs + WEIGHT);
}

function bestUpTo({ reports }: Trial, resource: number): number {
  const losses = reports.filter((report) => report.resource <= resource).map((report) => report.losses[0]);
  return Math.min(...losses.map((loss) => loss ?? Infinity));
}
