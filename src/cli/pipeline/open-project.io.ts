import { err, ok, type Result } from '../../result.ts';
import { type StageGraph, stageGraph } from '../../pipeline/graph/stage-graph.ts';
import { loadNamed, loadProject, type Project } from '../../pipeline/project/load-project.io.ts';
import { type Alone, namedAlone } from '../../pipeline/project/named-alone.ts';
import { type Workbench, workbench } from '../../pipeline/repro/workbench.io.ts';
import type { CliContext } from '../context.ts';

/** A project with its graph, and what work on it needs. */
export interface OpenProject {
  readonly bench: Workbench;
  readonly graph: StageGraph;
}

/**
 * Opens the project that the user stands in. What it warns of is told.
 *
 * @param alone words that name all that is needed of it: what is wrong with the rest does not matter then.
 */
export function openProject(context: CliContext, alone?: Alone): Result<OpenProject> {
  const loaded = alone === undefined ? loadProject(context.host) : loadNamed(context.host, alone);
  if (!loaded.ok) return loaded;
  for (const warning of loaded.value.warnings) context.warn(warning);
  const whole = stageGraph(loaded.value.nodes, loaded.value.from);
  const project = whole.ok || alone === undefined ? loaded.value : named(loaded.value, alone);
  const graph = project === loaded.value ? whole : stageGraph(project.nodes, project.from);
  if (!graph.ok) return err(graph.error);
  return ok({ bench: workbench(context.host, project, process.umask()), graph: graph.value });
}

/** Only what the words name, where they are names; stages that contradict each other elsewhere do not matter to it. */
function named(project: Project, alone: Alone): Project {
  const nodes = namedAlone({ nodes: project.nodes, faults: [] }, alone.words, {
    ...alone,
    from: project.from,
  });
  return nodes.ok ? { ...project, nodes: nodes.value } : project;
}
