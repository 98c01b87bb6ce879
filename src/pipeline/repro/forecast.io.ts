import { ok, type Result } from '../../result.ts';
import { sum } from '../../units/arithmetic.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { Dep, Node, RepoPath, Stage } from '../model/stage.ts';
import { type Changes, isChanged } from '../status/changes.ts';
import type { Forecast, Foreseen, Outlook } from './foreseen.ts';
import { readInputs } from './read-inputs.io.ts';
import type { ReproOptions } from './repro-options.ts';
import { resultOf, wholeHit, workKey } from './restore.io.ts';
import type { Workbench } from './workbench.io.ts';

/**
 * Foresees what a repro would do, and what that would take, without doing any of it. Where a stage would be restored from the cache, its result is known
 * and those after it are foreseen from that.
 *
 * @param plan each after what it needs.
 */
export function forecast(
  bench: Workbench,
  graph: StageGraph,
  plan: readonly Node[],
  options: Pick<ReproOptions, 'force' | 'allowMissing' | 'noRunCache'>,
): Result<Forecast> {
  const foreseen = new Map<Node, Foreseen>();
  const results = new Map<RepoPath, Hashed>();
  for (const node of plan) {
    const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    const changes = bench.inspector.changes(node, entry.value, { isMissingAllowed: options.allowMissing });
    if (!changes.ok) return changes;
    const found =
      node.kind === 'data'
        ? ofSource(node, changes.value, options.force)
        : ofStage(bench, node, entry.value, changes.value, {
            ...options,
            results,
            isOpen: (at) => isOpen(at, graph, foreseen),
          });
    foreseen.set(node, found);
  }
  const nodes = [...foreseen.values()];
  const energyOf = (outlook: Outlook): Estimate =>
    sum(
      nodes.flatMap((one) =>
        one.outlook === outlook && one.last !== undefined ? [fromWritten(one.last.energy.wall)] : [],
      ),
    );
  const withoutRecord = nodes.flatMap(({ node, outlook, last }) =>
    node.kind === 'stage' && (outlook === 'run' || outlook === 'maybe') && last === undefined ? [node] : [],
  );
  return ok({ nodes, sure: energyOf('run'), maybe: energyOf('maybe'), withoutRecord });
}

interface Outset {
  readonly force: boolean;
  readonly noRunCache: boolean;
  /** What restored stages would make, by path. */
  readonly results: Map<RepoPath, Hashed>;
  /** Whether nobody knows yet what will lie at a path. */
  readonly isOpen: (at: RepoPath) => boolean;
}

function ofSource(node: Node, changes: Changes, isForced: boolean): Foreseen {
  const isStale = isChanged(changes) || isForced;
  return { node, outlook: isStale ? 'source' : 'unchanged', isStale, changes };
}

function ofStage(
  bench: Workbench,
  stage: Stage,
  entry: LockEntry | undefined,
  changes: Changes,
  outset: Outset,
): Foreseen {
  const isStale = outset.force || isChanged({ ...changes, isAlways: changes.isAlways && !stage.frozen });
  const base = { node: stage, isStale, changes };
  if (stage.frozen) return { ...base, outlook: isStale ? 'source' : 'unchanged' };
  const open = stage.deps.filter(({ at }) => outset.isOpen(at));
  const foretold = stage.deps.filter((dep) => !open.includes(dep) && outset.results.has(dep.at));
  const isOther = (dep: Dep): boolean =>
    entry?.deps?.find(({ path }) => path === dep.path)?.md5 !== outset.results.get(dep.at)?.md5;
  const own = changes.deps.filter(
    ({ of, item }) => of === 'params' || !(open.includes(item) || foretold.includes(item)),
  );
  const isInputChanged = changes.isCommand || own.length > 0 || foretold.some(isOther);
  const isRun = outset.force || changes.isAlways || entry === undefined || isInputChanged;
  if (open.length > 0)
    return { ...base, outlook: isRun ? 'run' : 'maybe', ...lastOf(bench, stage, undefined) };
  if (!isRun && changes.outs.length === 0) return { ...base, outlook: 'unchanged' };
  const inputs = readInputs(bench, stage, entry, outset.results);
  if (!inputs.ok) return { ...base, outlook: 'run', ...lastOf(bench, stage, undefined) };
  const hit = outset.force
    ? undefined
    : wholeHit(
        bench,
        stage,
        resultOf(bench, stage, entry, inputs.value, {
          isSameWork: !isInputChanged && entry !== undefined,
          noRunCache: outset.noRunCache,
          warn: () => {},
        }),
        false,
      );
  if (hit === undefined)
    return { ...base, outlook: 'run', ...lastOf(bench, stage, workKey(stage, inputs.value)) };
  for (const { path, at } of stage.outs) {
    const item = hit.entry.outs?.find((one) => one.path === path);
    if (item !== undefined) outset.results.set(at, item);
  }
  return { ...base, outlook: 'restore', ...lastOf(bench, stage, workKey(stage, inputs.value)) };
}

function lastOf(bench: Workbench, stage: Stage, key: string | undefined): Pick<Foreseen, 'last'> {
  const last = bench.energy.findWork(stage, key);
  return last === undefined ? {} : { last };
}

/** Whether a stage that would or may run makes what lies at a path. */
function isOpen(at: RepoPath, { made }: StageGraph, foreseen: ReadonlyMap<Node, Foreseen>): boolean {
  return [...made.holding(at), ...made.inside(at)].some(({ by }) => {
    const outlook = foreseen.get(by)?.outlook;
    return outlook === 'run' || outlook === 'maybe';
  });
}
