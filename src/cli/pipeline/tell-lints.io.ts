import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import { lintPipeline } from '../../pipeline/lint/lint-pipeline.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Project } from '../../pipeline/project/load-project.io.ts';
import type { PipelineFile } from '../../pipeline/project/pipeline-file.ts';
import type { Tell } from '../../pipeline/repro/repro-event.ts';
import { pathIn } from '../../pipeline/resolve/repo-path.ts';
import type { CliContext } from '../context.ts';

/** Larger files of parameters are made by programs, and are not looked through. */
const LARGEST_BYTES = 2 ** 20;

/** Tells of a repro, and before its first stage runs what {@link tellLints} finds: where nothing runs, nothing is to be saved. */
export function withLints(context: CliContext, project: Project, tell: Tell): Tell {
  let isTold = false;
  return (event) => {
    if (event.k === 'running' && !isTold) {
      isTold = true;
      tellLints(context, project);
    }
    tell(event);
  };
}

/** Warns of what in a project costs runs or is read otherwise than it looks. */
export function tellLints(context: CliContext, { root, pipelines }: Project): void {
  if (context.quiet) return;
  const seen = new Set<RepoPath>();
  for (const file of pipelines.values()) {
    const params = new Map<string, string>();
    for (const at of paramsFilesOf(root, file)) {
      if (seen.has(at)) continue;
      seen.add(at);
      const text = textOf(resolve(root, at));
      if (text !== undefined) params.set(at, text);
    }
    const { definition, resolved } = file;
    for (const found of lintPipeline({ definition, stages: resolved.stages, params })) context.warn(found);
  }
}

/** The params.yaml beside a dvc.yaml, and every file of which a stage reads parameters. */
function paramsFilesOf(root: string, { definition, resolved }: PipelineFile): readonly RepoPath[] {
  const named = resolved.stages.flatMap(({ stage }) => (stage.ok ? stage.value.params : []));
  return [pathIn(root, definition.folder, 'params.yaml'), ...named.map(({ at }) => at)];
}

function textOf(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length > LARGEST_BYTES ? undefined : text;
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return undefined; // not there, or not to be read: whoever needs it says so
  }
}
