import { ok, type Result } from '../../result.ts';
import type { Hashed } from '../model/hashed.ts';
import type { Node, Out } from '../model/stage.ts';
import type { Snapshot } from './snapshot.ts';

/** An output with what dvc.lock or its .dvc file says of its content. */
export interface Recorded {
  readonly node: Node;
  readonly out: Out;
  /** Undefined where the stage has not run yet. */
  readonly known?: Hashed;
}

/** Every output of a project with its recorded content, in the order of the files. */
export function recordedOuts({ nodes, lockOf }: Snapshot): Result<readonly Recorded[]> {
  const all: Recorded[] = [];
  for (const node of nodes) {
    if (node.kind === 'data') {
      for (const out of node.outs)
        all.push({ node, out, ...(out.known === undefined ? {} : { known: out.known }) });
      continue;
    }
    const lock = lockOf(node.file);
    if (!lock.ok) return lock;
    const entry = lock.value.entries.get(node.name);
    for (const out of node.outs) {
      const known = entry?.outs?.find(({ path }) => path === out.path);
      all.push({ node, out, ...(known === undefined ? {} : { known }) });
    }
  }
  return ok(all);
}
