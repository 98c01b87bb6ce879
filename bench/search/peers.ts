import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { OptunaName } from './optuna-settings.ts';
import type { Problem } from './problem.ts';
import { rounded } from './rounded.ts';
import type { Trajectory } from './simulate.ts';

interface PeersFile {
  readonly optuna: string;
  readonly runs: Record<string, Trajectory>;
}

/** Trajectories of peers, one compressed file a suite. The first folder is read and written, the others are read only. */
export class Peers {
  readonly #folders: readonly [string, ...string[]];
  readonly #files = new Map<string, PeersFile>();
  readonly #dirty = new Set<string>();

  constructor(...folders: readonly [string, ...string[]]) {
    this.#folders = folders;
  }

  get(problem: Problem, name: OptunaName, seed: number, workers = 1): Trajectory | undefined {
    return this.#file(problem.suite).runs[keyOf(problem, name, seed, workers)];
  }

  set(
    problem: Problem,
    name: OptunaName,
    seed: number,
    workers: number,
    trajectory: Trajectory,
    version: string,
  ): void {
    const { optuna, runs } = this.#file(problem.suite);
    if (optuna !== '' && optuna !== version)
      throw new Error(`trajectories are of Optuna ${optuna}, this is ${version}`);
    runs[keyOf(problem, name, seed, workers)] = rounded(trajectory);
    this.#files.set(problem.suite, { optuna: version, runs });
    this.#dirty.add(problem.suite);
  }

  /** Writes what is new. */
  save(): void {
    for (const suite of this.#dirty) {
      const path = join(this.#folders[0], `${suite}.json.gz`);
      const file = this.#file(suite);
      const runs = Object.fromEntries(Object.entries(file.runs).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, gzipSync(JSON.stringify({ ...file, runs }), { level: 9 }));
      renameSync(`${path}.new`, path);
    }
    this.#dirty.clear();
  }

  #file(suite: string): PeersFile {
    const known = this.#files.get(suite);
    if (known !== undefined) return known;
    const files = this.#folders.map((folder) => readPeers(join(folder, `${suite}.json.gz`)));
    const file: PeersFile = {
      optuna: files.find(({ optuna }) => optuna !== '')?.optuna ?? '',
      runs: Object.assign({}, ...files.map(({ runs }) => runs)) as PeersFile['runs'],
    };
    this.#files.set(suite, file);
    return file;
  }
}

function readPeers(path: string): PeersFile {
  if (!existsSync(path)) return { optuna: '', runs: {} };
  return JSON.parse(gunzipSync(readFileSync(path)).toString(), revive) as PeersFile;
}

function keyOf({ id, digest }: Problem, name: OptunaName, seed: number, workers: number): string {
  return `${id} ${digest} ${name} ${seed}${workers === 1 ? '' : ` x${workers}`}`;
}

function revive(_: string, value: unknown): unknown {
  return value === null ? Infinity : value;
}
