import { existsSync } from 'node:fs';
import { Contents } from '../../pipeline/content/contents.io.ts';
import { dataChanges } from '../../pipeline/data-diff/data-changes.ts';
import { dataPath, type DataState } from '../../pipeline/data-diff/data-entry.ts';
import { below, recordedState, workspaceState } from '../../pipeline/data-diff/data-states.io.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { pathFrom } from '../../pipeline/graph/targets.ts';
import type { Git } from '../../pipeline/revision/git.io.ts';
import { Revisions } from '../../pipeline/revision/revisions.io.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import {
  type DataStatus,
  dataStatusJson,
  dataStatusText,
  statusPart,
  unchangedPaths,
} from '../pipeline/data-status.ts';
import type { DATA_STATUS } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof DATA_STATUS>;

/** `joulebook data status`: how the last commit, the files of DVC and the workspace differ in what is tracked. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const here = statusOf(context, opened.value, input);
  const status = here.ok ? await withRemote(context, opened.value, here.value, input) : here;
  if (!status.ok) return context.fail(status.error);
  if (context.json) context.out(`${jsonInOrder(dataStatusJson(status.value))}\n`);
  else context.out(dataStatusText(status.value));
  return 0;
}

/** The same with what a remote lacks, where that is asked for. */
async function withRemote(
  context: CliContext,
  revisions: Revisions,
  status: DataStatus,
  { options, arguments: args }: Input,
): Promise<Result<DataStatus>> {
  if (!options.notInRemote) return ok(status);
  const workspace = revisions.workspace();
  if (!workspace.ok) return workspace;
  // Loaded only here: remotes bring Node's networking along.
  const { notInRemote } = await import('../pipeline/remote/not-in-remote.io.ts');
  const lacking = await notInRemote(context, revisions, workspace.value, {
    targets: args.targets.map((path) => pathFrom(revisions.standpoint.from, path)),
    isDeep: options.granular,
    ...(options.remote === undefined ? {} : { remote: options.remote }),
  });
  return lacking.ok ? ok({ ...status, notInRemote: lacking.value }) : lacking;
}

function statusOf(
  context: CliContext,
  revisions: Revisions,
  { options, arguments: args }: Input,
): Result<DataStatus> {
  const { standpoint, store, git } = revisions;
  const workspace = revisions.workspace();
  if (!workspace.ok) return workspace;
  const contents = new Contents(context.host, standpoint.root);
  const targets = args.targets.map((path) => pathFrom(standpoint.from, path));
  const recorded = recordedState(workspace.value, store, options.granular);
  const here = workspaceState(workspace.value, contents, options.granular);
  contents.save();
  if (!recorded.ok) return recorded;
  if (!here.ok) return here;
  const head = headState(revisions, options.granular);
  if (!head.ok) return head;
  const index = below(recorded.value, targets);
  const uncommitted = dataChanges(index, below(here.value, targets), true);
  const committed = head.value === undefined ? [] : dataChanges(below(head.value, targets), index, true);
  const lacking = uncommitted.flatMap((change) => {
    const { how, old } = change;
    const isLost = how === 'unknown' && change.now === undefined;
    return isLost || old?.known === undefined || existsSync(store.pathOf(old.known)) ? [] : [dataPath(old)];
  });
  const still = new Set(unchangedPaths(committed));
  const info = git === undefined ? NO_GIT : gitInfo(git, options.untrackedFiles === 'all');
  const untracked = info.untracked.filter((at) => isAsked(at, targets));
  return ok({
    notInCache: lacking,
    notInRemote: [],
    committed: statusPart(committed),
    uncommitted: statusPart(uncommitted),
    untracked: untracked.map((at) => relativePath(standpoint.from, at)),
    unchanged: options.unchanged
      ? unchangedPaths(uncommitted).filter((path) => head.value === undefined || still.has(path))
      : [],
    git: info,
  });
}

/** The tracked data of the last commit; nothing where there is none; undefined without git. */
function headState(revisions: Revisions, isDeep: boolean): Result<DataState | undefined> {
  if (revisions.git === undefined) return ok(undefined);
  if (!revisions.hasCommits()) return ok({ entries: new Map(), unknown: new Set() });
  const named = revisions.named(['HEAD']);
  if (!named.ok) return named;
  const head = named.value.get('HEAD');
  if (head === undefined || !head.ok) return head ?? ok(undefined);
  return recordedState(head.value, revisions.store, isDeep);
}

interface GitInfo {
  readonly isEmpty: boolean;
  readonly isDirty: boolean;
  /** Paths in the project. */
  readonly untracked: readonly string[];
}

const NO_GIT: GitInfo = { isEmpty: false, isDirty: false, untracked: [] };

function gitInfo(git: Git, hasUntracked: boolean): GitInfo {
  const changes = git.changes(hasUntracked);
  const head = git.commits(['HEAD']);
  const isEmpty = !head.ok || !head.value.has('HEAD');
  if (!changes.ok) return { ...NO_GIT, isEmpty };
  const { prefix } = git;
  const untracked = changes.value.flatMap(({ how, path }) => {
    const isInside = prefix === '' || path.startsWith(`${prefix}/`);
    return how === '??' && isInside ? [prefix === '' ? path : path.slice(prefix.length + 1)] : [];
  });
  return { isEmpty, isDirty: changes.value.length > 0, untracked: untracked.sort(byCodePoints) };
}

function isAsked(at: string, targets: readonly string[]): boolean {
  return targets.length === 0 || targets.some((target) => at === target || at.startsWith(`${target}/`));
}
