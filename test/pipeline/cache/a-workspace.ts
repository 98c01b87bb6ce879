import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { realHost } from '../../../src/host/real-host.io.ts';
import { ObjectStore } from '../../../src/pipeline/cache/object-store.io.ts';
import type { Workspace } from '../../../src/pipeline/cache/workspace.io.ts';
import { Contents } from '../../../src/pipeline/content/contents.io.ts';
import type { Hashed } from '../../../src/pipeline/model/hashed.ts';
import type { LinkType } from '../../../src/pipeline/project/config.ts';

export const UMASK = 0o022;

/** A project's folder with files in it, to be worked on as by one process. */
export function aWorkspace(
  files: Readonly<Record<string, string>> = {},
  linkTypes: readonly LinkType[] = ['reflink', 'copy'],
): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'jb-workspace-'));
  mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true });
  for (const [path, text] of Object.entries(files)) put(root, path, text);
  return again(root, linkTypes);
}

/** The same project as the next process sees it. */
export function again(root: string, linkTypes: readonly LinkType[] = ['reflink', 'copy']): Workspace {
  const store = new ObjectStore(join(root, '.dvc', 'cache'));
  return { root, store, contents: new Contents(realHost(), root), linkTypes, umask: UMASK };
}

export function put(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What lies at a path, which must be there. */
export function hashOf({ contents }: Workspace, at: string): Hashed {
  const hashed = contents.hash(at);
  if (!hashed.ok || hashed.value === undefined) throw new Error(`${at} cannot be hashed`);
  return hashed.value;
}
