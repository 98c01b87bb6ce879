import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from './engines.ts';
import { missingPeers, makePeers, type Wanted } from './make-peers.ts';
import { HAND_TUNED, OPTUNA_NAMES, type OptunaName } from './optuna-settings.ts';
import { Peers } from './peers.ts';
import { JOULES_PER } from './power.ts';
import type { Problem } from './problem.ts';
import { readTables } from './read-tables.ts';
import { type Comparison, printComparisons, summaryLine } from './report.ts';
import { scoreProblem, summarise } from './score.ts';
import { simulate, type Trajectory } from './simulate.ts';
import { syntheticProblems } from './synthetic.ts';

/** What `bench/search.mjs` was asked for. */
export interface SearchBenchOptions {
  readonly folder: string;
  /** Where trajectories of peers are kept: the first folder is written, too. */
  readonly kept: readonly [string, ...string[]];
  readonly script: string;
  readonly python: () => string;
  readonly only: string | undefined;
  readonly names: readonly string[] | undefined;
  readonly seeds: number;
  readonly workers: number;
  readonly engine: string;
  readonly checkpoints: boolean;
  readonly peersOnly: boolean;
  /** Compare with what is kept, however few seeds that are. */
  readonly keptOnly: boolean;
  readonly out: string | undefined;
}

export async function searchBench(options: SearchBenchOptions): Promise<void> {
  const { seeds, workers } = options;
  const problems = chosenProblems(options);
  const peers = new Peers(...options.kept);
  const names = namesOf(options.names);
  const wanted: Wanted = { problems, names, seeds, workers };
  const missing = missingPeers(peers, wanted);
  if (missing > 0 && !options.keptOnly) {
    console.error(`computing ${missing} trajectories of Optuna`);
    await makePeers(peers, wanted, options.python(), options.script, (line) => console.error(line));
  }
  if (options.peersOnly) return;
  const ours = await runEngine(problems, options);
  const comparisons = names.flatMap((name) => compare(problems, ours, peers, name, options));
  const lines: string[] = [];
  printComparisons(comparisons, { ...options, handTuned: HAND_TUNED }, (line) => {
    lines.push(line);
    console.log(line);
  });
  if (options.out === undefined) return;
  mkdirSync(options.out, { recursive: true });
  const rows = comparisons.map(({ suite, name, convention, summary, scores, peerSeeds }) => ({
    suite,
    name,
    convention,
    peerSeeds,
    ...summaryLine(summary),
    problems: Object.fromEntries(scores.map(({ problem, ratio }) => [problem.id, ratio])),
  }));
  const content = {
    engine: options.engine,
    seeds,
    workers,
    checkpoints: options.checkpoints,
    joulesPer: JOULES_PER,
    rows,
  };
  writeFileSync(join(options.out, 'search.md'), `${lines.join('\n')}\n`);
  writeFileSync(join(options.out, 'search.json'), `${JSON.stringify(content, undefined, 1)}\n`);
}

function chosenProblems({ folder, only }: SearchBenchOptions): readonly Problem[] {
  const all = [...readTables(folder), ...syntheticProblems()];
  const problems = all.filter(({ suite }) => only === undefined || only === suite);
  if (problems.length === 0) {
    const suites = [...new Set(all.map(({ suite }) => suite))].join(', ');
    throw new Error(`no suite is named ${only}; there are ${suites}`);
  }
  return problems;
}

function namesOf(given: readonly string[] | undefined): readonly OptunaName[] {
  if (given === undefined) return OPTUNA_NAMES;
  return given.map((name) => {
    const known = OPTUNA_NAMES.find((each) => each === name);
    if (known === undefined)
      throw new Error(`no way of using Optuna is named ${name}: ${OPTUNA_NAMES.join(', ')}`);
    return known;
  });
}

/** @returns our trajectories by problem, one for each seed. */
async function runEngine(
  problems: readonly Problem[],
  { engine, seeds, workers, checkpoints }: SearchBenchOptions,
): Promise<ReadonlyMap<Problem, readonly Trajectory[]>> {
  const make = ENGINES[engine];
  if (make === undefined) throw new Error(`no engine is named ${engine}: ${Object.keys(ENGINES).join(', ')}`);
  const runs = new Map<Problem, Trajectory[]>();
  for (const problem of problems) {
    const trajectories: Trajectory[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      trajectories.push(
        await simulate(await make(problem, seed, workers), problem, { seed, workers, checkpoints }),
      );
    }
    runs.set(problem, trajectories);
  }
  return runs;
}

function compare(
  problems: readonly Problem[],
  ours: ReadonlyMap<Problem, readonly Trajectory[]>,
  peers: Peers,
  name: OptunaName,
  { seeds, workers }: SearchBenchOptions,
): readonly Comparison[] {
  const suites = [...new Set(problems.map(({ suite }) => suite))];
  return suites.flatMap((suite) =>
    (['recommended', 'seen'] as const).flatMap((convention) => {
      let peerSeeds = Infinity;
      const scores = problems
        .filter((problem) => problem.suite === suite)
        .flatMap((problem) => {
          const theirs = Array.from({ length: seeds }, (_, seed) =>
            peers.get(problem, name, seed, workers),
          ).filter((trajectory) => trajectory !== undefined);
          if (theirs.length === 0) return [];
          peerSeeds = Math.min(peerSeeds, theirs.length);
          return [scoreProblem(problem, ours.get(problem) ?? [], theirs, convention)];
        });
      return scores.length === 0
        ? []
        : [{ suite, name, convention, scores, summary: summarise(scores), peerSeeds }];
    }),
  );
}
