import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Place, type Problem, problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { readDefinition } from '../definition/read-definition.ts';
import { stageGraph } from '../graph/stage-graph.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { Node, Out, RepoPath, Stage } from '../model/stage.ts';
import { isMap, type Value, type ValueMap } from '../model/value.ts';
import type { ProjectParts } from '../project/load-project.io.ts';
import { keepFromGit } from '../repro/keep-from-git.io.ts';
import { buildStage } from '../resolve/build-stage.ts';
import { pathIn, relativeTo } from '../resolve/repo-path.ts';
import { editYaml } from '../yaml/edit-yaml.ts';
import { yamlText } from '../yaml/yaml-text.ts';
import { type AskedStage, stageBody } from './stage-body.ts';
import { faultOf, namedTwice } from './stage-faults.ts';

/** What adding a stage changed. */
export interface AddedStage {
  readonly stage: Stage;
  /** Files that git should know of. */
  readonly changed: readonly RepoPath[];
  readonly warnings: readonly Problem[];
}

/**
 * Adds a stage to the dvc.yaml in which the user stands. What stands in it stays as it is written, comments included. A stage that the project would not be
 * whole with is refused, and nothing is changed.
 *
 * @param isForced an existing stage of that name is replaced.
 */
export function addStage(project: ProjectParts, asked: AskedStage, isForced: boolean): Result<AddedStage> {
  const { root, from } = project;
  const file = from === '' ? 'dvc.yaml' : `${from}/dvc.yaml`;
  const path = join(root, file);
  const folder = folderProblem(root, from, asked.wdir);
  if (folder !== undefined) return err(folder);
  if (IgnoreScope.dvc(root).descend(from)?.ignoresFile('dvc.yaml') !== false)
    return err(problem('E_PIPELINE', `${file} is ignored by .dvcignore`, undefined, 'take it out of there'));
  const text = existsSync(path) ? read(path, file) : ok('');
  if (!text.ok) return text;
  const definition = readDefinition(text.value, file);
  if (!definition.ok) return definition;
  const top = definition.value.tree.value;
  const document: ValueMap = isMap(top) ? top : new Map();
  const stages = document.get('stages');
  const before: ValueMap = isMap(stages) ? stages : new Map();
  const old = before.get(asked.name);
  const taken = nameProblem(asked.name, file, old, isForced);
  if (taken !== undefined) return err(taken);
  const wdir = pathIn(root, from, asked.wdir ?? '.');
  const twice = namedTwice(asked, root, wdir);
  if (twice !== undefined) return err(twice);
  const body = stageBody(fromFolder(asked, root, wdir), isMap(old) ? old : undefined);
  const placeOf = (): Place => ({ file });
  const built = buildStage(body, { name: asked.name, file, folder: from, root, placeOf });
  if (!built.ok)
    return err(problem('E_PIPELINE', built.error.message, undefined, 'correct the command line'));
  const stage = built.value;
  const fault = faultOf(stage, root);
  if (fault !== undefined) return err(fault);
  const whole = stageGraph(withStage(project.nodes, stage), from);
  if (!whole.ok) return whole;
  const [ready, homeless] = [
    stage.outs.filter(hasFolder(root)),
    stage.outs.filter((out) => !hasFolder(root)(out)),
  ];
  const ignored = keepFromGit(
    project,
    ready.toSorted((a, b) => rankOf(a) - rankOf(b)),
  );
  if (!ignored.ok) return ignored;
  const after = new Map<string, Value>(document).set('stages', new Map(before).set(asked.name, body));
  const failed = writeFileAtomic(
    path,
    text.value.trim() === '' ? yamlText(after) : editYaml(text.value, after),
  );
  if (failed !== undefined) return err(failed);
  const warnings = homeless.filter(({ cache }) => cache).map(notIgnored);
  return ok({ stage, changed: [file, ...ignored.value], warnings });
}

/** Absolute paths inside the project are written from where the stage runs. */
function fromFolder(asked: AskedStage, root: string, wdir: RepoPath): AskedStage {
  const written = (path: string): string => {
    const at = pathIn(root, wdir, path);
    return path.startsWith('/') && !at.startsWith('/') ? relativeTo(wdir, at) : path;
  };
  return {
    ...asked,
    deps: asked.deps.map(written),
    outs: asked.outs.map((out) => ({ ...out, path: written(out.path) })),
  };
}

function hasFolder(root: string): (out: Out) => boolean {
  return ({ at }) => existsSync(join(root, at, '..'));
}

/** The order in which DVC lets git ignore what a stage writes. */
function rankOf({ persist, kind }: Out): number {
  if (persist) return 0;
  return kind === 'metric' ? 1 : kind === 'plot' ? 2 : 3;
}

function notIgnored({ at }: Out): Problem {
  return problem(
    'E_PIPELINE',
    `git does not ignore '${at}' yet`,
    'its folder is not there',
    'nothing: it is ignored once the stage has run',
  );
}

function withStage(nodes: readonly Node[], stage: Stage): readonly Node[] {
  const isOld = (node: Node): boolean =>
    node.kind === 'stage' && node.file === stage.file && node.name === stage.name;
  return [...nodes.filter((node) => !isOld(node)), stage];
}

function nameProblem(
  name: string,
  file: RepoPath,
  old: Value | undefined,
  isForced: boolean,
): Problem | undefined {
  if (/[!-,./:-@[-^`{-~]/.test(name))
    return problem(
      'E_PIPELINE',
      'Stage name cannot contain punctuation characters.',
      `"${name}" has some beside - and _`,
      'choose a name of letters, digits, - and _',
    );
  const isGroup = isMap(old) && (old.has('foreach') || old.has('matrix'));
  if (old === undefined || (isForced && !isGroup)) return undefined;
  return problem(
    'E_PIPELINE',
    `Stage '${name}' already exists in '${file}'.`,
    isGroup ? 'it stands for a group of stages (foreach or matrix)' : undefined,
    isGroup ? 'choose another name, or edit the group by hand' : "Use '--force' to overwrite.",
  );
}

function folderProblem(root: string, from: RepoPath, wdir: string | undefined): Problem | undefined {
  if (wdir === undefined) return undefined;
  const path = resolve(root, from, wdir);
  const what = (is: string): Problem =>
    problem('E_PIPELINE', `stage working dir '${path}' ${is}`, undefined, 'name a folder of the project');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return what('does not exist');
  if (!stats.isDirectory()) return what('is not directory');
  const inside = relative(root, path);
  return inside === '..' || inside.startsWith('../') ? what('is outside of DVC repo') : undefined;
}

function read(path: string, file: RepoPath): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `cannot read ${file}`, why, fix));
  }
}
