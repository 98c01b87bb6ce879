import type { Host } from '../../host/host.ts';
import type { Workspace } from '../cache/checkout.io.ts';
import { ObjectStore } from '../cache/object-store.io.ts';
import { RunCache } from '../cache/run-cache.io.ts';
import { Contents } from '../content/contents.io.ts';
import { EnergyFiles } from '../energy/energy-files.io.ts';
import { LockFiles } from '../lock/lock-files.io.ts';
import type { Project } from '../project/load-project.io.ts';
import { Inspector } from '../status/inspector.io.ts';

/** Everything that work on a project is done with. */
export interface Workbench {
  readonly host: Host;
  readonly project: Project;
  readonly contents: Contents;
  readonly store: ObjectStore;
  readonly runCache: RunCache;
  readonly locks: LockFiles;
  readonly energy: EnergyFiles;
  readonly inspector: Inspector;
  readonly workspace: Workspace;
}

/** Lays out what work on a project needs. */
export function workbench(host: Host, project: Project, umask: number): Workbench {
  const { root, config, values } = project;
  const contents = new Contents(host, root);
  const store = new ObjectStore(config.cacheDir, config.isCacheShared);
  return {
    host,
    project,
    contents,
    store,
    runCache: new RunCache(config.cacheDir),
    locks: new LockFiles(root),
    energy: new EnergyFiles(root, config.cacheDir),
    inspector: new Inspector(contents, store, values),
    workspace: { root, store, contents, linkTypes: config.linkTypes, umask },
  };
}
