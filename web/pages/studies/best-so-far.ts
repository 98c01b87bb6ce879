import { type Axis, axes, plotOf } from '../../../src/report/chart/frame.ts';
import { decimal, element } from '../../../src/report/chart/markup.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { fittedScale, linearScale } from '../../../src/report/chart/scale.ts';
import type { TrialSummary } from '../../../src/search/study/summary.ts';
import type { Drawing } from '../../charts/drawn-chart.tsx';
import type { StudyShown } from './study-data.ts';

/** A trial where the energy of the study stood when it ended. */
export interface EndedTrial {
  readonly trial: TrialSummary;
  readonly value: number;
  /** J of the study so far; the number of trials where no energy is known. */
  readonly spent: number;
}

/** How the best came about. */
export interface BestSoFar {
  readonly trials: readonly EndedTrial[];
  /** Corners of the step line of the best, none with several objectives. */
  readonly steps: readonly { readonly spent: number; readonly value: number }[];
  /** Where the axis ends. */
  readonly end: number;
  readonly hasEnergy: boolean;
}

/** Puts each trial of a study where its energy stood when the trial ended, and the best so far as steps. */
export function bestSoFar({ list, gains, energy, objectives, seconds }: StudyShown): BestSoFar {
  const hasEnergy = energy.total > 0;
  let used = 0;
  const trials = list
    .filter(({ values }) => values[0] !== null && values[0] !== undefined)
    .toSorted((a, b) => (a.endedS ?? seconds) - (b.endedS ?? seconds) || a.number - b.number)
    .map((trial, i): EndedTrial => {
      if (trial.origin !== 'imported') used += trial.joules;
      return { trial, value: trial.values[0] ?? Number.NaN, spent: hasEnergy ? used : i + 1 };
    });
  const end = hasEnergy ? energy.total : trials.length;
  const found = objectives.length > 1 ? [] : gains;
  const steps = found.flatMap(({ joules, values }, i) => {
    const value = values[0] ?? Number.NaN;
    const from = hasEnergy ? joules : i + 1;
    return [
      { spent: from, value },
      { spent: (hasEnergy ? found[i + 1]?.joules : i + 2) ?? end, value },
    ];
  });
  return { trials, steps: hasEnergy ? steps : [], end, hasEnergy };
}

/** Values that lie farther out than this part of the trials are drawn at the edge: one that diverged would flatten all others. */
const EDGE = 0.1;
const HEIGHT = 320;

/** The smallest and largest value of the axis: those of the line and of all but the outermost trials on the worse side. */
export function shownRange(
  { trials, steps }: BestSoFar,
  goal: 'minimize' | 'maximize',
): readonly [low: number, high: number] {
  const sorted = trials.map(({ value }) => value).sort((a, b) => a - b);
  const line = steps.map(({ value }) => value);
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  const isMany = sorted.length >= 10;
  const low = isMany && goal === 'maximize' ? at(EDGE) : at(0);
  const high = isMany && goal === 'minimize' ? at(1 - EDGE) : at(1);
  const edges = [low, high, ...line.filter((value) => value >= low && value <= high)];
  return [Math.min(...edges), Math.max(...edges)];
}

/** Draws it: a mark for each trial by what became of it, the line of the best, and the stretch after the last gain. */
export function drawBestSoFar(
  best: BestSoFar,
  metric: string,
  goal: 'minimize' | 'maximize',
  width: number,
): Drawing {
  const plot = plotOf(width, HEIGHT);
  const unit = best.hasEnergy ? axisUnit('energy', best.end) : { symbol: '', factor: 1 };
  const x = linearScale(0, best.end / unit.factor, plot.left, plot.right);
  const y = fittedScale([...shownRange(best, goal)], plot.bottom, plot.top);
  const clamp = (value: number): number => Math.min(Math.max(y.at(value), plot.top), plot.bottom);
  const places = best.trials.map(({ spent, value }) => [x.at(spent / unit.factor), clamp(value)] as const);
  const line = best.steps
    .map(
      ({ spent, value }, i) =>
        `${i === 0 ? 'M' : 'L'}${decimal(x.at(spent / unit.factor))} ${decimal(clamp(value))}`,
    )
    .join('');
  const last = best.steps.at(-2);
  const xAxis: Axis = { scale: x, title: best.hasEnergy ? `energy of the study, ${unit.symbol}` : 'trials' };
  const paint = THEMED;
  const svg =
    afterLast(last === undefined ? undefined : x.at(last.spent / unit.factor), plot, paint) +
    axes(plot, xAxis, { scale: y, title: metric }, { width, paint, prefix: 'best' }) +
    places.map(([px, py], i) => mark(px, py, best.trials[i]?.trial.state ?? '')).join('') +
    element('path', { d: line, fill: 'none', stroke: paint('ink'), 'stroke-width': 2 });
  return { svg, height: HEIGHT, places };
}

function afterLast(from: number | undefined, plot: ReturnType<typeof plotOf>, paint: typeof THEMED): string {
  if (from === undefined || plot.right - from < 2) return '';
  return element('rect', {
    x: from,
    y: plot.top,
    width: plot.right - from,
    height: plot.bottom - plot.top,
    fill: paint('raised'),
    stroke: paint('line'),
  });
}

/** Complete: a full dot; ended early: a hollow one; failed: a cross. */
function mark(x: number, y: number, state: string): string {
  const paint = THEMED;
  if (state === 'failed' || state === 'lost')
    return element('path', {
      d: `M${decimal(x - 3)} ${decimal(y - 3)}l6 6m0 -6l-6 6`,
      stroke: paint('overhead'),
      'stroke-width': 1.5,
    });
  const isWhole = state === 'complete';
  return element('circle', {
    cx: x,
    cy: y,
    r: 3.5,
    fill: isWhole ? paint('gpu') : paint('surface'),
    stroke: isWhole ? paint('gpu') : paint('cpu'),
    'stroke-width': 1.5,
  });
}
