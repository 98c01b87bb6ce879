import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoName } from '../../host/file-failure.io.ts';
import { lintPipeline } from '../../pipeline/lint/lint-pipeline.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { PipelineFile, Project } from '../../pipeline/project/load-project.io.ts';
import type { CliContext } from '../context.ts';

/** Warns of what in a project costs runs, or makes them other than they look. Nobody reads it under --quiet and --json, so nothing is looked for. */
export function tellLints(
  context: CliContext,
  { root, pipelines }: Pick<Project, 'root' | 'pipelines'>,
): void {
  if (context.quiet || context.json) return;
  for (const { definition, resolved } of pipelines.values()) {
    const params = new Map<RepoPath, string>();
    for (const at of yamlParams({ definition, resolved })) {
      const text = textOf(join(root, at));
      if (text !== undefined) params.set(at, text);
    }
    for (const lint of lintPipeline({ definition, stages: resolved.stages, params })) context.warn(lint);
  }
}

/** The YAML files that stages take parameters from, in the project. */
function yamlParams({ resolved }: PipelineFile): ReadonlySet<RepoPath> {
  const paths = resolved.stages.flatMap(({ stage, used }) => [
    ...(stage.ok ? stage.value.params.map(({ at }) => at) : []),
    ...used.keys(),
  ]);
  return new Set(paths.filter((at) => /\.ya?ml$/i.test(at) && !at.startsWith('/')));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return undefined; // whoever needs the file says so
  }
}
