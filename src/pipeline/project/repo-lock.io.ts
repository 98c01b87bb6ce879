import { closeSync, linkSync, openSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { tryLockOpen } from '../../host/lock.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';

/** As long as DVC waits, so that neither tool is refused sooner than the other. */
const PATIENCE_S = 3;
const PAUSE_MS = 50;
/** How long the hard-link lock of a holder that never comes back is honoured, as by DVC. */
const LIFETIME_MS = 365 * 86_400_000;

/** DVC's lock of a repository while it is held. */
export interface HeldLock {
  readonly release: () => void;
}

/**
 * Takes `.dvc/tmp/lock`, by flock as DVC does, or by hard link where its configuration says so.
 *
 * @param root absolute path of the repository.
 * @param patienceS how long it waits, s; as long as DVC does where nothing is said.
 */
export async function takeRepoLock(
  host: Host,
  root: string,
  hasHardlinkLock: boolean,
  patienceS?: number,
): Promise<Result<HeldLock>> {
  return takeDvcLock(host, join(root, '.dvc', 'tmp', 'lock'), hasHardlinkLock, patienceS);
}

/** Takes a lock file in DVC's manner. */
export async function takeDvcLock(
  host: Host,
  path: string,
  hasHardlinkLock: boolean,
  patienceS = PATIENCE_S,
): Promise<Result<HeldLock>> {
  const deadlineS = host.clock.bootS() + patienceS;
  const attempt = hasHardlinkLock ? tryHardLink : tryFlock;
  try {
    for (;;) {
      const taken = withFolder(path, () => attempt(host, path));
      if (taken !== 'busy') return taken;
      if (host.clock.bootS() >= deadlineS) return err(busy(path, patienceS));
      await sleep(PAUSE_MS);
    }
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE', `cannot lock ${path}`, why, fix));
  }
}

/** Does something with a file whose folder may have to be made first; it hardly ever has to. */
function withFolder<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    makeFolder(dirname(path));
    return use();
  }
}

function tryFlock(_host: Host, path: string): Result<HeldLock> | 'busy' {
  const fd = openSync(path, 'a+');
  const taken = tryLockOpen(fd, path);
  if (taken === 'busy' || !taken.ok) {
    closeSync(fd);
    return taken;
  }
  const lock = taken.value;
  return ok({
    release: () => {
      lock.release();
      closeSync(fd);
    },
  });
}

/** As the Python package flufl.lock does it: the lock is a second name of a file that names its owner; its time is when it lapses. */
function tryHardLink(host: Host, path: string): Result<HeldLock> | 'busy' {
  const mark = Math.floor(host.random() * 0x7fffffff);
  const claim = `${path}|${hostname()}|${host.pid}|${mark}`;
  writeFileSync(claim, claim);
  const lapses = new Date(host.clock.wallMs() + LIFETIME_MS);
  utimesSync(claim, lapses, lapses);
  try {
    linkSync(claim, path);
  } catch (error) {
    rmSync(claim, { force: true });
    if (errnoName(error) === 'EEXIST') return 'busy';
    throw error;
  }
  return ok({
    release: () => {
      rmSync(path, { force: true });
      rmSync(claim, { force: true });
    },
  });
}

function busy(path: string, patienceS: number): Problem {
  return problem(
    'E_PIPELINE_LOCKED',
    'Unable to acquire lock',
    `another process, of DVC or of joulebook, has held ${path} for ${patienceS} s`,
    'wait until it has ended; if there is none, remove the file and try again',
  );
}
