import { footprintIn, type ScopedFootprint } from '../../book/footprint-in-scope.ts';
import type { Scope } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { ratio } from '../../units/arithmetic.ts';
import { type Estimate, exact, fromWritten, type WrittenEstimate } from '../../units/estimate.ts';
import { printMoney } from '../../units/format.ts';
import { fromSourced } from '../../units/sourced-estimate.ts';
import { againstBy, type CompareRow, estimateRow } from './compare-row.ts';

/**
 * What runs have cost besides joules, side by side. Operational carbon is always there; the others where one of the runs has them. Intensity is shown
 * because it explains a ratio of carbon that is not the ratio of energy.
 */
export function compareFootprints(runs: readonly RunRecord[], scope: Scope): readonly CompareRow[] {
  const all = runs.map((run) => footprintIn(run, scope));
  const of = (key: keyof ScopedFootprint): (Estimate | null)[] => all.map((one) => estimateOf(one[key]));
  const rows: readonly CompareRow[] = [
    estimateRow('market CO2e', 'carbon', of('market')),
    estimateRow(
      'embodied CO2e',
      'carbon',
      runs.map(({ carbon }) => estimateOf(carbon.embodied)),
    ),
    intensityRow(runs),
    estimateRow('water', 'water', of('water')),
    moneyRow(all.map(({ cost }) => cost)),
  ];
  return [
    carbonRow(runs, of('operational'), scope),
    ...rows.filter(({ values }) => values.some((value) => value !== null)),
  ];
}

/**
 * Carbon of a place of which nothing is known has bounds only. On one machine that place is one: then carbon goes as the energy of the facility does,
 * however dirty the grid is.
 */
function carbonRow(
  runs: readonly RunRecord[],
  grams: readonly (Estimate | null)[],
  scope: Scope,
): CompareRow {
  const row = estimateRow('CO2e', 'carbon', grams);
  const [first, ...others] = runs;
  const [base, ...rest] = grams;
  const energy = (run: RunRecord): Estimate => fromWritten(run.energy.facility[scope]);
  const against = row.against.map((each, i) => {
    const [run, other] = [others[i], rest[i]];
    if (first === undefined || run === undefined) return each;
    if (!isKnown(base) || !isKnown(other) || base.value !== null || other.value !== null) return each;
    return isOneGrid(first, run) ? againstBy(base, other, ratio(energy(run), energy(first))) : each;
  });
  return { ...row, against };
}

function isKnown(estimate: Estimate | null | undefined): estimate is Estimate {
  return estimate !== null && estimate !== undefined;
}

/** One figure of one table is the same for both, however little is known of it. */
function intensityRow(runs: readonly RunRecord[]): CompareRow {
  const row = estimateRow(
    'intensity',
    'intensity',
    runs.map(({ carbon: { intensity } }) => (intensity === null ? null : fromSourced(intensity))),
  );
  const [base, ...others] = runs;
  const isSame = (other: RunRecord | undefined): boolean =>
    base !== undefined && other !== undefined && isOneGrid(base, other);
  const against = row.against.map((each, i) =>
    each !== null && isSame(others[i])
      ? { difference: exact(0), ratio: exact(1), verdict: 'same' as const }
      : each,
  );
  return { ...row, against, differs: !others.every(isSame) };
}

/** Whether two runs had the same electricity: one figure, or one machine whose place is not known. */
function isOneGrid(a: RunRecord, b: RunRecord): boolean {
  const [one, other] = [a.carbon.intensity, b.carbon.intensity];
  if (one === null || other === null) return one === other && a.hostId === b.hostId;
  const isPlaced = one.zoneFrom !== 'unknown' || a.hostId === b.hostId;
  return isPlaced && one.id === other.id && one.value === other.value;
}

/** Money of the base's currency; what is in another stands there as it is, for an exchange rate is not ours to make up. */
function moneyRow(costs: readonly (WrittenEstimate | undefined)[]): CompareRow {
  const unit = costs.find((cost) => cost !== undefined)?.unit ?? '';
  const row = estimateRow(
    'cost',
    'money',
    costs.map((cost) => (cost?.unit === unit ? fromWritten(cost) : null)),
  );
  const values = row.values.map((value, i) => {
    const cost = costs[i];
    return value === null && cost !== undefined ? printMoney(cost, cost.unit) : value;
  });
  return { ...row, values, unit };
}

function estimateOf(written: WrittenEstimate | undefined): Estimate | null {
  if (written === undefined || (written.value === null && written.high === null)) return null;
  return fromWritten(written);
}
