import type { Host } from '../../../host/host.ts';
import { ok, type Result } from '../../../result.ts';
import type { ObjectStore } from '../../cache/object-store.io.ts';
import type { PipelineConfig } from '../../project/config.ts';
import { type OpenRemote, openRemote } from '../open-remote.io.ts';
import type { Root } from './roots.ts';

/** What a transfer needs of a workbench. */
export interface CarryBench {
  readonly host: Host;
  readonly project: { readonly config: PipelineConfig };
  readonly store: ObjectStore;
}

/** Which remotes are used, and how. */
export interface RemoteChoice {
  /** The one that the user named: all goes there. */
  readonly remote?: string;
  /** Transfers at once. */
  readonly jobs?: number;
  /** Whether the main one is used also where no output belongs to it. */
  readonly withRunCache: boolean;
}

/**
 * Opens each remote that roots belong to, the one that was named or is the default first, and works with it.
 *
 * @param work is told whether it is that first one, which has all that belongs to no output.
 */
export async function eachRemote(
  { host, project }: CarryBench,
  roots: readonly Root[],
  choice: RemoteChoice,
  work: (remote: OpenRemote, roots: readonly Root[], isMain: boolean) => Promise<Result<true>>,
): Promise<Result<true>> {
  for (const [name, its] of byRemote(roots, choice)) {
    const opened = await openRemote(host, project.config, name, choice.jobs);
    if (!opened.ok) return opened;
    try {
      const done = await work(opened.value, its, name === choice.remote);
      if (!done.ok) return done;
    } finally {
      await opened.value.store.close();
    }
  }
  return ok(true);
}

/** Roots by the name of their remote; undefined is the default one. */
function byRemote(
  roots: readonly Root[],
  { remote: named, withRunCache }: RemoteChoice,
): ReadonlyMap<string | undefined, readonly Root[]> {
  const grouped = new Map<string | undefined, Root[]>();
  const isMainUsed = withRunCache || named !== undefined || roots.every(({ remote }) => remote === undefined);
  if (isMainUsed) grouped.set(named, []);
  for (const root of roots) {
    const remote = named ?? root.remote;
    const others = grouped.get(remote);
    if (others === undefined) grouped.set(remote, [root]);
    else others.push(root);
  }
  return grouped;
}
