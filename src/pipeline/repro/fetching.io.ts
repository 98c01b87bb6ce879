import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { checkout } from '../cache/checkout.io.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import type { Hashed } from '../model/hashed.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import type { Puller } from './puller.ts';
import type { Workbench } from './workbench.io.ts';

/** What should lie at a path, where that is known. */
interface Known {
  readonly at: RepoPath;
  readonly known: Hashed | undefined;
}

/** Fetches what a repro finds missing, and puts it in place. */
export class Fetching {
  readonly #bench: Workbench;
  readonly #graph: StageGraph;
  readonly #puller: Puller;

  constructor(bench: Workbench, graph: StageGraph, puller: Puller) {
    this.#bench = bench;
    this.#graph = graph;
    this.#puller = puller;
  }

  runCache(): Promise<Problem | undefined> {
    return this.#puller.runCache();
  }

  /** Fetches objects that the cache lacks. */
  async objects(wanted: readonly Hashed[]): Promise<Result<true>> {
    const missing = wanted.filter((one) => !this.#bench.store.has(one));
    return missing.length === 0 ? ok(true) : await this.#puller.objects(missing);
  }

  /** Fetches outputs and puts them in place. */
  async outs(outs: readonly Known[]): Promise<Result<true>> {
    const known = outs.flatMap(({ at, known }) => (known === undefined ? [] : [{ at, known }]));
    const fetched = await this.objects(known.map(({ known }) => known));
    if (!fetched.ok) return fetched;
    for (const { at, known: hashed } of known) {
      const done = checkout(this.#bench.workspace, at, hashed);
      if (!done.ok) return done;
    }
    return ok(true);
  }

  /** Fetches what a stage reads and what is not there. What cannot be had is missed by whoever reads it. */
  async deps(stage: Stage): Promise<void> {
    const { root } = this.#bench.project;
    for (const { at } of stage.deps) {
      if (at.includes('://') || existsSync(join(root, at))) continue;
      for (const { out, by } of this.#graph.made.holding(at)) {
        const entry = by.kind === 'stage' ? this.#bench.locks.entry(by) : undefined;
        const known =
          by.kind === 'data'
            ? by.outs.find((one) => one.at === out.at)?.known
            : entry?.ok === true
              ? entry.value?.outs?.find(({ path }) => path === out.path)
              : undefined;
        await this.outs([{ at: out.at, known }]);
      }
    }
  }
}
