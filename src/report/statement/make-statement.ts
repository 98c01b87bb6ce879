import type { RunRecord } from '../../book/run-record.ts';
import { frontier } from '../frontier/frontier.ts';
import { type ChosenMetric, chosenMetric, readMetric } from './chosen-metric.ts';
import { compareGroups } from './comparison.ts';
import { componentTotals } from './components.ts';
import { machineText } from './configuration.ts';
import type { ReportContext } from './context.ts';
import { FATES, type Fate, fateOf } from './fate.ts';
import { type Group, groupRuns } from './groups.ts';
import { hendersonItems } from './henderson-items.ts';
import { machinesOf } from './machines.ts';
import { mainProject } from './main-project.ts';
import { notesOf } from './notes.ts';
import { pattersonItems } from './patterson-items.ts';
import { placesOf, puesOf } from './places.ts';
import { sciScore } from './sci.ts';
import { comparable, type Selection, selectRuns } from './selection.ts';
import type { FateTotal, RunLine, Statement } from './statement.ts';
import { summedUp } from './sums.ts';
import { totalsOf } from './totals.ts';

/** What a report is made from. */
export interface StatementInput {
  /** Records that matched; their order does not matter. */
  readonly records: readonly RunRecord[];
  readonly filter: string;
  /** Ids of the runs that results come from, where the user has said which. */
  readonly final?: ReadonlySet<string>;
  /** The quality to set against energy: `accuracy`, `-loss`, `loss:min`. */
  readonly metric?: string;
  readonly context: ReportContext;
  readonly version: string;
  readonly madeAt?: string;
  /** Runs that could not be read; they are in no sum. */
  readonly unread?: number;
}

/** Makes the model of a report. */
export function makeStatement(input: StatementInput): Statement {
  const { context, final, version } = input;
  const selection = selectRuns(input.records);
  const { roots, inside, strays, summed } = selection;
  const fate = (run: RunRecord): Fate => fateOf(run, final);
  const compared = comparable(selection).filter((run) => fate(run) === 'reported');
  const groups = groupRuns(compared);
  const asked = input.metric === undefined ? undefined : readMetric(input.metric).name;
  const task = mainProject(groups, asked);
  const ofTask = (project: string): boolean => task === undefined || project === task;
  const metric = chosenMetric(
    compared.filter(({ project }) => ofTask(project)),
    input.metric,
  );
  const comparison = compareGroups(groups, compared);
  const totals = totalsOf(roots);
  const lines = roots.map((run) => lineOf(run, fate(run), groups));
  const sci = sciScore(roots, totals, context.functionalUnit ?? { name: 'all of this work', count: 1 });
  const starts = roots.map(({ startedAt }) => startedAt);
  const ends = roots.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
  const parts = {
    totals,
    fates: fateTotals(selection, fate),
    components: componentTotals(roots),
    machines: machinesOf(roots),
    places: placesOf(roots),
    pues: puesOf(roots),
    groups,
  };
  const facts = { ...parts, runs: roots, context, ...(comparison === undefined ? {} : { comparison }) };
  return {
    schema: 'joulebook.report/1',
    title: context.title ?? titleOf(roots),
    filter: input.filter,
    madeBy: `joulebook ${version}`,
    ...(input.madeAt === undefined ? {} : { madeAt: input.madeAt }),
    projects: [...new Set(roots.map(({ project }) => project))].sort(),
    period: { from: starts.sort()[0] ?? null, to: ends.sort().at(-1) ?? null },
    matched: { roots: roots.length, inside: inside.length, strays: strays.length, summed: summed.length },
    ...parts,
    ...(metric === undefined ? {} : { metric }),
    ...(comparison === undefined ? {} : { comparison }),
    frontier: frontierOf(
      groups.filter(({ configuration }) => ofTask(configuration.project)),
      metric,
    ),
    ...(task === undefined ? {} : { frontierProject: task }),
    items: [...hendersonItems(facts), ...pattersonItems(facts)],
    ...(sci === undefined ? {} : { sci }),
    context,
    notes: notesOf(selection, facts, input.unread),
    runs: lines,
  };
}

function lineOf(run: RunRecord, fate: Fate, groups: readonly Group[]): RunLine {
  const group = groups.find(({ runs }) => runs.includes(run.id));
  const { id, name, project, kind, state, command, startedAt, endedAt, durationS, grade, git } = run;
  return {
    id,
    name,
    project,
    kind,
    state,
    fate,
    ...(group === undefined ? {} : { group: group.id }),
    command,
    startedAt,
    endedAt,
    durationS,
    energy: run.energy.wall.attributed,
    carbon: run.carbon.operational,
    grade,
    machine: machineText(run),
    ...(git === null ? {} : { commit: git.commit }),
    params: run.params,
    metrics: run.metrics,
  };
}

function fateTotals({ roots, inside }: Selection, fate: (run: RunRecord) => Fate): readonly FateTotal[] {
  return FATES.flatMap((each) => {
    const runs = roots.filter((run) => fate(run) === each);
    if (runs.length === 0) return [];
    const ids = new Set(runs.map(({ id }) => id));
    const trials = inside.filter(({ kind, rootId }) => kind === 'trial' && ids.has(rootId));
    const byFate = FATES.flatMap((other) => {
      const of = trials.filter((trial) => other !== each && fate(trial) === other);
      const terms = of.map(({ energy }) => energy.wall.attributed);
      return of.length === 0
        ? []
        : [[other, { runs: of.length, energy: summedUp(terms, 'J').total }] as const];
    });
    return [{ fate: each, ...totalsOf(runs), trials: Object.fromEntries(byFate) }];
  });
}

function frontierOf(groups: readonly Group[], metric: ChosenMetric | undefined): readonly string[] {
  if (metric === undefined) return [];
  const points = groups.flatMap(({ id, energy, metrics }) => {
    const quality = metrics[metric.name]?.value ?? null;
    return energy.value === null || quality === null ? [] : [{ id, cost: energy.value, quality }];
  });
  return frontier(points, metric.goal).map(({ id }) => id);
}

function titleOf(runs: readonly RunRecord[]): string {
  const [first, ...others] = runs;
  const projects = [...new Set(runs.map(({ project }) => project))].sort();
  if (first !== undefined && others.length === 0) return `Energy and carbon of ${first.name}`;
  return `Energy and carbon of ${projects.length > 3 ? `${projects.length} projects` : projects.join(', ')}`;
}
