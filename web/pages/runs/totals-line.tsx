import { printCarbon, printEnergy, printMoney } from '../../../src/units/format.ts';
import { plural, thousands } from '../../parts/count-text.ts';
import type { Totals } from './totals.ts';

/** What some runs used in all, as a listing on the terminal says it. */
export function TotalsLine({
  label,
  totals,
}: {
  readonly label: string;
  readonly totals: Totals | undefined;
}) {
  if (totals === undefined) return <p class="totals">{label}: …</p>;
  const { runs, nested, energyJ, unknown, co2G, kinds, cost, currency } = totals;
  return (
    <p class="totals">
      {label}: <strong>{thousands(runs)}</strong> {plural(runs, 'run')}
      {energyJ !== null && (
        <>
          {' · '}
          <strong>{printEnergy(energyJ)}</strong>
        </>
      )}
      {co2G !== null && (
        <>
          {' · '}
          {printCarbon(co2G)} CO₂e
          {kinds.length > 1 && ` (mixed: ${kinds.join(' and ')}; these do not add up, filter one of them)`}
        </>
      )}
      {cost !== null && ` · ${printMoney(cost, currency ?? '')}`}
      {unknown > 0 && ` · energy unknown for ${thousands(unknown)}`}
      {nested > 0 && ` · ${thousands(nested)} within others, counted there`}
    </p>
  );
}
