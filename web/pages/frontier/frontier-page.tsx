import '../../styles/frontier.css';
import { useEffect, useMemo } from 'preact/hooks';
import { costAxis } from '../../../src/report/frontier/cost-axis.ts';
import { mostCommonCurrency } from '../../../src/report/frontier/cost-columns.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { NoRunsYet } from '../../parts/no-runs-yet.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { TerminalLine } from '../../parts/terminal-line.tsx';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import {
  loadRuns,
  reloadRuns,
  retryRuns,
  runsAtMs,
  runTable,
  runTrouble,
  runWarnings,
  shownRuns,
  wantColumns,
} from '../../state/runs.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useLast } from '../../state/use-last.ts';
import { wholeFilter } from '../../state/whole-filter.ts';
import { Controls } from './controls.tsx';
import { type FrontierNames, type FrontierSeeds, metricCounts, metricOf } from './frontier-data.ts';
import { frontierCommand } from './frontier-command.ts';
import { FrontierPanel } from './frontier-panel.tsx';
import { frontierView } from './frontier-view.ts';
import { compareLink, placeOf } from './leads-to.ts';
import { NoMetric } from './no-metric.tsx';
import { ProjectHint } from './project-hint.tsx';
import { columnsNeeded, runsOf } from './runs-of-table.ts';

/** Energy against quality: which runs are worth their joules. The runs are filtered here, as on the page Runs. */
export function Page() {
  useEffect(loadRuns, []);
  const [table, trouble] = [runTable.value, runTrouble.value];
  return (
    <>
      <h1>Frontier</h1>
      {trouble !== undefined && <TroubleView trouble={trouble} again={retryRuns} />}
      {trouble !== undefined && table !== undefined && (
        <p class="stale">As of {new Date(runsAtMs.value).toLocaleTimeString()}:</p>
      )}
      <Warnings warnings={runWarnings.value} />
      {table === undefined ? (
        trouble === undefined && <Skeleton what="Loading the runs" />
      ) : table.count === 0 ? (
        <NoRunsYet onRuns={reloadRuns} />
      ) : (
        <Frontier table={table} />
      )}
    </>
  );
}

function Frontier({ table }: { readonly table: RunTable }) {
  const { version } = table.list;
  const { together } = frontierView();
  const names = useAnswer<FrontierNames>(`/frontier?version=${version}`);
  const seeds = useAnswer<FrontierSeeds>(together ? `/frontier/seeds?version=${version}` : undefined);
  const [told, grouped] = [useLast(names), useLast(seeds)];
  const isOther = [names.answer, seeds.answer].some(
    (one) => one !== undefined && one.data.version !== version,
  );
  useEffect(() => {
    if (isOther) reloadRuns(); // the book has changed meanwhile
  }, [isOther]);
  return (
    <>
      {seeds.trouble !== undefined && <TroubleView trouble={seeds.trouble} again={seeds.again} />}
      <Loaded asked={{ ...names, answer: told }} what="Loading the runs">
        {(data) =>
          data.version !== version ||
          (together && seeds.trouble === undefined && grouped?.data.version !== version) ? (
            <Skeleton what="Loading the runs" />
          ) : (
            <FrontierOfTable
              table={table}
              names={data}
              seeds={together && grouped?.data.version === version ? grouped.data : undefined}
            />
          )
        }
      </Loaded>
    </>
  );
}

function FrontierOfTable({
  table,
  names,
  seeds,
}: {
  readonly table: RunTable;
  readonly names: FrontierNames;
  readonly seeds: FrontierSeeds | undefined;
}) {
  const now = { ...frontierView(), together: seeds !== undefined };
  const filter = wholeFilter.value;
  const { rows, isWaiting } = shownRuns.value;
  const counts = useMemo(() => metricCounts(names, rows), [names, rows]);
  const metric = metricOf(counts, now.metric);
  const choice = { metric: metric?.name ?? '', cost: now.cost, group: now.group };
  const needed = columnsNeeded(choice).join('\n');
  useEffect(() => {
    if (metric !== undefined) wantColumns(columnsNeeded(choice));
  }, [table, needed, metric === undefined]);
  const found = useMemo(() => runsOf(table, rows, choice, seeds), [table, rows, needed, seeds]);
  // While a column is on its way what was there before stays.
  const runs = useLast({
    ...NOTHING,
    answer: found === undefined ? undefined : { data: { found, choice }, warnings: [], atMs: 0 },
  })?.data;
  if (rows.length === 0 && !isWaiting) return <NothingFound filter={filter} />;
  if (metric === undefined)
    return isWaiting ? <Skeleton what="Loading the runs" /> : <NoMetric runs={rows.length} />;
  const currencies = table.exact('currency') as readonly (string | null)[] | undefined;
  const currency =
    now.cost === 'cost' ? mostCommonCurrency(rows.map((row) => currencies?.[row] ?? null)) : '';
  return (
    <>
      <Controls metric={metric} counts={counts} params={names.params} now={now} />
      {metric.goalFrom === 'assumed' && (
        <p class="muted">
          The name {metric.name} does not say which way is better: more is assumed. Choose above if less is.
        </p>
      )}
      <ProjectHint table={table} names={names} rows={rows} metric={metric.name} />
      {runs === undefined || runs.choice.metric !== metric.name || runs.choice.cost !== now.cost ? (
        <Skeleton what="Loading the runs" />
      ) : (
        <FrontierPanel
          runs={runs.found}
          metric={metric.name}
          goal={metric.goal}
          axis={costAxis(now.cost, currency)}
          now={now}
          noun={now.together ? 'configuration' : 'run'}
          source={filter === '' ? 'all runs of the book' : `runs that match ${filter}`}
          hrefOf={placeOf}
          compareOf={compareLink}
        />
      )}
      <TerminalLine command={frontierCommand(filter, now)} />
    </>
  );
}

const NOTHING = { trouble: undefined, isLoading: false, again: () => undefined };

function NothingFound({ filter }: { readonly filter: string }) {
  return (
    <section class="empty">
      <h2>No run matches the filter</h2>
      <p>
        <code>{filter.slice(0, 300)}</code>
      </p>
    </section>
  );
}
