import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from './engines.ts';
import { printLeftOut } from './leave-out.ts';
import { missingPeers, makePeers, type Wanted } from './make-peers.ts';
import { HAND_TUNED, OPTUNA_NAMES, type OptunaName } from './optuna-settings.ts';
import { Peers } from './peers.ts';
import { JOULES_PER } from './power.ts';
import type { Problem } from './problem.ts';
import { rounded } from './rounded.ts';
import { readTables } from './read-tables.ts';
import { type Comparison, printComparisons, summaryLine } from './report.ts';
import { scoreProblem, summarise } from './score.ts';
import { simulate, type Trajectory } from './simulate.ts';
import { syntheticProblems } from './synthetic.ts';
import { UsageError } from './usage-error.ts';
import { POWERS } from './varied-power.ts';

/** What `bench/search.mjs` was asked for. */
export interface SearchBenchOptions {
  /** Folders of tables. */
  readonly folders: readonly string[];
  /** Where trajectories of peers are kept: the first folder is written, too. */
  readonly kept: readonly [string, ...string[]];
  readonly script: string;
  readonly python: () => string;
  readonly only: string | undefined;
  readonly names: readonly string[] | undefined;
  readonly seeds: number;
  readonly workers: number;
  /** Names of {@link ENGINES}; several are compared, and chosen with a suite left out. */
  readonly engines: readonly string[];
  readonly checkpoints: boolean;
  /** One of `POWERS`. */
  readonly power: string;
  readonly peersOnly: boolean;
  /** Compare with what is kept, however few seeds that are. */
  readonly keptOnly: boolean;
  readonly out: string | undefined;
}

export async function searchBench(options: SearchBenchOptions): Promise<void> {
  const { seeds, workers } = options;
  for (const engine of options.engines) engineOf(engine);
  const names = namesOf(options.names);
  const problems = chosenProblems(options);
  const peers = new Peers(...options.kept);
  const wanted: Wanted = { problems, names, seeds, workers };
  const missing = missingPeers(peers, wanted);
  if (missing > 0 && !options.keptOnly) {
    console.error(`computing ${missing} trajectories of Optuna`);
    await makePeers(peers, wanted, options.python(), options.script, (line) => console.error(line));
  }
  if (options.peersOnly) return;
  const lines: string[] = [];
  const print = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  const results: (Comparison & { readonly engine: string })[] = [];
  for (const engine of options.engines) {
    const ours = await runEngine(problems, engine, options);
    const comparisons = names.flatMap((name) => compare(problems, ours, peers, name, options));
    printComparisons(comparisons, { ...options, engine, handTuned: HAND_TUNED }, print);
    results.push(...comparisons.map((each) => ({ engine, ...each })));
  }
  if (options.engines.length > 1) {
    const claims = results.filter(({ convention }) => convention === 'recommended');
    printLeftOut(
      claims.map(({ engine, suite, summary }) => ({ engine, suite, ratio: summary.mean })),
      print,
    );
  }
  if (options.out === undefined) return;
  mkdirSync(options.out, { recursive: true });
  const rows = results.map(({ engine, suite, name, convention, summary, scores, peerSeeds }) => ({
    engine,
    suite,
    name,
    convention,
    peerSeeds,
    ...summaryLine(summary),
    problems: Object.fromEntries(scores.map(({ problem, ratio }) => [problem.id, ratio])),
  }));
  const content = {
    seeds,
    workers,
    checkpoints: options.checkpoints,
    power: options.power,
    joulesPer: JOULES_PER,
    rows,
  };
  writeFileSync(join(options.out, 'search.md'), `${lines.join('\n')}\n`);
  writeFileSync(join(options.out, 'search.json'), `${JSON.stringify(content, undefined, 1)}\n`);
}

function chosenProblems({ folders, only, power }: SearchBenchOptions): readonly Problem[] {
  if (!POWERS.includes(power)) throw new UsageError(`no power is named ${power}: ${POWERS.join(', ')}`);
  const all = [...folders.flatMap((folder) => readTables(folder, power)), ...syntheticProblems(power)];
  const problems = all.filter(({ suite }) => only === undefined || only === suite);
  if (problems.length === 0) {
    const suites = [...new Set(all.map(({ suite }) => suite))].join(', ');
    throw new UsageError(`no suite is named ${only}; there are ${suites}`);
  }
  return problems;
}

function namesOf(given: readonly string[] | undefined): readonly OptunaName[] {
  if (given === undefined) return OPTUNA_NAMES;
  return given.map((name) => {
    const known = OPTUNA_NAMES.find((each) => each === name);
    if (known === undefined)
      throw new UsageError(`no way of using Optuna is named ${name}: ${OPTUNA_NAMES.join(', ')}`);
    return known;
  });
}

function engineOf(name: string): NonNullable<(typeof ENGINES)[string]> {
  const make = Object.hasOwn(ENGINES, name) ? ENGINES[name] : undefined;
  if (make === undefined)
    throw new UsageError(`no engine is named ${name}: ${Object.keys(ENGINES).join(', ')}`);
  return make;
}

/** @returns our trajectories by problem, one for each seed. */
async function runEngine(
  problems: readonly Problem[],
  engine: string,
  { seeds, workers, checkpoints }: SearchBenchOptions,
): Promise<ReadonlyMap<Problem, readonly Trajectory[]>> {
  const make = engineOf(engine);
  const runs = new Map<Problem, Trajectory[]>();
  for (const problem of problems) {
    const trajectories: Trajectory[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      trajectories.push(
        rounded(await simulate(await make(problem, seed, workers), problem, { seed, workers, checkpoints })),
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
