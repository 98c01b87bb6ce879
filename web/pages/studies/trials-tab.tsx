import { useMemo } from 'preact/hooks';
import { printDuration } from '../../../src/units/format-duration.ts';
import { DrawnChart } from '../../charts/drawn-chart.tsx';
import { roleOfState } from './fates.ts';
import type { StudyShown } from './study-data.ts';
import { drawTimeline, ranTrials } from './timeline.ts';
import { trialHref } from './trial-href.ts';
import { TrialTable } from './trial-table.tsx';

/** When the trials ran, and all of them. */
export function TrialsTab({ study }: { readonly study: StudyShown }) {
  return (
    <>
      <Timeline study={study} />
      <TrialTable study={study} indexes={Array.from(study.list.keys())} title="All trials" />
    </>
  );
}

function Timeline({ study: { list, seconds, name } }: { readonly study: StudyShown }) {
  const ran = useMemo(() => ranTrials(list, seconds), [list, seconds]);
  const drawing = useMemo(() => (width: number) => drawTimeline(ran, seconds, width), [ran, seconds]);
  if (ran.length === 0) return <p>No trial has run yet.</p>;
  const states = [...new Set(ran.map(({ trial }) => trial.state))];
  return (
    <>
      <DrawnChart
        id="timeline"
        title="When each trial ran"
        sentence={`${ran.length} trials ran in ${printDuration(seconds)} of the study’s own time, which goes on only while it is at work.`}
        unit="seconds"
        source={`the study ${name}`}
        note="From a trial’s first start to its end, pauses in it included; one that is paused stands where it began."
        drawing={drawing}
        byRow
        count={ran.length}
        pointsName="trials by their start"
        textOf={(i) => {
          const one = ran[i];
          if (one === undefined) return '';
          const { trial, from, to } = one;
          return `trial ${trial.number}, ${trial.state}\nfrom ${printDuration(from)} for ${printDuration(to - from)}`;
        }}
        hrefOf={(i) => hrefAt(ran[i]?.trial.number)}
        table={() => ({
          columns: [
            { title: 'trial', isNumber: true },
            { title: 'state' },
            { title: 'from', isNumber: true },
            { title: 'to', isNumber: true },
          ],
          rows: ran.map(({ trial, from, to }) => [
            String(trial.number),
            trial.state,
            printDuration(from),
            printDuration(to),
          ]),
        })}
        data={{
          columns: ['trial', 'state', 'started_s', 'ended_s'],
          rows: () => ran.map(({ trial }) => [trial.number, trial.state, trial.startedS, trial.endedS]),
        }}
        legend={
          <ul class="legend" aria-label="Colours of the states">
            {states.map((state) => (
              <li key={state}>
                <span class={`swatch ${roleOfState(state)}`} aria-hidden="true" /> {state}
              </li>
            ))}
          </ul>
        }
      />
    </>
  );
}

function hrefAt(number: number | undefined): string | undefined {
  return number === undefined ? undefined : trialHref(number);
}
