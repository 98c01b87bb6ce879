import type { MetricGoal } from '../../book/metric-goal.ts';
import type { CostAxis } from './cost-axis.ts';
import type { FrontierPoint, FrontierPoints, LeftOut } from './frontier-points.ts';
import { errorBars } from './error-bars.ts';
import { meanText } from '../statement/mean-text.ts';
import { metricText } from './metric-text.ts';

/** What is drawn, in the words of the page: runs, trials, or the runs of a configuration together. */
export type Noun = 'run' | 'trial' | 'configuration';

/** A point's quality, with its standard error over seeds where it has one. */
export function qualityText({ quality, spread }: FrontierPoint): string {
  if (spread === undefined || spread.qualitySe === null) return metricText(quality);
  return meanText({ value: quality, se: spread.qualitySe, n: spread.n });
}

/** A point's cost: of a run with its 90 % interval, of a mean with its standard error over seeds. */
export function costText(point: FrontierPoint, axis: CostAxis): string {
  if (point.spread === undefined) return axis.withBand(point);
  const { costSe } = point.spread;
  if (costSe === null || costSe === 0) return axis.print(point.cost);
  // Time has no band of its own.
  if (axis.key === 'time') return `${axis.print(point.cost)} ± ${axis.print(costSe)}`;
  const { low, high } = errorBars(point);
  return axis.withBand({ cost: point.cost, low, high });
}

/** How many seeds a mean is of: `5 seeds`, `5 seeds, 7 runs`. */
export function seedsText(point: FrontierPoint): string {
  if (point.spread === undefined) return '';
  const { n, runs } = point.spread;
  const seeds = `${n} seed${n === 1 ? '' : 's'}`;
  return runs.length === n ? seeds : `${seeds}, ${runs.length} runs`;
}

/** What the chart says, in a sentence. */
export function frontierSentence(
  { points, best, runs }: FrontierPoints,
  metric: string,
  goal: MetricGoal,
  axis: CostAxis,
  knee: FrontierPoint | undefined,
  noun: Noun,
): string {
  const [first, last] = [best[0], best.at(-1)];
  if (first === undefined || last === undefined) return `No ${noun} has a place here.`;
  const better = goal === 'maximize' ? 'higher' : 'lower';
  const verb = best.length === 1 ? 'is' : 'are';
  const of = noun === 'configuration' ? ` (${runs} run${runs === 1 ? '' : 's'})` : '';
  const many = `${best.length} of ${points.length} ${noun}s${of} ${verb} on the frontier: no other has a ${better} ${metric} for less ${axis.word}.`;
  const place = (point: FrontierPoint): string =>
    `${metricText(point.quality)} for ${axis.print(point.cost)}`;
  if (first === last) return `${many} It has ${place(first)}.`;
  const bend = knee === undefined ? '' : `, the knee is ${place(knee)} (${knee.name})`;
  return `${many} It goes from ${place(first)} to ${place(last)}${bend}.`;
}

/** What a point says when it is pointed at. */
export function pointText(point: FrontierPoint, metric: string, axis: CostAxis): string {
  return [
    point.name,
    `${metric} ${qualityText(point)}`,
    `${costText(point, axis)}${point.grade === '' ? '' : `, grade ${point.grade}`}`,
    ...(point.spread === undefined
      ? []
      : [
          `${seedsText(point)}${point.spread.n > 1 ? ', ± standard error' : ''}`,
          ...(point.low === null || point.high === null ? [] : [`measured: ${axis.withBand(point)}`]),
        ]),
    ...(point.group === null ? [] : [point.group]),
    ...(point.state === 'ok' || point.state === 'complete' ? [] : [point.state]),
    ...(point.isBest ? ['on the frontier'] : []),
  ].join('\n');
}

/** What is not drawn and why, and what has to be known of what is. */
export function frontierNotes(
  { leftOut, joined, parts, points, sorts }: FrontierPoints,
  metric: string,
  axis: CostAxis,
  noun: Noun,
): readonly string[] {
  const notes: string[] = [];
  const one = noun === 'configuration' ? 'run' : noun;
  const tell = (count: number, of: keyof LeftOut, text: string): void => {
    if (leftOut[of] > 0) notes.push(`${count} ${one}${count === 1 ? '' : 's'} ${text}`);
  };
  tell(leftOut.withoutQuality, 'withoutQuality', `left out: no ${metric} was logged.`);
  tell(leftOut.withoutCost, 'withoutCost', `left out: ${unknownCost(axis)}`);
  tell(leftOut.unfinished, 'unfinished', 'left out that failed, were ended or still go on.');
  tell(leftOut.otherSort, 'otherSort', 'left out: amounts in another currency are not compared.');
  tell(leftOut.zero, 'zero', `left out: ${axis.print(0)} has no place on a logarithmic axis.`);
  if (joined > 0)
    notes.push(
      `${joined} trial${joined === 1 ? '' : 's'} went on after a pause or began again: the ${axis.word} of all its legs counts.`,
    );
  if (one === 'run' && axis.key !== 'time' && parts > 0 && parts < points.length)
    notes.push(
      `${parts} of the ${noun}s are parts of others (trials, stages, runs in runs). Those carry no share of the machine’s idle, whole runs do: compare them with their own kind, e.g. with kind:trial in the filter.`,
    );
  if (axis.key === 'co2' && sorts.length > 1)
    notes.push(`The carbon is of ${sorts.length} kinds (${sorts.join('; ')}), which do not compare.`);
  return notes;
}

function unknownCost({ key }: CostAxis): string {
  switch (key) {
    case 'co2':
      return 'their carbon is not known, for want of an intensity (joulebook config set zone).';
    case 'cost':
      return 'their cost is not known, for want of a price.';
    case 'time':
      return 'they have no duration.';
    default:
      return 'their energy has bounds and no value.';
  }
}
