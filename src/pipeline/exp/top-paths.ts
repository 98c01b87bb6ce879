import { isMap } from '../model/value.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Definition } from '../definition/definition.ts';
import type { Top } from '../resolve/resolve-top.ts';
import { pathIn } from '../resolve/repo-path.ts';

/** A project as far as what stands beside its stages goes. */
export interface TopSections {
  readonly root: string;
  readonly pipelines: ReadonlyMap<
    RepoPath,
    {
      readonly definition: Pick<Definition, 'folder'>;
      readonly resolved: Pick<Top, 'metrics' | 'params' | 'plots'>;
    }
  >;
}

/** Files of metrics, parameters and plots that are named beside the stages. */
export function topPaths({ pipelines, root }: TopSections): readonly RepoPath[] {
  return [...pipelines.values()].flatMap(({ definition, resolved }) => {
    const { metrics, params, plots } = resolved;
    const named = [...(metrics.ok ? metrics.value : []), ...(params.ok ? params.value : [])];
    for (const plot of plots.ok ? plots.value : [])
      if (typeof plot === 'string') named.push(plot);
      else if (isMap(plot)) named.push(...plot.keys());
    return named.map((path) => pathIn(root, definition.folder, path));
  });
}
