import { type Axis, type Incumbent, incumbents, type PassLine } from './pass.ts';

/** Passes of one task and seed. */
export interface Passes {
  readonly task: string;
  readonly seed: number;
  /** CPU-seconds of training. */
  readonly budget: number;
  /** Reports of a full training. */
  readonly full: number;
  readonly ours: readonly PassLine[];
  readonly theirs: readonly PassLine[];
}

/** How one seed of a task has gone against one way of using Optuna. */
export interface Comparison {
  /** Final losses, Infinity where no training came to its end within the budget; `oursAll` where everything is charged to ours. */
  readonly ours: number;
  readonly oursAll: number;
  readonly theirs: number;
  /** CPU-seconds to a loss as good as Optuna's final one; undefined: never. */
  readonly oursTo: Readonly<Record<Axis, number | undefined>>;
  readonly theirsTo: Readonly<Record<Axis, number | undefined>>;
  /** Optuna's CPU-seconds over ours. */
  readonly ratio: Readonly<Record<Axis, number>>;
}

/** Compares by what each needs until the loss that Optuna ends with. What is never reached counts as twice the budget, or twice all that was used. */
export function compare({ budget, full, ours, theirs }: Passes): Comparison {
  const mine = incumbents(ours, full, budget, 'training');
  const peers = incumbents(theirs, full, budget, 'training');
  const target = peers.at(-1)?.loss ?? Infinity;
  const reached = (of: readonly Incumbent[]) => of.find(({ loss }) => loss <= target);
  const [our, their] = [reached(mine), reached(peers)];
  const never = (lines: readonly PassLine[]) => 2 * (within(lines, budget)?.all ?? budget);
  return {
    ours: mine.at(-1)?.loss ?? Infinity,
    oursAll: incumbents(ours, full, budget, 'all').at(-1)?.loss ?? Infinity,
    theirs: target,
    oursTo: { training: our?.training, all: our?.all },
    theirsTo: { training: their?.training, all: their?.all },
    ratio: {
      training: (their?.training ?? 2 * budget) / (our?.training ?? 2 * budget),
      all: (their?.all ?? never(theirs)) / (our?.all ?? never(ours)),
    },
  };
}

/** @returns the last line within a budget of training. */
export function within(lines: readonly PassLine[], budget: number): PassLine | undefined {
  return lines.findLast(({ training }) => training <= budget);
}
