import type { ChosenMetric } from '../../../../src/report/statement/chosen-metric.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { printEnergy } from '../../../../src/units/format.ts';
import { decimalPads } from '../../../parts/decimal-pad.ts';
import type { Marginal } from './epoch-facts.ts';

const MOST_ROWS = 60;

/** What each further improvement of a metric cost. */
export function MarginalTable({
  steps,
  metric,
}: {
  readonly steps: Marginal;
  readonly metric: ChosenMetric;
}) {
  const rows = steps.steps.slice(-MOST_ROWS);
  const unit = steps.step === 1 ? `1 of ${metric.name}` : 'percentage point';
  const gains = rows.map(
    ({ before, after }) => `${after > before ? '▲' : '▼'} ${saidNumber(Math.abs(after - before))}`,
  );
  const pads = decimalPads(gains);
  return (
    <section>
      <h2>What each improvement cost</h2>
      {rows.length === 0 ? (
        <p class="muted">
          {metric.name} did not improve after the first epoch that reported it
          {metric.goalFrom === 'assumed' ? ' (more was taken to be better)' : ''}.
        </p>
      ) : (
        <>
          <div class="scroll" tabIndex={0} role="region" aria-label="What each improvement cost">
            <table>
              <thead>
                <tr>
                  <th scope="col">Epochs</th>
                  <th scope="col" class="number">
                    {metric.name}
                  </th>
                  <th scope="col" class="number">
                    Gain
                  </th>
                  <th scope="col" class="number">
                    Energy
                  </th>
                  <th scope="col" class="number">
                    Energy per {unit}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ fromEpoch, toEpoch, before, after, joules, joulesPerStep }, i) => (
                  <tr key={toEpoch}>
                    <th scope="row">
                      {fromEpoch} → {toEpoch}
                    </th>
                    <td class="number">
                      {saidNumber(before)} → {saidNumber(after)}
                    </td>
                    <td class="number" style={pads[i]}>
                      {gains[i]}
                    </td>
                    <td class="number">{printEnergy(joules)}</td>
                    <td class="number">{printEnergy(joulesPerStep)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {steps.steps.length > rows.length && (
            <p class="muted">
              The last {rows.length} of {steps.steps.length} improvements.
            </p>
          )}
          <p class="muted">
            From one best value to the next; epochs that brought none add to what the next cost.
            {metric.goalFrom === 'assumed' ? ` That more of ${metric.name} is better is assumed.` : ''}
          </p>
        </>
      )}
    </section>
  );
}
