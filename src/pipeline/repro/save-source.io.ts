import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { dataFileText } from '../data-file/data-file-text.ts';
import { relativePath } from '../graph/address.ts';
import type { DataSource, Node, RepoPath } from '../model/stage.ts';
import { keepFromGit } from './keep-from-git.io.ts';
import { hashOuts } from './read-inputs.io.ts';
import type { Workbench } from './workbench.io.ts';

/**
 * Takes the data of a .dvc file as it is now: it is hashed, taken into the cache, and its hash written into the file.
 *
 * @param isCommitted false with `--no-commit`: only the file is written.
 * @returns the files that git should know of.
 */
export function saveSource(
  bench: Workbench,
  source: DataSource,
  isCommitted: boolean,
): Result<readonly RepoPath[]> {
  const { project, workspace } = bench;
  const missing = missingData(bench, source);
  if (missing !== undefined) return err(missing);
  const recorded = source.outs.flatMap(({ path, known }) => (known === undefined ? [] : { path, ...known }));
  const hashes = hashOuts(bench, source.outs, { cmd: '', outs: recorded });
  if (!hashes.ok) return hashes;
  const ignored = keepFromGit(project, source.outs);
  if (!ignored.ok) return ignored;
  if (isCommitted)
    for (const out of source.outs) {
      const hashed = hashes.value.get(out);
      if (hashed === undefined || !out.cache) continue;
      const committed = commit(workspace, out.at, hashed, true);
      if (!committed.ok) return committed;
    }
  const outs = source.outs.map((out) => {
    const known = hashes.value.get(out);
    return known === undefined ? out : { ...out, known };
  });
  const path = join(project.root, source.file);
  const before = readFileSync(path, 'utf8');
  const text = dataFileText({ ...source, outs }, before);
  const failed = text === before ? undefined : writeFileAtomic(path, text);
  return failed === undefined ? ok([source.file, ...ignored.value]) : err(failed);
}

/** A problem where data that no command makes is not there: of a .dvc file, or of a frozen stage. */
export function missingData({ project }: Workbench, { outs }: Node): Problem | undefined {
  const missing = outs.filter(({ at }) => !existsSync(join(project.root, at)));
  if (missing.length === 0) return undefined;
  const names = missing.map(({ at }) => relativePath(project.from, at)).join(', ');
  return problem(
    'E_STAGE',
    `missing data '${missing.length === 1 ? 'source' : 'sources'}': ${names}`,
    'nothing lies where the data should be',
    'check it out (`joulebook checkout`), or pull it (`joulebook pull`)',
  );
}
