import { OptunaProcess, optunaEngine } from './optuna-engine.ts';
import type { OptunaName } from './optuna-settings.ts';
import type { Peers } from './peers.ts';
import type { Problem } from './problem.ts';
import { simulate } from './simulate.ts';

/** Which trajectories are wanted. */
export interface Wanted {
  readonly problems: readonly Problem[];
  readonly names: readonly OptunaName[];
  readonly seeds: number;
  readonly workers: number;
}

/** @returns how many of them are not there yet. */
export function missingPeers(peers: Peers, wanted: Wanted): number {
  return [...runs(wanted)].filter(
    ({ problem, name, seed }) => !peers.get(problem, name, seed, wanted.workers),
  ).length;
}

/** Computes the trajectories that are missing, seed by seed, and saves as it goes: ended at any moment, it goes on where it was. */
export async function makePeers(
  peers: Peers,
  wanted: Wanted,
  python: string,
  script: string,
  say: (line: string) => void,
): Promise<void> {
  const optuna = new OptunaProcess(python, script);
  const left = [...runs(wanted)].filter(
    ({ problem, name, seed }) => !peers.get(problem, name, seed, wanted.workers),
  );
  let saved = performance.now();
  for (const [i, { problem, name, seed }] of left.entries()) {
    const engine = await optunaEngine(optuna, name, problem, seed);
    const { workers } = wanted;
    const trajectory = await simulate(engine, problem, { seed, workers, checkpoints: false });
    peers.set(problem, name, seed, workers, trajectory, engine.version);
    if (performance.now() - saved > 20_000 || i === left.length - 1) {
      peers.save();
      saved = performance.now();
      say(`${i + 1} of ${left.length}: ${problem.suite} ${problem.id} ${name} ${seed}`);
    }
  }
  optuna.close();
}

function* runs({
  problems,
  names,
  seeds,
}: Wanted): Generator<{ problem: Problem; name: OptunaName; seed: number }> {
  for (let seed = 0; seed < seeds; seed++) {
    for (const name of names) for (const problem of problems) yield { problem, name, seed };
  }
}
