import type { Registry } from '../../attribution/registry.io.ts';
import type { RegistryEntry } from '../../attribution/registry-entry.ts';
import { nearestOwner } from '../../attribution/tenant-owner.io.ts';
import type { Host } from '../../host/host.ts';

/**
 * Tells which ranks of a job stand in the process tree of the run that leads it: Lightning's first rank starts the others itself. What they use is in
 * the tree's CPU time already.
 */
export class RanksInTree {
  readonly #host: Host;
  readonly #registry: Registry | undefined;
  readonly #topPid: number;
  /** By the run's id. A process that has been in the tree stays in it, whoever its parent is later. */
  readonly #known = new Map<string, boolean>();

  /** @param topPid the process whose time and whose descendants' the leader counts; undefined where there is none. */
  constructor(host: Host, registry: Registry | undefined, topPid: number | undefined) {
    this.#host = host;
    this.#registry = registry;
    this.#topPid = topPid ?? 0;
  }

  /** Whether the process of that rank is a descendant. */
  has(rank: RegistryEntry): boolean {
    const known = this.#known.get(rank.id);
    if (known !== undefined) return known;
    const found = this.#topPid > 0 && this.#isBelow(rank);
    this.#known.set(rank.id, found);
    return found;
  }

  #isBelow(rank: RegistryEntry): boolean {
    // The numbers of another namespace name other processes here.
    if (this.#registry?.isOfThisNamespace({ entry: rank }) !== true) return false;
    const root = { id: rank.id, pid: this.#topPid };
    return nearestOwner(this.#host.roots.proc, rank.rootPid, [root]) !== undefined;
  }
}
