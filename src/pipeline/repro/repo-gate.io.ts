import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../result.ts';
import { type HeldLock, takeRepoLock } from '../project/repo-lock.io.ts';

/** How long a stage that has run waits for others to give the repository back, s: its work is not to be lost for their sake. */
const AFTER_COMMAND_S = 600;

/**
 * The repository's lock, held while any part of the work reads or writes the repository and free while only commands run.
 */
export class RepoGate {
  readonly #host: Host;
  readonly #root: string;
  readonly #hasHardlinkLock: boolean;
  readonly #onTaken: () => void;
  #inside = 0;
  #commands = 0;
  #held: HeldLock | undefined;
  #taking: Promise<Result<HeldLock>> | undefined;

  /**
   * @param root absolute path of the repository.
   * @param onTaken the lock was taken: until then others could do what they liked.
   */
  constructor(host: Host, root: string, hasHardlinkLock: boolean, onTaken: () => void) {
    this.#host = host;
    this.#root = root;
    this.#hasHardlinkLock = hasHardlinkLock;
    this.#onTaken = onTaken;
  }

  /** Enters; a problem where another process holds the lock for too long. Whoever has asked leaves again, whatever came of it. */
  async enter(): Promise<Result<true>> {
    this.#inside += 1;
    return this.#take();
  }

  /** Leaves; the last who does gives the lock back. */
  leave(): void {
    this.#inside -= 1;
    this.#giveBack();
  }

  /** Who is inside begins a command: as long as nobody does anything else, others may have the repository. */
  beginCommand(): void {
    this.#commands += 1;
    this.#giveBack();
  }

  /** The command has ended: the repository is ours again. */
  async endCommand(): Promise<Result<true>> {
    this.#commands -= 1;
    return this.#take(AFTER_COMMAND_S);
  }

  async #take(patienceS?: number): Promise<Result<true>> {
    if (this.#held !== undefined) return ok(true);
    this.#taking ??= takeRepoLock(this.#host, this.#root, this.#hasHardlinkLock, patienceS);
    const taken = await this.#taking;
    this.#taking = undefined;
    if (!taken.ok) return taken;
    this.#held = taken.value;
    this.#onTaken();
    return ok(true);
  }

  #giveBack(): void {
    // One of those inside is the repro as a whole, which does nothing while commands run.
    const isIdle = this.#commands > 0 && this.#inside <= this.#commands + 1;
    if (this.#inside > 0 && !isIdle) return;
    this.#held?.release();
    this.#held = undefined;
  }
}
