import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../result.ts';
import { type HeldLock, takeRepoLock } from '../project/repo-lock.io.ts';

/** The repository's lock, held while any part of the work reads or writes the repository and free while only commands run. */
export class RepoGate {
  readonly #host: Host;
  readonly #root: string;
  readonly #hasHardlinkLock: boolean;
  #inside = 0;
  #held: HeldLock | undefined;
  #taking: Promise<Result<HeldLock>> | undefined;

  /** @param root absolute path of the repository. */
  constructor(host: Host, root: string, hasHardlinkLock: boolean) {
    this.#host = host;
    this.#root = root;
    this.#hasHardlinkLock = hasHardlinkLock;
  }

  /** Enters; a problem where another process holds the lock for too long. Whoever has asked leaves again, whatever came of it. */
  async enter(): Promise<Result<true>> {
    this.#inside += 1;
    if (this.#held !== undefined) return ok(true);
    this.#taking ??= takeRepoLock(this.#host, this.#root, this.#hasHardlinkLock);
    const taken = await this.#taking;
    this.#taking = undefined;
    if (taken.ok) this.#held = taken.value;
    return taken.ok ? ok(true) : taken;
  }

  /** Leaves; the last who does gives the lock back. */
  leave(): void {
    this.#inside -= 1;
    if (this.#inside > 0) return;
    this.#held?.release();
    this.#held = undefined;
  }
}
