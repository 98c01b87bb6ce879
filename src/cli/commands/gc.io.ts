import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { collectGarbage, removeAbandoned } from '../../pipeline/cache/collect-garbage.io.ts';
import { Revisions, type Snapshots, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import type { Workbench } from '../../pipeline/repro/workbench.io.ts';
import { usedObjects } from '../../pipeline/track/used-objects.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { confirm } from '../pipeline/confirm.io.ts';
import { inProject } from '../pipeline/in-project.io.ts';
import { type GcRemote, gcRemote } from '../pipeline/remote/gc-remote.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { GC } from '../spec/track-more-specs.ts';

type Options = InputOf<typeof GC>['options'];

/** `joulebook gc`: removes from the cache, and from a remote, what nothing uses any more. */
export async function run(context: CliContext, { options }: InputOf<typeof GC>): Promise<number> {
  return inProject(context, 'uncaught', async ({ bench }) => {
    const wrong = misuse(options);
    if (wrong !== undefined) return err(problem('E_PIPELINE', wrong));
    context.err(
      `WARNING: This will remove all cache except items used in ${scopeText(options)} of the current repo.\n`,
    );
    if (!options.force && !options.dry && !confirm(context, 'Are you sure you want to proceed?'))
      return ok(1);
    const remote = await gcRemote(bench, options);
    if (!remote.ok) return remote;
    try {
      return await collect(context, options, bench, remote.value);
    } finally {
      await remote.value?.close();
    }
  });
}

async function collect(
  context: CliContext,
  options: Options,
  { store, host, project }: Workbench,
  remote: GcRemote | undefined,
): Promise<Result<number>> {
  const snapshots = asked(context, options);
  if (!snapshots.ok) return snapshots;
  await remote?.fetchLists(snapshots.value.values());
  const found = usedObjects(store, snapshots.value.values());
  if (!found.ok) return found;
  const [unread] = found.value.unread;
  if (unread !== undefined && !options.force && !options.dry) return err(unread);
  const kept =
    options.notInRemote && remote !== undefined
      ? await remote.lacking(found.value.used)
      : ok(found.value.used);
  if (!kept.ok) return kept;
  const removed: Record<string, number> = {};
  for (const name of ['repo', 'legacy'] as const) {
    const count = collectGarbage(store, name, kept.value[name], (path) => {
      if (!options.dry) rmSync(path, { force: true });
      else if (!context.json) context.out(`Removing ${path}\n`);
    });
    removed[name] = count ?? 0;
    if (context.json || context.quiet) continue;
    context.out(
      removed[name] === 0
        ? `No unused '${name}' cache to remove.\n`
        : `Removed ${removed[name]} objects from ${name} cache.\n`,
    );
  }
  if (!options.dry) {
    const nowMs = host.clock.wallMs();
    const own = join(project.root, '.dvc', 'tmp', 'joulebook');
    removeAbandoned(`${store.dir}/joulebook`, nowMs);
    removeAbandoned(own, nowMs, (name) => name.endsWith('.tmp'));
    for (const folder of ['placing', 'output']) removeAbandoned(join(own, folder), nowMs);
  }
  const away =
    options.cloud && remote !== undefined
      ? await remote.collect(context, found.value.used, options.dry)
      : ok(0);
  if (!away.ok) return away;
  if (context.json)
    context.succeed({ removed: { ...removed, ...(options.cloud ? { remote: away.value } : {}) } });
  return ok(0);
}

function misuse(options: Options): string | undefined {
  const { workspace, allBranches, allTags, allCommits, allExperiments, rev, num, date } = options;
  const isScoped = workspace || allBranches || allTags || allCommits || allExperiments;
  if (!isScoped && rev === undefined && date === undefined)
    return 'Either of `-w|--workspace`, `-a|--all-branches`, `-T|--all-tags` `--all-experiments`, `--all-commits`, `--date` or `--rev` needs to be set.';
  if (num !== undefined && rev === undefined && !allBranches)
    return '`--num` can only be used alongside `--rev` or `--all-branches`';
  if (options.cloud && options.notInRemote) return '`--not-in-remote` and `--cloud` are mutually exclusive';
  if (options.remote !== undefined && !(options.cloud || options.notInRemote))
    return '`--remote` requires `--cloud` or `--not-in-remote`';
  return date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(date)
    ? `'${date}' is not a date of the form YYYY-MM-DD`
    : undefined;
}

function scopeText(options: Options): string {
  const { allBranches, allTags, allCommits, allExperiments, rev, num, date } = options;
  const parts = ['the workspace'];
  const last = num === undefined ? '' : `last ${num} commits from `;
  if (allCommits) parts.push('all git commits');
  else {
    if (allBranches && allTags && num === undefined) parts.push('all git branches and tags');
    else {
      if (allBranches) parts.push(`${last}all git branches`);
      if (allTags) parts.push('all git tags');
    }
    if (date !== undefined) parts.push(`all git commits before date ${date}`);
    if (rev !== undefined) parts.push(`last ${num ?? 1} commits from ${rev}`);
  }
  if (allExperiments) parts.push('all experiments');
  return `${parts.join(' and ')}${options.notInRemote ? ' that are not present in the DVC remote' : ''}`;
}

/** The states of the project whose objects are kept: the workspace is always among them. */
function asked(context: CliContext, options: Options): Result<Snapshots> {
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return revisions;
  const names: string[] = [WORKSPACE];
  const { git } = revisions.value;
  const add = (list: Result<readonly string[]> | undefined): Result<true> => {
    if (list?.ok === false) return list;
    names.push(...(list?.value ?? []));
    return ok(true);
  };
  const last = (tips: readonly string[]): Result<readonly string[]> | undefined => {
    const lists = tips.map((tip) => git?.lines(['rev-list', '-n', String(options.num ?? 1), tip, '--']));
    const failed = lists.find((list) => list?.ok === false);
    return failed ?? ok(lists.flatMap((list) => (list?.ok === true ? list.value : [])));
  };
  const heads = options.allBranches ? git?.names('heads') : undefined;
  const lists = [
    heads?.ok === true ? last(heads.value.map((head) => `refs/heads/${head}`)) : heads,
    options.allTags ? prefixed(git?.names('tags'), 'refs/tags/') : undefined,
    options.allCommits ? git?.allCommits() : undefined,
    options.allExperiments ? prefixed(git?.names('exps'), 'refs/exps/') : undefined,
    options.rev === undefined ? undefined : last([options.rev]),
    options.date === undefined
      ? undefined
      : git?.lines(['rev-list', '--all', `--since=${options.date}T00:00:00`]),
  ];
  for (const list of lists) {
    const added = add(list);
    if (!added.ok) return added;
  }
  return revisions.value.named([...new Set(names)]);
}

function prefixed(
  list: Result<readonly string[]> | undefined,
  prefix: string,
): Result<readonly string[]> | undefined {
  return list?.ok === true ? ok(list.value.map((name) => prefix + name)) : list;
}
