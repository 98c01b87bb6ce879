import { changedSources } from '../../../pipeline/exp/changed-sources.io.ts';
import { prepareExperiment } from '../../../pipeline/exp/prepare.io.ts';
import { overriddenTexts } from '../../../pipeline/exp/set-params.io.ts';
import type { FileOverrides } from '../../../pipeline/exp/override/read-override.ts';
import { ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { openProject } from '../open-project.io.ts';
import type { AskedExperiment } from './asked-experiment.io.ts';
import type { Prepared } from './run-in-temp.io.ts';

/** Keeps the workspace with an experiment's parameters as a commit, for it to run elsewhere; the workspace stays as it is. */
export function prepare(
  context: CliContext,
  { site, baseline }: AskedExperiment,
  name: string,
  overrides: FileOverrides,
  copyPaths: readonly string[],
): Result<Prepared> {
  const { git, root, from } = site;
  const params = overriddenTexts(root, from, overrides);
  if (!params.ok) return params;
  const opened = openProject(context);
  if (!opened.ok) return opened;
  const data = changedSources(opened.value.bench);
  if (!data.ok) return data;
  opened.value.bench.contents.save();
  const texts = new Map([...data.value, ...params.value]);
  const rev = prepareExperiment(git, { root, name, baseline, texts });
  return rev.ok ? ok({ name, baseline, rev: rev.value, from, copyPaths }) : rev;
}
