import type { Registry } from '../attribution/registry.io.ts';
import type { RegistryEntry } from '../attribution/registry-entry.ts';
import { isRunId, timeOfId } from '../book/run-id.ts';
import type { Host } from '../host/host.ts';

/** A run younger than this may have named itself to its children before its tracker has made it known, ms. */
const YOUNG_MS = 5000;
/** How long it is waited for, and how often it is looked for. */
const WAIT_MS = 1000;
const LOOK_MS = 5;

/**
 * The live run around this one, by its id in `JOULEBOOK_RUN`. One that has only just begun is waited for: the trackers of a run and of a run inside
 * it start side by side, and the inner one must not be taken for a root because it was faster.
 */
export function findParent(
  registry: Registry | undefined,
  id: string,
  host: Host,
): RegistryEntry | undefined {
  let found = registry?.find(id)?.entry;
  if (registry === undefined || found !== undefined || !isRunId(id)) return found;
  const ageMs = host.clock.wallMs() - timeOfId(id);
  if (ageMs < 0 || ageMs > YOUNG_MS) return undefined;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const until = performance.now() + WAIT_MS;
  while (found === undefined && performance.now() < until) {
    Atomics.wait(sleeper, 0, 0, LOOK_MS);
    found = registry.find(id)?.entry;
  }
  return found;
}
