import { decimalPads } from '../../parts/decimal-pad.ts';
import { linkTo } from '../../state/location.ts';
import type { CostAxis } from '../../../src/report/frontier/cost-axis.ts';
import { costText, qualityText, seedsText } from '../../../src/report/frontier/frontier-words.ts';
import type { FrontierPoint } from '../../../src/report/frontier/frontier-points.ts';
import type { MarginalStep } from '../../../src/report/frontier/marginal.ts';
import { changeText } from '../../../src/report/frontier/metric-text.ts';
import type { QualityStep } from '../../../src/report/frontier/quality-step.ts';

/** What each step along the frontier gains, and what it costs. */
export function MarginalTable({
  steps,
  metric,
  axis,
  step,
  hrefOf,
  compareOf,
  method,
}: {
  readonly steps: readonly MarginalStep<FrontierPoint>[];
  readonly metric: string;
  readonly axis: CostAxis;
  readonly step: QualityStep;
  readonly hrefOf: (point: FrontierPoint) => string | undefined;
  /** Where two of them are compared; undefined where they cannot be. */
  readonly compareOf?: (before: FrontierPoint, point: FrontierPoint) => string | undefined;
  /** How the knee was found. */
  readonly method: string;
}) {
  const qualities = steps.map(({ point }) => qualityText(point));
  const gains = steps.map(({ gained }) => (gained === null ? '' : changeText(gained)));
  const [qualityPads, gainPads] = [decimalPads(qualities), decimalPads(gains)];
  const hasBands = steps.some(({ point }) => point.low !== null && point.high !== null);
  const isMean = steps.some(({ point }) => point.spread !== undefined);
  const hasKnee = steps.some(({ isKnee }) => isKnee);
  return (
    <section class="marginal">
      <h2 id="marginal">What more quality costs</h2>
      {/* A region that scrolls must be reached by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="marginal">
        <table>
          <thead>
            <tr>
              <th scope="col">On the frontier</th>
              <th scope="col" class="number">
                {metric}
              </th>
              <th scope="col" class="number">
                {capital(axis.word)}
              </th>
              <th scope="col" class="number">
                Δ {metric}
              </th>
              <th scope="col" class="number">
                Δ {axis.word}
              </th>
              <th scope="col" class="number">
                {capital(axis.word)} per {step.text}
              </th>
              <th scope="col">
                <span class="unseen">Remarks</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ point, before, spent, price, isKnee }, i) => {
              const href = hrefOf(point);
              const comparison = before === undefined ? undefined : compareOf?.(before, point);
              return (
                <tr key={point.id} class={isKnee ? 'knee' : undefined}>
                  <th scope="row">
                    {href === undefined ? (
                      <bdi>{point.name}</bdi>
                    ) : (
                      <a href={linkTo(href)}>
                        <bdi>{point.name}</bdi>
                      </a>
                    )}
                    {point.spread !== undefined && <span class="muted"> {seedsText(point)}</span>}
                    {point.legs > 1 && <span class="muted"> {point.legs} legs</span>}
                  </th>
                  <td class="number" style={qualityPads[i]}>
                    {qualities[i]}
                  </td>
                  <td class="number">{costText(point, axis)}</td>
                  <td class="number" style={gainPads[i]}>
                    {gains[i]}
                  </td>
                  <td class="number">{spent === null ? '' : axis.print(spent, { signed: true })}</td>
                  <td class="number">{price === null ? '' : axis.print(price)}</td>
                  <td>
                    {isKnee && <strong>knee </strong>}
                    {before === undefined && 'cheapest'}
                    {comparison !== undefined && <a href={comparison}>compare with the one before</a>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="muted">
        Cheapest first.{' '}
        {hasKnee
          ? method
          : 'There is no knee: the frontier has fewer than three points, or does not bend upwards.'}{' '}
        {isMean && 'Means over seeds with their standard errors. '}
        {hasBands &&
          !isMean &&
          'Bands are 90 % intervals. Errors that two runs of one machine share move them together, so a difference is better known than its ends: comparing two runs cancels them.'}
      </p>
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
