import { existsSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { pathFrom } from '../../pipeline/graph/targets.ts';
import { Contents } from '../../pipeline/content/contents.io.ts';
import { dataChanges } from '../../pipeline/data-diff/data-changes.ts';
import type { DataState } from '../../pipeline/data-diff/data-entry.ts';
import { below, recordedState, workspaceState } from '../../pipeline/data-diff/data-states.io.ts';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import {
  type DataDiff,
  dataDiffJson,
  dataDiffOf,
  dataDiffTable,
  dataDiffText,
} from '../pipeline/data-diff-text.ts';
import type { DIFF } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof DIFF>;

/** What DVC exits with where a comparison cannot be made. */
const NO_DIFF = 1;

/** `joulebook diff`: what tracked data was added, changed or taken away between two states of a project. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const { root } = revisions.standpoint;
  const lock = await takeRepoLock(context.host, root, revisions.config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  const found = compare(context, revisions, input);
  lock.value.release();
  if (!found.ok) {
    context.fail(found.error);
    return NO_DIFF;
  }
  const { json, showHash, markdown } = { json: context.json, ...input.options };
  if (json) context.out(`${jsonInOrder(dataDiffJson(found.value, showHash))}\n`);
  else if (markdown) context.out(dataDiffTable(found.value, showHash));
  else context.out(dataDiffText(found.value, showHash));
  return 0;
}

function compare(
  context: CliContext,
  revisions: Revisions,
  { options, arguments: { old = 'HEAD', new: now } }: Input,
): Result<DataDiff | undefined> {
  if (!revisions.hasCommits()) return ok(undefined);
  const names = [old, now ?? WORKSPACE] as const;
  const snapshots = revisions.named(names);
  if (!snapshots.ok) return snapshots;
  const contents = new Contents(context.host, revisions.standpoint.root);
  const states: DataState[] = [];
  for (const name of names) {
    const snapshot = snapshots.value.get(name);
    if (snapshot === undefined) continue;
    if (!snapshot.ok) return snapshot;
    const state =
      name === WORKSPACE
        ? workspaceState(snapshot.value, contents, true)
        : recordedState(snapshot.value, revisions.store, true);
    if (!state.ok) return state;
    states.push(state.value);
  }
  contents.save();
  const [before, after] = states;
  if (before === undefined || after === undefined) return ok(undefined);
  const targets = options.targets.map((path) => pathFrom(revisions.standpoint.from, path));
  const strange = targets.find((target) => [before, after].every((state) => !isIn(state, target)));
  if (strange !== undefined) return err(notTracked(strange));
  const changes = dataChanges(below(before, targets), below(after, targets), false);
  const isMissing = now === undefined && !options.hideMissing;
  const found = dataDiffOf(
    changes,
    isMissing ? (known) => existsSync(revisions.store.pathOf(known)) : undefined,
  );
  return ok(found);
}

function isIn({ entries, unknown }: DataState, target: RepoPath): boolean {
  if (target === '' || entries.has(target)) return true;
  if ([...unknown].some((folder) => target.startsWith(`${folder}/`))) return true;
  return [...entries.keys()].some((at) => at.startsWith(`${target}/`));
}

function notTracked(target: RepoPath): Problem {
  return problem(
    'E_PIPELINE',
    `'${target}' is not tracked`,
    'it is neither an output nor inside one, in both states',
    'see what is tracked with `joulebook stage list --all`',
  );
}
