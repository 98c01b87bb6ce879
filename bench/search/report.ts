import type { OptunaName } from './optuna-settings.ts';
import { JOULES_PER } from './power.ts';
import type { Convention, ProblemScore, Summary } from './score.ts';
import { BUDGET } from './simulate.ts';

/** Our engine against one way of using Optuna on one suite. */
export interface Comparison {
  readonly suite: string;
  readonly name: OptunaName;
  readonly convention: Convention;
  readonly scores: readonly ProblemScore[];
  readonly summary: Summary;
  /** Seeds of the peer that the problem with the fewest has. */
  readonly peerSeeds: number;
}

/** What a report says of how it was made. */
export interface ReportOptions {
  readonly engine: string;
  readonly seeds: number;
  readonly workers: number;
  readonly checkpoints: boolean;
  readonly power: string;
  readonly handTuned: readonly OptunaName[];
}

/** Prints the comparisons as tables in Markdown, at most 80 columns wide. */
export function printComparisons(
  comparisons: readonly Comparison[],
  options: ReportOptions,
  print: (line: string) => void,
): void {
  const { engine, seeds, workers, checkpoints, power } = options;
  print(
    `engine ${engine}, ${seeds} seeds, ${workers} worker${workers === 1 ? '' : 's'}, budget ${BUDGET} full runs`,
  );
  print(
    checkpoints
      ? 'a paused training goes on from its checkpoint'
      : 'a paused training begins again, and that is charged',
  );
  if (power !== 'even')
    print('the power of a training hangs on its configuration, so that joules are not time');
  print(`engines are charged ${JOULES_PER.engineSecond} J for a second of their own computing`);
  for (const convention of ['recommended', 'seen'] as const) {
    const text = {
      recommended: 'recommended configuration at full length (the claim)',
      seen: 'best value seen at any point of any training',
    }[convention];
    print(`\nJoules of Optuna / ours: ${text}\n`);
    print('| suite     | Optuna with   |  ratio | 95 % interval | lost | worst | seeds |');
    print('|-----------|---------------|-------:|--------------:|-----:|------:|------:|');
    const those = comparisons.filter((comparison) => comparison.convention === convention);
    for (const comparison of those) print(row(comparison));
    for (const line of handTuned(those, options.handTuned)) print(line);
  }
}

function row({ suite, name, summary, peerSeeds }: Comparison): string {
  const { mean, low, high, worst, lost } = summary;
  const interval = `${low.toFixed(2)}–${high.toFixed(2)}`;
  const cells = [
    suite.padEnd(9),
    name.padEnd(13),
    mean.toFixed(2).padStart(6),
    interval.padStart(13),
    `${Math.round(100 * lost)} %`.padStart(4),
    worst.ratio.toFixed(2).padStart(5),
    String(peerSeeds).padStart(5),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The best way of using Optuna that a suite has, found in hindsight: the one that we beat least. */
function handTuned(those: readonly Comparison[], names: readonly OptunaName[]): readonly string[] {
  const suites = [...new Set(those.map(({ suite }) => suite))];
  const lines = suites.flatMap((suite) => {
    const tuned = those.filter((each) => each.suite === suite && names.includes(each.name));
    if (tuned.length < names.length) return [];
    const best = tuned.reduce((a, b) => (b.summary.mean < a.summary.mean ? b : a));
    return [`- ${suite}: ${best.summary.mean.toFixed(2)} against ${best.name}`];
  });
  return lines.length === 0
    ? []
    : ['', 'Against the best of the grid in hindsight ("hand-tuned"):', '', ...lines];
}

/** @returns a summary for JSON. */
export function summaryLine({ mean, low, high, worst, lost, problems }: Summary): Record<string, unknown> {
  return { mean, low, high, lost, count: problems, worst: { problem: worst.problem.id, ratio: worst.ratio } };
}
