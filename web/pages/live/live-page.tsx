import '../../styles/live.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { printPower } from '../../../src/units/format.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { type Live, useLive } from '../../state/live.ts';
import type { LiveView } from '../../state/live-model.ts';
import { setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type BudgetData, budgetsFor } from './budget-share.ts';
import { LiveRun } from './live-run.tsx';
import { timeText } from './live-words.ts';
import { NoLiveRuns } from './no-live-runs.tsx';
import { PowerChart } from './power-chart.tsx';

/** What runs now: power as it comes, what it will come to, and whether to go on. */
export function Page() {
  const live = useLive();
  // In whole seconds: finer it is not told, and a message makes anew only what it speaks of.
  const nowMs = Math.round((useNow() + live.aheadMs) / 1000) * 1000;
  const budget = useAnswer<BudgetData>('/budget');
  const running = live.runs.filter(({ facts }) => facts.state === 'running');
  const over = live.runs.filter(({ facts }) => facts.state !== 'running');
  const chosenId = view('run') ?? (live.runs.length === 1 ? live.runs[0]?.facts.id : undefined);
  const chosen = live.runs.find(({ facts }) => facts.id === chosenId);
  const card = (one: LiveView) => (
    <Card
      key={one.facts.id}
      view={one}
      nowMs={nowMs}
      budget={budget.answer?.data}
      isChosen={one === chosen}
    />
  );
  return (
    <>
      <h1>Live</h1>
      <Status live={live} running={running} nowMs={nowMs} />
      {live.trouble !== undefined && <TroubleView trouble={live.trouble} />}
      {budget.trouble !== undefined && live.runs.length > 0 && (
        <p class="muted">Parts of budgets are not shown: {budget.trouble.what}.</p>
      )}
      <Warnings warnings={live.warnings} />
      {live.atMs === undefined && live.trouble === undefined && <Skeleton what="Looking for live runs" />}
      {live.atMs !== undefined && live.runs.length === 0 && <NoLiveRuns />}
      {chosen !== undefined && <PowerChart view={chosen} />}
      <div class="live-runs">{running.map(card)}</div>
      {over.length > 0 && (
        <section aria-label="Ended while you watched">
          <h2>Ended a moment ago</h2>
          <div class="live-runs">{over.map(card)}</div>
        </section>
      )}
    </>
  );
}

function Card({
  view: shown,
  nowMs,
  budget,
  isChosen,
}: {
  readonly view: LiveView;
  readonly nowMs: number;
  readonly budget: BudgetData | undefined;
  readonly isChosen: boolean;
}) {
  const { id, project } = shown.facts;
  return useMemo(
    () => (
      <LiveRun
        view={shown}
        nowMs={nowMs}
        budgets={budgetsFor(budget, project)}
        isChosen={isChosen}
        onChoose={() => setView({ run: isChosen ? undefined : id })}
      />
    ),
    [shown, nowMs, budget, isChosen],
  );
}

function Status({
  live,
  running,
  nowMs,
}: {
  readonly live: Live;
  readonly running: readonly LiveView[];
  readonly nowMs: number;
}) {
  const roots = running.filter(({ facts }) => facts.parentId === null);
  const watts = roots.reduce((sum, { w }) => sum + (w ?? 0), 0);
  const asOf = live.atMs === undefined ? '' : ` This is as of ${timeText(live.atMs + live.aheadMs, nowMs)}.`;
  const words: Readonly<Record<Live['state'], string>> = {
    opening: 'Connecting…',
    live: 'Live: what comes is shown at once.',
    paused: `Paused while the window is not looked at.${asOf}`,
    gone: `The server does not answer; it is tried again and again.${asOf}`,
  };
  return (
    <p class="live-status">
      {live.atMs !== undefined && (
        <strong>
          {running.length} running, {printPower(watts)}
        </strong>
      )}
      <span role="status" class={live.state}>
        {words[live.state]}
      </span>
      {live.catchingUp > 0 && <span>Reading the journals of {live.catchingUp} more runs…</span>}
      {live.notFollowed > 0 && <span>{live.notFollowed} older live runs are not shown here.</span>}
    </p>
  );
}

/** The time, renewed each second. */
function useNow(): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
