import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { replaceText } from '../../host/replace-text.io.ts';
import { err, ok, type Result } from '../../result.ts';
import {
  blockedBy,
  type Claimant,
  livingClaims,
  NO_CLAIMS,
  parseClaims,
  type PathClaims,
  type Wanted,
  withClaims,
  withoutClaims,
} from './path-claims.ts';
import { takeDvcLock } from './repo-lock.io.ts';

/** Paths that are ours for a while. */
export interface HeldPaths {
  /** Gives them back; a problem where the others could not be told, who then wait until this process has ended. */
  readonly release: () => Promise<Problem | undefined>;
}

/**
 * DVC's second lock: who reads and writes which paths while the commands of stages run and the repository itself is free. Several
 * stages of one process do not block each other: their order is the graph's.
 */
export class PathLocks {
  readonly #host: Host;
  readonly #folder: string;
  readonly #hasHardlinkLock: boolean;
  readonly #me: Claimant;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param root absolute path of the repository.
   * @param cmd our command line, to be shown to who is kept waiting.
   */
  constructor(host: Host, root: string, hasHardlinkLock: boolean, cmd: string) {
    this.#host = host;
    this.#folder = join(root, '.dvc', 'tmp');
    this.#hasHardlinkLock = hasHardlinkLock;
    this.#me = { pid: host.pid, cmd };
  }

  /** Claims absolute paths; a problem where another process works with one of them. */
  async claim(wanted: Wanted): Promise<Result<HeldPaths>> {
    const claimed = await this.#edit((claims) => {
      const blocked = blockedBy(claims, wanted, this.#me);
      if (blocked === undefined) return ok(withClaims(claims, wanted, this.#me));
      const names = blocked.by.map(({ pid, cmd }) => `(PID ${pid}): ${cmd}`).join(', ');
      return err(
        problem(
          'E_PIPELINE_LOCKED',
          `'${blocked.path}' is busy`,
          `it is being blocked by ${names}`,
          `wait until that has ended; if there is no such process, remove ${this.#folder}/rwlock and try again`,
        ),
      );
    });
    if (!claimed.ok) return claimed;
    const release = async (): Promise<Problem | undefined> => {
      const given = await this.#edit((claims) => ok(withoutClaims(claims, wanted, this.#me)));
      return given.ok ? undefined : given.error;
    };
    return ok({ release });
  }

  /** One edit after the other: our own stages do not wait for each other's locks. */
  async #edit(change: (claims: PathClaims) => Result<PathClaims>): Promise<Result<true>> {
    const edited = this.#last.then(() => this.#editLocked(change));
    this.#last = edited.catch(() => undefined);
    return edited;
  }

  async #editLocked(change: (claims: PathClaims) => Result<PathClaims>): Promise<Result<true>> {
    const guard = await takeDvcLock(this.#host, join(this.#folder, 'rwlock.lock'), this.#hasHardlinkLock);
    if (!guard.ok) return guard;
    try {
      const read = this.#read();
      if (!read.ok) return read;
      const changed = change(
        livingClaims(read.value, (pid) => existsSync(join(this.#host.roots.proc, `${pid}`))),
      );
      if (!changed.ok) return changed;
      const failed = replaceText(join(this.#folder, 'rwlock'), JSON.stringify(changed.value));
      return failed === undefined ? ok(true) : err(failed);
    } finally {
      guard.value.release();
    }
  }

  #read(): Result<PathClaims> {
    const path = join(this.#folder, 'rwlock');
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (errnoName(error) === 'ENOENT') return ok(NO_CLAIMS);
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', `cannot read ${path}`, why, fix));
    }
    const claims = parseClaims(text);
    if (claims !== undefined) return ok(claims);
    return err(
      problem(
        'E_PIPELINE',
        `Unable to read RWLock-file '${path}'`,
        'its JSON is damaged, as by a process that was killed while it wrote',
        'if no DVC and no joulebook works in the repository, remove the file',
      ),
    );
  }
}
