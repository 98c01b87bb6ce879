import { posix } from 'node:path';
import { problem } from '../../errors.ts';
import { addStage, type AddedStage } from '../../pipeline/add-stage/add-stage.io.ts';
import type { AskedOut, AskedStage } from '../../pipeline/add-stage/stage-body.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import { loadProjectParts, type ProjectParts } from '../../pipeline/project/load-project.io.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { err, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { parseCommandLine } from '../parse/parse-command-line.ts';
import { readInput } from '../parse/read-input.ts';
import { tellGit } from '../pipeline/tell-git.io.ts';
import type { STAGE_ADD } from '../spec/pipeline-reading-specs.ts';
import { REPRO } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof STAGE_ADD>;

/** `joulebook stage add`: writes a new stage into ./dvc.yaml. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const parts = loadProjectParts(context.host);
  if (!parts.ok) return context.fail(parts.error);
  const project = parts.value;
  const lock = await takeRepoLock(context.host, project.root, project.config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  const added = add(project, input);
  lock.value.release();
  if (!added.ok) return context.fail(added.error);
  const { stage, changed, warnings } = added.value;
  for (const warning of warnings) context.warn(warning);
  if (!context.quiet && !context.json) context.out(`Added stage '${stage.name}' in 'dvc.yaml'\n`);
  // What follows tells of its files and of these at once.
  if (input.options.run) return await reproduce(context, stage.name, changed);
  tellGit(context, project, changed);
  if (context.json) context.succeed({ stage: stage.name, changed });
  return 0;
}

function add(project: ProjectParts, { options, rest }: Input): Result<AddedStage> {
  const { name } = options;
  if (name === undefined)
    return err(
      problem(
        'E_PIPELINE_USAGE',
        'the stage has no name',
        '-n is missing',
        'For example: joulebook stage add -n train -d train.py -o model.bin python train.py',
      ),
    );
  const cmd = commandOf(rest);
  if (cmd === '')
    return err(
      problem(
        'E_PIPELINE',
        'command is not specified',
        undefined,
        'write it behind all options: … python train.py',
      ),
    );
  const [fault] = project.faults;
  if (fault !== undefined) return err(fault.problem);
  const wdir = options.wdir === undefined ? '.' : posix.normalize(options.wdir).replace(/(?<=.)\/$/, '');
  const asked: AskedStage = {
    name,
    cmd,
    ...(wdir === '.' ? {} : { wdir }),
    deps: options.deps,
    params: options.params,
    outs: outsOf(options),
    alwaysChanged: options.alwaysChanged,
    ...(options.desc === undefined ? {} : { desc: options.desc }),
  };
  return addStage(project, asked, options.force);
}

function outsOf(options: Input['options']): readonly AskedOut[] {
  const all = (
    paths: readonly string[],
    kind: AskedOut['kind'],
    cache: boolean,
    persist = false,
  ): readonly AskedOut[] => paths.map((path) => ({ path, kind, cache, persist }));
  return [
    ...all(options.outs, 'out', true),
    ...all(options.outsNoCache, 'out', false),
    ...all(options.outsPersist, 'out', true, true),
    ...all(options.outsPersistNoCache, 'out', false, true),
    ...all(options.metrics, 'metric', true),
    ...all(options.metricsNoCache, 'metric', false),
    ...all(options.plots, 'plot', true),
    ...all(options.plotsNoCache, 'plot', false),
  ];
}

/** One word is a line for the shell; of several, those with spaces are quoted, as DVC does. */
function commandOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return words
    .map((word) => (word === '' ? '""' : word.includes(' ') && !word.includes('"') ? `"${word}"` : word))
    .join(' ');
}

/** Runs the new stage as `joulebook repro` does. */
async function reproduce(context: CliContext, name: string, changed: readonly RepoPath[]): Promise<number> {
  const raw = parseCommandLine(REPRO, ['--single-item', name]);
  if (!raw.ok) return context.fail(raw.error);
  const input = readInput(REPRO, raw.value, context.config);
  if (!input.ok) return context.fail(input.error);
  const repro = await import('./repro.io.ts');
  return await repro.run(context, input.value as unknown as InputOf<typeof REPRO>, changed);
}
