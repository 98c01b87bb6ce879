import { err, ok, type Result } from '../../result.ts';
import { type StageGraph, stageGraph } from '../../pipeline/graph/stage-graph.ts';
import { loadProject } from '../../pipeline/project/load-project.io.ts';
import { type Workbench, workbench } from '../../pipeline/repro/workbench.io.ts';
import type { CliContext } from '../context.ts';

/** A project with its graph, and what work on it needs. */
export interface OpenProject {
  readonly bench: Workbench;
  readonly graph: StageGraph;
}

/** Opens the project that the user stands in. What it warns of is told. */
export function openProject(context: CliContext): Result<OpenProject> {
  const project = loadProject(context.host);
  if (!project.ok) return project;
  for (const warning of project.value.warnings) context.warn(warning);
  const graph = stageGraph(project.value.nodes, project.value.from);
  if (!graph.ok) return err(graph.error);
  return ok({ bench: workbench(context.host, project.value, process.umask()), graph: graph.value });
}
