import type { Workbench } from '../../../pipeline/repro/workbench.io.ts';
import { type OpenRemote, openRemote } from '../../../pipeline/remote/open-remote.io.ts';
import {
  collectRemote,
  fetchUsedLists,
  notInRemote,
  type UsedNames,
} from '../../../pipeline/remote/transfer/collect-remote.io.ts';
import type { Snapshot } from '../../../pipeline/revision/snapshot.ts';
import { ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';

/** The remote that `gc` is about, where it is about one. */
export class GcRemote {
  readonly #bench: Workbench;
  readonly #remote: OpenRemote;

  constructor(bench: Workbench, remote: OpenRemote) {
    this.#bench = bench;
    this.#remote = remote;
  }

  /** Fetches the lists of folders that are used: nothing may be removed without knowing them. */
  fetchLists(snapshots: Iterable<Result<Snapshot>>): Promise<void> {
    const { store: remote, jobs } = this.#remote;
    return fetchUsedLists({ remote, jobs, store: this.#bench.store }, snapshots);
  }

  /** Those of the used objects that it lacks. */
  lacking(used: UsedNames): Promise<Result<UsedNames>> {
    return notInRemote(this.#remote.store, used);
  }

  /** Removes what nothing uses, and tells of it as DVC does: once for each layout. */
  async collect(context: CliContext, used: UsedNames, isDry: boolean): Promise<Result<number>> {
    const isTold = !context.json && !context.quiet;
    const dry = (shown: string): void => {
      if (isTold) context.out(`Removing ${shown}\n`);
    };
    const removed = await collectRemote(this.#remote.store, used, isDry ? dry : undefined);
    if (!removed.ok) return removed;
    for (const count of [removed.value.repo, removed.value.legacy])
      if (isTold)
        context.out(
          count === 0
            ? 'No unused cache to remove from remote.\n'
            : `Removed ${count} objects from remote.\n`,
        );
    return ok(removed.value.repo + removed.value.legacy);
  }

  close(): Promise<void> {
    return this.#remote.store.close();
  }
}

/** Opens the remote that `gc` is about; undefined where it is about the cache alone. */
export async function gcRemote(
  bench: Workbench,
  options: {
    readonly cloud: boolean;
    readonly notInRemote: boolean;
    readonly remote?: string | undefined;
    readonly jobs?: number | undefined;
  },
): Promise<Result<GcRemote | undefined>> {
  if (!options.cloud && !options.notInRemote) return ok(undefined);
  const opened = await openRemote(bench.host, bench.project.config, options.remote, options.jobs);
  return opened.ok ? ok(new GcRemote(bench, opened.value)) : opened;
}
