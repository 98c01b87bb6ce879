import { useMemo } from 'preact/hooks';
import { bars } from '../../../src/report/chart/bars.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { printEnergy } from '../../../src/units/format.ts';
import { DrawnChart, type Drawing } from '../../charts/drawn-chart.tsx';
import { metricText } from '../../../src/report/frontier/metric-text.ts';
import { bestSoFar, drawBestSoFar, shownRange } from './best-so-far.ts';
import { FATES } from './fates.ts';
import { Recommended } from './recommended.tsx';
import type { StudyShown } from './study-data.ts';
import { trialHref } from './trial-href.ts';
import { shareText } from '../../../src/units/format-share.ts';

/** What a study recommends, how that came about, and where its joules went. */
export function SummaryTab({ study }: { readonly study: StudyShown }) {
  return (
    <>
      <Recommended study={study} />
      <BestChart study={study} />
      <FateChart study={study} />
    </>
  );
}

function BestChart({ study }: { readonly study: StudyShown }) {
  const best = useMemo(() => bestSoFar(study), [study]);
  const [objective] = study.objectives;
  const metric = objective?.metric ?? '';
  const goal = objective?.goal ?? 'minimize';
  const drawing = useMemo(() => (width: number) => drawBestSoFar(best, metric, goal, width), [best]);
  const { trials, hasEnergy } = best;
  if (trials.length === 0) return null;
  const [low, high] = shownRange(best, goal);
  const beyond = trials.filter(({ value }) => value < low || value > high).length;
  const spentText = (spent: number): string => (hasEnergy ? `${printEnergy(spent)} used` : `trial ${spent}`);
  return (
    <DrawnChart
      id="best"
      title={`Best ${metric} so far, by the energy used`}
      sentence={bestSentence(study, hasEnergy)}
      unit={`${hasEnergy ? 'Wh' : 'trials'} and ${metric}`}
      source={`the study ${study.name}`}
      note={`Full dots are complete, hollow ones were ended early, crosses failed; the shaded stretch is after the last gain.${beyond > 0 ? ` ${beyond} of the worst stand at the edge.` : ''}`}
      drawing={drawing}
      count={trials.length}
      pointsName="trials in the order of their end"
      textOf={(i) => {
        const one = trials[i];
        return one === undefined
          ? ''
          : `trial ${one.trial.number}, ${one.trial.state}\n${metric} ${metricText(one.value)}\n${spentText(one.spent)}`;
      }}
      hrefOf={(i) => hrefAt(trials[i]?.trial.number)}
      table={() => ({
        columns: [
          { title: 'trial', isNumber: true },
          { title: 'state' },
          { title: metric, isNumber: true },
          { title: hasEnergy ? 'energy of the study' : 'trials', isNumber: true },
        ],
        rows: trials.map(({ trial, value, spent }) => [
          String(trial.number),
          trial.state,
          metricText(value),
          hasEnergy ? printEnergy(spent) : String(spent),
        ]),
      })}
      data={{
        columns: ['trial', 'state', metric, 'trial_j', 'study_j'],
        rows: () =>
          trials.map(({ trial, value, spent }) => [
            trial.number,
            trial.state,
            value,
            trial.joules,
            hasEnergy ? spent : null,
          ]),
      }}
    />
  );
}

function bestSentence(
  { gains, energy, recommended, objectives, isComplete }: StudyShown,
  hasEnergy: boolean,
): string {
  if (objectives.length > 1)
    return `${recommended.length} trials are on the front of ${objectives.length} objectives.`;
  const last = gains.at(-1);
  const value = recommended[0]?.values[0];
  if (last === undefined || value === undefined || value === null) return 'No trial has come to a value yet.';
  const whole = isComplete ? '' : ', not trained to the end';
  const what = `Best of all: ${metricText(value)} by trial ${recommended[0]?.number ?? 0}${whole}.`;
  if (!hasEnergy) return what;
  return `${what} Nothing better was found after ${printEnergy(last.joules)} of ${printEnergy(energy.total)}: the last ${shareText(energy.sinceGain / energy.total)} brought no gain.`;
}

function hrefAt(number: number | undefined): string | undefined {
  return number === undefined ? undefined : trialHref(number);
}

function FateChart({ study: { energy, name } }: { readonly study: StudyShown }) {
  const rows = FATES.filter(({ key }) => energy[key] > 0);
  const share = (joules: number): string => shareText(joules / energy.total);
  const drawing = useMemo(
    () =>
      (width: number): Drawing => {
        const svg = bars(
          rows.map(({ name: of, key, role }) => ({
            name: of,
            parts: [{ role, value: energy[key] }],
            text: `${printEnergy(energy[key])} · ${share(energy[key])}`,
          })),
          { title: 'Energy by what became of the trials', sentence: '' },
          { width, paint: THEMED, prefix: 'fates' },
        );
        return { svg, height: rows.length * ROW, places: rows.map((_, i) => [8, i * ROW + 24] as const) };
      },
    [energy],
  );
  if (energy.total <= 0)
    return (
      <p class="muted">
        No energy is known of this study: its trials ran where nothing measured them.{' '}
        <code>joulebook search</code> measures each.
      </p>
    );
  return (
    <DrawnChart
      id="fates"
      title="Energy by what became of the trials"
      sentence={`${printEnergy(energy.total)} in all; ${share(energy.useful)} went into trials that were trained to the end.`}
      unit="Wh"
      source={`the study ${name}`}
      note="Energy of a trial: all its attempts, with its share of the idle machine."
      drawing={drawing}
      byRow
      count={rows.length}
      pointsName="fates"
      textOf={(i) => {
        const row = rows[i];
        return row === undefined
          ? ''
          : `${row.name}: ${printEnergy(energy[row.key])}, ${share(energy[row.key])}\n${row.meaning}`;
      }}
      table={() => ({
        columns: [
          { title: 'became' },
          { title: 'energy', isNumber: true },
          { title: 'share', isNumber: true },
          { title: 'meaning' },
        ],
        rows: rows.map(({ name: of, key, meaning }) => [
          of,
          printEnergy(energy[key]),
          share(energy[key]),
          meaning,
        ]),
      })}
      data={{
        columns: ['became', 'energy_j'],
        rows: () => FATES.map(({ name: of, key }) => [of, energy[key]]),
      }}
    />
  );
}

/** Height of a row of bars, as `bars` draws it. */
const ROW = 40;
