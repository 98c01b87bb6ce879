import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { dataFileText } from '../data-file/data-file-text.ts';
import type { DataSource, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';

/**
 * What the .dvc files of data that changed would say of it now. The data goes into the cache, so that it can be found elsewhere; the files
 * stay as they are.
 */
export function changedSources(bench: Workbench): Result<ReadonlyMap<RepoPath, string>> {
  const { project, contents, workspace } = bench;
  const texts = new Map<RepoPath, string>();
  for (const source of project.nodes) {
    if (source.kind !== 'data') continue;
    const outs: DataSource['outs'][number][] = [];
    let isChanged = false;
    for (const out of source.outs) {
      const now = contents.hash(
        out.at,
        out.known?.hash === undefined && out.known !== undefined ? 'md5-dos2unix' : 'md5',
      );
      if (!now.ok) return now;
      if (now.value === undefined || now.value.md5 === out.known?.md5 || !out.cache) {
        outs.push(out);
        continue;
      }
      const known = contents.hash(out.at);
      if (!known.ok) return known;
      if (known.value === undefined) continue;
      const kept = commit(workspace, out.at, known.value, false);
      if (!kept.ok) return kept;
      outs.push({ ...out, known: known.value });
      isChanged = true;
    }
    if (!isChanged) continue;
    const before = readFileSync(join(project.root, source.file), 'utf8');
    texts.set(source.file, dataFileText({ ...source, outs }, before));
  }
  return ok(texts);
}
