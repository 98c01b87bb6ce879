import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../errors.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import { lintPipeline } from '../../pipeline/lint/lint-pipeline.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Project } from '../../pipeline/project/load-project.io.ts';
import type { PipelineFile } from '../../pipeline/project/pipeline-file.ts';
import type { Tell } from '../../pipeline/repro/repro-event.ts';
import { pathIn } from '../../pipeline/resolve/repo-path.ts';
import type { CliContext } from '../context.ts';
import { ToldLints } from './told-lints.io.ts';

/** Larger files of parameters are made by programs, and are not looked through. */
const LARGEST_BYTES = 2 ** 20;

/**
 * Tells of a repro, and before its first stage runs what of the project costs runs: where nothing runs, nothing is to be saved. What a
 * repro told before is not told again; `status` tells all of it, and so does --json.
 */
export function withLints(context: CliContext, project: Project, tell: Tell): Tell {
  let isTold = false;
  return (event) => {
    if (event.k === 'running' && !isTold) {
      isTold = true;
      if (context.json) tellLints(context, project);
      else tellNewLints(context, project);
    }
    tell(event);
  };
}

function tellNewLints(context: CliContext, project: Project): void {
  if (context.quiet) return;
  const lints = lintsOf(project);
  const told = new ToldLints(project.root);
  for (const lint of lints) if (!told.has(lint)) context.warn(lint);
  told.keep(lints);
}

/** Warns of what in a project costs runs or is read otherwise than it looks. */
export function tellLints(context: CliContext, project: Project): void {
  if (context.quiet) return;
  for (const lint of lintsOf(project)) context.warn(lint);
}

function lintsOf({ root, pipelines }: Project): readonly Problem[] {
  const lints: Problem[] = [];
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
    lints.push(...lintPipeline({ definition, stages: resolved.stages, params }));
  }
  return lints;
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
