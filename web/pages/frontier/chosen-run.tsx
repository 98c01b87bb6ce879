import type { MetricGoal } from '../../../src/book/metric-goal.ts';
import { linkTo } from '../../state/location.ts';
import { cheapest, type Demands, keeps } from '../../../src/report/frontier/cheapest.ts';
import type { CostAxis } from '../../../src/report/frontier/cost-axis.ts';
import type { FrontierPoint } from '../../../src/report/frontier/frontier-points.ts';
import { costText, type Noun, qualityText } from '../../../src/report/frontier/frontier-words.ts';
import { metricText } from '../../../src/report/frontier/metric-text.ts';

/** The answer to what is asked for: the cheapest that keeps it, or how far it has to be given up. */
export function ChosenRun({
  chosen,
  isAsked,
  points,
  demands,
  goal,
  metric,
  axis,
  noun,
  hrefOf,
}: {
  readonly chosen: FrontierPoint | undefined;
  readonly isAsked: boolean;
  readonly points: readonly FrontierPoint[];
  readonly demands: Demands;
  readonly goal: MetricGoal;
  readonly metric: string;
  readonly axis: CostAxis;
  readonly noun: Noun;
  readonly hrefOf: (point: FrontierPoint) => string | undefined;
}) {
  if (!isAsked)
    return (
      <p class="answer muted" role="status">
        Ask for a quality or a limit: the {noun} that keeps them for the least {axis.word} is marked.
      </p>
    );
  const asked = [
    ...(demands.quality === undefined
      ? []
      : [`${metric} ${goal === 'maximize' ? 'at least' : 'at most'} ${metricText(demands.quality)}`]),
    ...(demands.cost === undefined ? [] : [`at most ${axis.print(demands.cost)}`]),
  ].join(' and ');
  if (chosen === undefined) {
    const near =
      demands.quality === undefined ? undefined : cheapest(points, { quality: demands.quality }, goal);
    return (
      <p class="answer" role="status">
        No {noun} has {asked}.{' '}
        {near === undefined
          ? ''
          : `The cheapest of that quality is ${near.name}: ${qualityText(near)} for ${costText(near, axis)}.`}
      </p>
    );
  }
  const href = hrefOf(chosen);
  const many = points.filter((point) => keeps(point, demands, goal)).length;
  return (
    <p class="answer" role="status">
      Least {axis.word} with {asked}:{' '}
      {href === undefined ? (
        <bdi>{chosen.name}</bdi>
      ) : (
        <a href={linkTo(href)}>
          <bdi>{chosen.name}</bdi>
        </a>
      )}
      , {qualityText(chosen)} for {costText(chosen, axis)}, of {many} {noun}
      {many === 1 ? '' : 's'} that keep{many === 1 ? 's' : ''} it.
    </p>
  );
}
