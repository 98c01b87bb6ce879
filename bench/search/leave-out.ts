import { geometricMean } from './score.ts';

/** How one engine did on one suite against one way of using Optuna. */
export interface EngineResult {
  readonly engine: string;
  readonly suite: string;
  readonly ratio: number;
}

/** A suite that was left out when the engine was chosen. */
export interface LeftOut {
  readonly suite: string;
  /** The engine that is best in the mean over the other suites. */
  readonly chosen: string;
  /** What that reaches on the suite. */
  readonly ratio: number;
  /** What the best engine for this suite reaches, which is known in hindsight only. */
  readonly best: { readonly engine: string; readonly ratio: number };
}

/**
 * Leaves out one suite after the other: the engine is chosen on the others, and judged on that one. What an engine reaches where it was not chosen is what may
 * be expected of trainings that nobody has tried.
 */
export function leaveOneOut(results: readonly EngineResult[]): readonly LeftOut[] {
  const suites = [...new Set(results.map(({ suite }) => suite))];
  return suites.map((suite) => {
    const chosen = bestOf(results.filter((result) => result.suite !== suite));
    const best = bestOf(results.filter((result) => result.suite === suite));
    const here = results.filter((result) => result.suite === suite && result.engine === chosen.engine);
    return { suite, chosen: chosen.engine, ratio: geometricMean(here.map(({ ratio }) => ratio)), best };
  });
}

/** The engine with the largest mean: over the ways of using Optuna first, so that every suite counts alike. */
function bestOf(results: readonly EngineResult[]): { readonly engine: string; readonly ratio: number } {
  const engines = [...new Set(results.map(({ engine }) => engine))];
  const means = engines.map((engine) => {
    const own = results.filter((result) => result.engine === engine);
    return { engine, ratio: suiteMean(own) };
  });
  return means.reduce((a, b) => (b.ratio > a.ratio ? b : a));
}

function suiteMean(results: readonly EngineResult[]): number {
  const suites = [...new Set(results.map(({ suite }) => suite))];
  return geometricMean(
    suites.map((suite) =>
      geometricMean(results.filter((result) => result.suite === suite).map(({ ratio }) => ratio)),
    ),
  );
}

/** Prints what was left out as a table in Markdown. */
export function printLeftOut(results: readonly EngineResult[], print: (line: string) => void): void {
  const engines = [...new Set(results.map(({ engine }) => engine))];
  const suites = [...new Set(results.map(({ suite }) => suite))];
  print(`\nMean over the ways of using Optuna, by engine\n`);
  print(`| suite | ${engines.join(' | ')} |`);
  print(`|---|${engines.map(() => '--:').join('|')}|`);
  for (const suite of suites) {
    const cells = engines.map((engine) =>
      suiteMean(results.filter((each) => each.suite === suite && each.engine === engine)).toFixed(2),
    );
    print(`| ${suite} | ${cells.join(' | ')} |`);
  }
  if (suites.length < 2) return; // nothing is left to choose on
  print('\nThe engine chosen on the other suites\n');
  print('| left out | chosen | ratio there | best there in hindsight |');
  print('|---|---|--:|---|');
  for (const { suite, chosen, ratio, best } of leaveOneOut(results))
    print(`| ${suite} | ${chosen} | ${ratio.toFixed(2)} | ${best.ratio.toFixed(2)} (${best.engine}) |`);
}
