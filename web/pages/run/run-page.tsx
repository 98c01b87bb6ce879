import '../../styles/run.css';
import { useEffect, useRef } from 'preact/hooks';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { lazyPart } from '../../parts/lazy-part.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { linkTo, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import type { PageProps } from '../../shell/pages.ts';
import { EpochsTab } from './epochs/epochs-tab.tsx';
import { GridTab } from './grid/grid-tab.tsx';
import { MethodTab } from './method/method-tab.tsx';
import { ParamsTab } from './params/params-tab.tsx';
import { type PowerAsked, usePower } from './power/use-power.ts';
import { RunHeader } from './run-header.tsx';
import { currentTab, RunTabs, type TabName } from './run-tabs.tsx';
import { SummaryTab } from './summary/summary-tab.tsx';

const PowerTab = lazyPart(() => import('./power/power-tab.tsx').then((module) => module.PowerTab));
/** A run that is alive is asked for anew so often. */
const LIVE_MS = 2000;

/** One run. */
export function Page({ rest }: PageProps) {
  return <RunPage key={rest} name={rest} />;
}

function RunPage({ name }: { readonly name: string }) {
  const isPower = currentTab() === 'power';
  if (isPower) PowerTab.preload(); // beside the questions, not after them
  const asked = useAnswer<RunRecord>(`/runs/${encodeURIComponent(name)}`);
  const power = usePower(isPower ? name : undefined, view('z'));
  const run = asked.answer?.data;
  useEffect(() => {
    if (run !== undefined) document.title = `${run.name.slice(0, 80)} · joulebook`;
  }, [run?.name]);
  useEffect(() => {
    if (run?.state !== 'running' || asked.isLoading) return undefined;
    const timer = setTimeout(() => {
      if (!document.hidden) asked.again();
    }, LIVE_MS);
    const onShow = (): void => {
      if (!document.hidden) asked.again();
    };
    document.addEventListener('visibilitychange', onShow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShow);
    };
  }, [asked.answer, asked.isLoading, run?.state]);
  const samples = useRef<number | undefined>(undefined);
  useEffect(() => {
    const before = samples.current;
    samples.current = run?.samples;
    if (isPower && before !== undefined && before !== run?.samples) power.asked.again();
  }, [run?.samples]);
  return (
    <>
      {asked.trouble !== undefined && run === undefined && (
        <>
          <h1>Run</h1>
          <p class="crumbs">
            <a href={linkTo('/runs')}>All runs</a>
          </p>
        </>
      )}
      <Loaded asked={asked} what="Loading the run">
        {(record) => <Whole run={record} power={power} />}
      </Loaded>
    </>
  );
}

function Whole({ run, power }: { readonly run: RunRecord; readonly power: PowerAsked }) {
  const tab = currentTab();
  const warnings = run.warnings.map(({ code, what, why = null, fix = null }) => ({ code, what, why, fix }));
  return (
    <>
      <RunHeader run={run} />
      <Warnings warnings={warnings} />
      <RunTabs current={tab} />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        <Tab tab={tab} run={run} power={power} />
      </div>
    </>
  );
}

function Tab({
  tab,
  run,
  power,
}: {
  readonly tab: TabName;
  readonly run: RunRecord;
  readonly power: PowerAsked;
}) {
  switch (tab) {
    case 'power':
      return <PowerTab run={run} power={power} />;
    case 'epochs':
      return <EpochsTab run={run} />;
    case 'grid':
      return <GridTab run={run} />;
    case 'method':
      return <MethodTab run={run} />;
    case 'params':
      return <ParamsTab run={run} />;
    default:
      return <SummaryTab run={run} />;
  }
}
