import { useAnswer } from '../../state/use-answer.ts';
import { ParametersTab } from './parameters-tab.tsx';
import { type StudyShown, studyPath, type TrialRuns } from './study-data.ts';
import { StudyFrontier } from './study-frontier.tsx';
import { StudyHead } from './study-head.tsx';
import { SummaryTab } from './summary-tab.tsx';
import { currentTab, Tabs } from './tabs.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { TrialsTab } from './trials-tab.tsx';

const TABS = [
  ['summary', 'Summary'],
  ['frontier', 'Frontier'],
  ['parameters', 'Parameters'],
  ['trials', 'Trials'],
] as const;

/** A study: what it has spent and found. */
export function StudyView({ study }: { readonly study: StudyShown }) {
  const since = encodeURIComponent(study.createdAt);
  const runs = useAnswer<TrialRuns>(studyPath(study.name, `/runs?since=${since}`));
  const of = runs.answer?.data;
  const tab = currentTab(TABS);
  return (
    <>
      <StudyHead study={study} runs={of} />
      <Tabs names={TABS} label="Parts of the study" />
      <TrialPanel study={study} runs={of} />
      {tab === 'summary' && <SummaryTab study={study} />}
      {tab === 'frontier' && <StudyFrontier study={study} />}
      {tab === 'parameters' && <ParametersTab study={study} />}
      {tab === 'trials' && <TrialsTab study={study} />}
    </>
  );
}
