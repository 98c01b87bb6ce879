import { curveStopper } from '../../src/search/stoppers/curve.ts';
import { randomSampler } from '../../src/search/samplers/random-sampler.ts';
import type { MakeSampler } from '../../src/search/samplers/sampler.ts';
import { tpeSampler } from '../../src/search/samplers/tpe/tpe-sampler.ts';
import type { Problem } from '../search/problem.ts';
import { readTables } from '../search/read-tables.ts';
import { syntheticProblems } from '../search/synthetic.ts';
import { type Fate, replay } from './replay.ts';

/** What {@link falseStops} is asked. */
export interface FalseStopsOptions {
  readonly folder: string;
  readonly rates: readonly number[];
  readonly seeds: number;
  readonly trials: number;
  /** Share of trials that go on whatever is said. */
  readonly controls: number;
  readonly sampler: string;
}

interface Row {
  readonly suite: string;
  readonly rate: number;
  readonly judged: number;
  readonly stopped: number;
  readonly wrong: number;
  readonly wouldBeBest: number;
  readonly joulesPart: number;
  readonly joulesPartOfStart: number;
}

/** Measures how often the curve stopper is wrong on tables of real and made-up trainings, and writes a table. */
export function falseStops(options: FalseStopsOptions): void {
  const sampler = options.sampler === 'tpe' ? tpeSampler() : randomSampler();
  const problems = [...readTables(options.folder), ...syntheticProblems()];
  console.log(
    `${options.trials} trials of ${options.sampler} one after another, ${options.seeds} seeds, ${100 * options.controls} % controls`,
  );
  console.log(
    'wrong: it would have ended as the best of those seen to their end; of all that were judged / of the stopped / of those',
  );
  console.log(
    'that would have become the best. Each is promised to be no more than the rate (the last: aimed at).\n',
  );
  console.log(
    '| suite | problems | promised | judged | stopped | wrong of all | of the stopped | of the best | joules |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const suite of new Set(problems.map((problem) => problem.suite))) {
    const mine = problems.filter((problem) => problem.suite === suite);
    for (const rate of options.rates) print(mine.length, measure(suite, mine, rate, sampler, options));
  }
}

function measure(
  suite: string,
  problems: readonly Problem[],
  rate: number,
  sampler: MakeSampler,
  options: FalseStopsOptions,
): Row {
  const need = Math.max(Math.ceil(1 / rate) - 1, 8);
  let [judged, stopped, wrong, wouldBeBest, joules, full, start] = [0, 0, 0, 0, 0, 0, 0];
  for (const problem of problems) {
    for (let seed = 0; seed < options.seeds; seed += 1) {
      const fates = replay(problem, sampler, curveStopper({ rate }), options.trials, seed, options.controls);
      for (const [at, fate] of fates.entries()) {
        joules += fate.joules;
        full += fate.fullJoules;
        // Trials that nothing could be said of, for want of ends, would make the rates look better.
        if (fates.slice(0, at).filter(({ final }) => final < Infinity).length < need) {
          start += fate.joules;
          continue;
        }
        judged += 1;
        wouldBeBest += Number(isBetter(fate));
        stopped += Number(fate.stoppedAt !== undefined);
        wrong += Number(fate.stoppedAt !== undefined && isBetter(fate));
      }
    }
  }
  return {
    suite,
    rate,
    judged,
    stopped,
    wrong,
    wouldBeBest,
    joulesPart: joules / full,
    joulesPartOfStart: start / full,
  };
}

function isBetter({ final, best }: Fate): boolean {
  return final < best;
}

function print(problems: number, row: Row): void {
  const percent = (part: number, of: number): string =>
    of === 0 ? '-' : `${((100 * part) / of).toFixed(2)} %`;
  const cells = [
    row.suite,
    problems,
    `${100 * row.rate} %`,
    row.judged,
    percent(row.stopped, row.judged),
    percent(row.wrong, row.judged),
    percent(row.wrong, row.stopped),
    `${percent(row.wrong, row.wouldBeBest)} (${row.wrong} of ${row.wouldBeBest})`,
    `${(100 * row.joulesPart).toFixed(0)} %, ${(100 * row.joulesPartOfStart).toFixed(0)} % of it at the start`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
