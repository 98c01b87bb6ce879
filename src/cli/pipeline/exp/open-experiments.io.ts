import { problem } from '../../../errors.ts';
import type { Host } from '../../../host/host.ts';
import { GitPlumbing } from '../../../pipeline/exp/plumbing.io.ts';
import type { PipelineConfig } from '../../../pipeline/project/config.ts';
import { findRoot, type Standpoint } from '../../../pipeline/project/find-root.io.ts';
import { loadConfig } from '../../../pipeline/project/load-config.io.ts';
import { err, ok, type Result } from '../../../result.ts';

/** A project in git, whose stages have not been read yet. */
export interface ExperimentSite extends Standpoint {
  readonly git: GitPlumbing;
  readonly config: PipelineConfig;
}

/**
 * Opens what experiments are kept in.
 *
 * @param commits whether the repository can be without a commit, as for DVC where nothing is to be derived from one.
 */
export function openExperiments(
  host: Host,
  commits: 'needed' | 'optional' = 'needed',
): Result<ExperimentSite> {
  const standpoint = findRoot(host.cwd);
  if (!standpoint.ok) return standpoint;
  const { root } = standpoint.value;
  const config = loadConfig(host, root);
  if (!config.ok) return config;
  if (config.value.isWithoutGit)
    return err(
      problem(
        'E_PIPELINE',
        'experiments need git, and this project does without',
        'core.no_scm is set in its configuration',
        'unset it where the project lies in a git repository',
      ),
    );
  const git = GitPlumbing.open(host, root, commits);
  return git.ok ? ok({ ...standpoint.value, git: git.value, config: config.value }) : git;
}
