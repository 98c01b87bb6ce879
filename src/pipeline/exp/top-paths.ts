import { isMap } from '../model/value.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Project } from '../project/load-project.io.ts';
import { pathIn } from '../resolve/repo-path.ts';

/** Files of metrics, parameters and plots that are named beside the stages. */
export function topPaths({ pipelines, root }: Pick<Project, 'pipelines' | 'root'>): readonly RepoPath[] {
  return [...pipelines.values()].flatMap(({ definition, resolved }) => {
    const { metrics, params, plots } = resolved;
    const named = [...(metrics.ok ? metrics.value : []), ...(params.ok ? params.value : [])];
    for (const plot of plots.ok ? plots.value : [])
      if (typeof plot === 'string') named.push(plot);
      else if (isMap(plot)) named.push(...plot.keys());
    return named.map((path) => pathIn(root, definition.folder, path));
  });
}
