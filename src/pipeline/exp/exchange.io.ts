import { ok, type Result } from '../../result.ts';
import { allExperiments } from './experiments.io.ts';
import { type Experiment, refOf } from './exp-ref.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { remoteExperiments } from './remote-experiments.io.ts';

/** What came of experiments that were to be sent or got. */
export interface Exchanged {
  readonly done: readonly Experiment[];
  /** They were the same on both sides. */
  readonly upToDate: readonly Experiment[];
  /** There is another of that name on the other side. */
  readonly diverged: readonly Experiment[];
}

/** Sends experiments to a git remote or URL. */
export function pushExperiments(
  git: GitPlumbing,
  remote: string,
  experiments: readonly Experiment[],
  isForced: boolean,
): Result<Exchanged> {
  const there = remoteExperiments(git, remote);
  if (!there.ok) return there;
  const sorted = sort(git, experiments, there.value, isForced);
  if (sorted.done.length === 0) return ok(sorted);
  const refs = sorted.done.map((one) => `+${refOf(one)}:${refOf(one)}`);
  const pushed = git.run(['push', '--quiet', '--', remote, ...refs]);
  return pushed.ok ? ok(sorted) : pushed;
}

/** Gets experiments from a git remote or URL. */
export function pullExperiments(
  git: GitPlumbing,
  remote: string,
  experiments: readonly Experiment[],
  isForced: boolean,
): Result<Exchanged> {
  const sorted = sort(git, experiments, allExperiments(git), isForced);
  if (sorted.done.length === 0) return ok(sorted);
  const refs = sorted.done.map((one) => `+${refOf(one)}:${refOf(one)}`);
  const pulled = git.run(['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', remote, ...refs]);
  return pulled.ok ? ok(sorted) : pulled;
}

function sort(
  git: GitPlumbing,
  from: readonly Experiment[],
  to: readonly Experiment[],
  isForced: boolean,
): Exchanged {
  const known = new Map(to.map((one) => [refOf(one), one.rev]));
  const stateOf = (one: Experiment): keyof Exchanged => {
    const other = known.get(refOf(one));
    if (other === one.rev) return 'upToDate';
    const isNewer =
      other !== undefined && git.ask(['merge-base', '--is-ancestor', other, one.rev]) !== undefined;
    return other === undefined || isNewer || isForced ? 'done' : 'diverged';
  };
  const inState = (state: keyof Exchanged): readonly Experiment[] =>
    from.filter((one) => stateOf(one) === state);
  return { done: inState('done'), upToDate: inState('upToDate'), diverged: inState('diverged') };
}
