import { useMemo } from 'preact/hooks';
import { path } from '../../state/location.ts';
import { costAxis } from '../../../src/report/frontier/cost-axis.ts';
import { FrontierPanel } from '../frontier/frontier-panel.tsx';
import type { FrontierRun } from '../../../src/report/frontier/frontier-run.ts';
import { type FrontierView, frontierView } from '../frontier/frontier-view.ts';
import type { StudyShown } from './study-data.ts';

/** Trials whose last value is a result: the others may have been ended at any moment. */
const STATES: Readonly<Record<string, string>> = { complete: 'ok', stopped: 'stopped', paused: 'stopped' };

/** Which trials are worth their joules: their energy as the study counts it, all attempts and their share of the idle machine included. */
export function StudyFrontier({ study }: { readonly study: StudyShown }) {
  const [objective] = study.objectives;
  const now: FrontierView = { ...frontierView(), cost: 'energy', group: undefined, together: false };
  const runs = useMemo(
    () =>
      study.list
        .filter(({ origin }) => origin !== 'imported')
        .map(
          ({ number, state, values, joules }): FrontierRun => ({
            id: String(number),
            name: `trial ${number}`,
            kind: 'study',
            state: STATES[state] ?? state,
            parentId: null,
            startedMs: null,
            grade: '',
            quality: values[0] ?? null,
            cost: joules > 0 ? joules : null,
            low: null,
            high: null,
            sort: null,
            group: null,
            legs: 1,
          }),
        ),
    [study.list],
  );
  if (objective === undefined) return null;
  return (
    <>
      <p class="muted">
        A trial’s energy is as the study counts it: all its attempts, with its share of what the machine used
        while trials ran. Trials that were stopped or are paused stand with what they had come to.
        {study.objectives.length > 1 && ` Of ${study.objectives.length} objectives this is the first.`}
      </p>
      <FrontierPanel
        runs={runs}
        metric={objective.metric}
        goal={objective.goal}
        axis={costAxis('energy', '')}
        now={now}
        noun="trial"
        source={`the study ${study.name}`}
        hrefOf={({ id }) => `${path.value}?tab=frontier&trial=${id}`}
      />
    </>
  );
}
