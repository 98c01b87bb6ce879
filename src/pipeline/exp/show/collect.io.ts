import type { Experiment } from '../exp-ref.ts';
import { ok, type Result } from '../../../result.ts';
import { WORKSPACE } from '../../revision/revisions.io.ts';
import { allExperiments } from '../experiments.io.ts';
import { namesOfCommits } from '../names-of-commits.io.ts';
import type { GitPlumbing } from '../plumbing.io.ts';
import { type Commit, commitLog } from './commit-log.io.ts';
import type { Baseline, Executor, ExpRange, ExpState } from './exp-state.ts';
import { readState, type StateReader } from './read-state.io.ts';

/** An experiment that is queued, runs or has failed. */
export interface Pending extends Experiment {
  readonly executor: Executor;
}

/** What is shown of which commits. */
export interface ShowAsked {
  /** Full hashes. */
  readonly baselines: readonly string[];
  readonly hideWorkspace: boolean;
  /** Hashes even where commits have names. */
  readonly shaOnly: boolean;
  readonly pending: readonly Pending[];
}

/** The workspace and commits, each with the experiments that are derived from it: running ones first, then done, queued and failed ones. */
export function collectExperiments(
  git: GitPlumbing,
  reader: StateReader,
  { baselines, hideWorkspace, shaOnly, pending }: ShowAsked,
): Result<readonly Baseline[]> {
  const { revisions } = reader;
  const isAsked = ({ baseline }: Experiment): boolean => baselines.includes(baseline);
  const experiments = allExperiments(git).filter(isAsked);
  const waiting = pending.filter(isAsked);
  const tips = [...experiments, ...waiting].map(({ rev }) => rev);
  const commits = commitLog(git, tips, baselines);
  const ranges = experiments.map((one) => ({ one, revs: chain(one, commits) }));
  const snapshots = revisions.named([
    ...baselines,
    ...waiting.map(({ rev }) => rev),
    ...ranges.flatMap(({ revs }) => revs),
  ]);
  if (!snapshots.ok) return snapshots;
  const state = (rev: string, name: string | undefined): ExpState => {
    const snapshot = snapshots.value.get(rev);
    if (snapshot === undefined) throw new Error(`no state of ${rev}`);
    return readState(reader, rev, name, snapshot, commits.get(rev)?.atMs);
  };
  const rangeOf = (one: Experiment, revs: readonly string[], executor?: Executor): ExpRange => ({
    name: one.name,
    states: revs.map((rev, i) => state(rev, i === 0 ? one.name : undefined)),
    ...(executor === undefined ? {} : { executor }),
  });
  const done = ranges.map(({ one, revs }) => ({ baseline: one.baseline, range: rangeOf(one, revs) }));
  const others = waiting.map((one) => ({
    baseline: one.baseline,
    range: withoutMetrics(rangeOf(one, [one.rev], one.executor)),
  }));
  const names = shaOnly ? new Map<string, string>() : namesOfCommits(git);
  const found = baselines.map((baseline): Baseline => {
    const own = others.filter((one) => one.baseline === baseline).map(({ range }) => range);
    const inState = (...states: readonly Executor['state'][]): readonly ExpRange[] =>
      newestFirst(own.filter(({ executor }) => executor !== undefined && states.includes(executor.state)));
    const finished = done.filter((one) => one.baseline === baseline).map(({ range }) => range);
    return {
      ...state(baseline, names.get(baseline)),
      experiments: [
        ...inState('running'),
        ...newestFirst(finished),
        ...inState('queued'),
        ...inState('failed'),
      ],
    };
  });
  if (hideWorkspace) return ok(found);
  const workspace = readState(reader, WORKSPACE, undefined, revisions.workspace(), undefined);
  return ok([{ ...workspace, experiments: [] }, ...found]);
}

/** The commits of an experiment, from its own to the one after the baseline. */
function chain({ rev, baseline }: Experiment, commits: ReadonlyMap<string, Commit>): readonly string[] {
  const revs = [rev];
  for (let at = commits.get(rev)?.parent; at !== undefined && at !== baseline; at = commits.get(at)?.parent) {
    if (!commits.has(at) || revs.includes(at)) break;
    revs.push(at);
  }
  return revs;
}

/** What has not run has no metrics of its own: those of its commit are the baseline's. */
function withoutMetrics(range: ExpRange): ExpRange {
  if (range.executor?.state !== 'queued') return range;
  return {
    ...range,
    states: range.states.map((state) => {
      const { data } = state;
      return data === undefined
        ? state
        : { ...state, data: { ...data, metrics: new Map(), energy: undefined } };
    }),
  };
}

function newestFirst(ranges: readonly ExpRange[]): readonly ExpRange[] {
  const key = ({ states: [tip] }: ExpRange): readonly [number, string] => [
    tip?.data?.atMs ?? 0,
    tip?.rev ?? '',
  ];
  return [...ranges].sort((a, b) => {
    const [[atA, revA], [atB, revB]] = [key(a), key(b)];
    return atB - atA || (revA < revB ? 1 : revA > revB ? -1 : 0);
  });
}
