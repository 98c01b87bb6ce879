import type { Node, RepoPath } from '../model/stage.ts';

/** The parts of a project that say what belongs to an experiment. */
export interface ExperimentParts {
  /** The stages and data sources that were looked at. */
  readonly nodes: readonly Node[];
  /** Whether some node makes what lies at a path. */
  readonly isMade: (at: RepoPath) => boolean;
  /** Metrics, plots and files of parameters that are named beside the stages. */
  readonly top: readonly RepoPath[];
}

/** What stands beside a dvc.yaml. */
const BESIDE = ['dvc.lock', 'dvc.energy.json'];

/**
 * The files that an experiment is kept with beside those that git knows: what describes the stages and what came of them, scripts and
 * parameters that they read, and results that no cache keeps.
 */
export function experimentPaths({ nodes, isMade, top }: ExperimentParts): readonly RepoPath[] {
  const paths = new Set<RepoPath>(top);
  for (const node of nodes) {
    paths.add(node.file);
    for (const { at, cache } of node.outs) {
      if (!cache) paths.add(at);
      else paths.add(at.includes('/') ? `${at.slice(0, at.lastIndexOf('/'))}/.gitignore` : '.gitignore');
    }
    if (node.kind === 'data') continue;
    for (const beside of BESIDE) paths.add(node.file.replace(/dvc\.yaml$/, beside));
    for (const { at } of [...node.deps, ...node.params]) if (!isMade(at)) paths.add(at);
  }
  return [...paths];
}
