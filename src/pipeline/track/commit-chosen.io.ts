import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { addressOf } from '../graph/address.ts';
import type { DataSource, Node, RepoPath, Stage } from '../model/stage.ts';
import { saveStage } from '../repro/save-stage.io.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { type Change, type Changes, isChanged } from '../status/changes.ts';
import { add } from './add.io.ts';
import type { Chosen } from './chosen.ts';

/** How things are recorded. */
export interface CommitOptions {
  /** What changed is recorded without being asked about. */
  readonly force: boolean;
  readonly isRelinked: boolean;
  /** Asks whether what changed is to be recorded. */
  readonly confirm: (question: string) => boolean;
  readonly warn: (warning: Problem) => void;
}

/** Records what lies at the outputs of a node as it is now. */
export function commitChosen(bench: Workbench, { node, only }: Chosen, options: CommitOptions): Result<true> {
  const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
  if (!entry.ok) return entry;
  const found = bench.inspector.changes(node, entry.value, { isCacheIgnored: true });
  if (!found.ok) return found;
  const isOther = isChanged(found.value);
  if (isOther && !options.force && !options.confirm(question(node, found.value, bench.project.from)))
    return err(
      problem(
        'E_PIPELINE',
        `unable to commit changed ${told(node, bench.project.from)}. Use \`-f|--force\` to force.`,
        'what would be recorded is not what its command made',
        'run it, or say so with --force',
      ),
    );
  if (node.kind === 'data') return commitData(bench, node, only, options);
  if (isOther || options.force) {
    const saved = saveStage(bench, node, entry.value, true);
    if (!saved.ok) return saved;
    for (const warning of saved.value.warnings) options.warn(warning);
    return ok(true);
  }
  return commitOuts(bench, node, entry.value?.outs ?? [], options);
}

function commitData(
  bench: Workbench,
  source: DataSource,
  only: RepoPath | undefined,
  options: CommitOptions,
): Result<true> {
  for (const out of source.outs) {
    const done = add(bench, source, only ?? out.at, { noCommit: false, isRelinked: options.isRelinked });
    if (!done.ok) return done;
    for (const warning of done.value.warnings) options.warn(warning);
  }
  return ok(true);
}

function commitOuts(
  { workspace }: Workbench,
  stage: Stage,
  recorded: readonly { readonly path: string; readonly md5: string; readonly hash?: 'md5' }[],
  { isRelinked }: CommitOptions,
): Result<true> {
  for (const out of stage.outs) {
    const hashed = recorded.find(({ path }) => path === out.path);
    if (!out.cache || hashed === undefined) continue;
    const done = commit(workspace, out.at, hashed, isRelinked);
    if (!done.ok) return done;
  }
  return ok(true);
}

function told(node: Node, from: RepoPath): string {
  return `stage: '${addressOf(node, from)}'`;
}

function question(node: Node, { deps, outs, isCommand }: Changes, from: RepoPath): string {
  const list = (changes: readonly Change[]): string =>
    `[${changes.map(({ item }) => `'${item.path}'`).join(', ')}]`;
  const parts = [
    ...(deps.length === 0 ? [] : [`dependencies ${list(deps)}`]),
    ...(outs.length === 0 ? [] : [`outputs ${list(outs)}`]),
  ];
  const what =
    parts.length > 0
      ? `${parts.join(' and ')} of ${told(node, from)} changed.`
      : isCommand
        ? `'cmd' of ${told(node, from)} has changed.`
        : `${told(node, from)} changed.`;
  return `${what} Are you sure you want to commit it?`;
}
