import { missingPeers, makePeers, type Wanted } from './make-peers.ts';
import { OPTUNA_NAMES, type OptunaName } from './optuna-settings.ts';
import { Peers } from './peers.ts';
import { readTables } from './read-tables.ts';
import { syntheticProblems } from './synthetic.ts';

/** What `bench/search.mjs` was asked for. */
export interface SearchBenchOptions {
  readonly folder: string;
  /** Where trajectories of peers are kept. */
  readonly kept: string;
  readonly script: string;
  readonly python: () => string;
  readonly only: string | undefined;
  readonly names: readonly string[] | undefined;
  readonly seeds: number;
  readonly workers: number;
  readonly engine: string;
  readonly peersOnly: boolean;
  readonly out: string | undefined;
}

export async function searchBench(options: SearchBenchOptions): Promise<void> {
  const all = [...readTables(options.folder), ...syntheticProblems()];
  const problems = all.filter(({ suite }) => options.only === undefined || options.only === suite);
  if (problems.length === 0) throw new Error(`no suite is named ${options.only}`);
  const peers = new Peers(options.kept);
  const names = (options.names ?? OPTUNA_NAMES) as readonly OptunaName[];
  const wanted: Wanted = { problems, names, seeds: options.seeds, workers: options.workers };
  const missing = missingPeers(peers, wanted);
  if (missing > 0) {
    console.error(`computing ${missing} trajectories of Optuna`);
    await makePeers(peers, wanted, options.python(), options.script, (line) => console.error(line));
  }
  if (options.peersOnly) return;
}
