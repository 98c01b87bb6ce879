import type { Derivation } from '../../units/derivation.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Statement } from './statement.ts';

/** The chain behind one figure of one run. */
export interface RunChain {
  readonly run: string;
  readonly energy: Derivation;
  readonly carbon: Derivation;
}

/** The chains behind the totals of a report: the sum over its runs, each with its own chain. */
export function chainsOfTotals({ totals }: Statement, chains: readonly RunChain[]): readonly Derivation[] {
  const [carbon, ...others] = totals.operational;
  const energy = total(
    'report.energy',
    'energy of the runs, at the wall',
    totals.energy.wall.total,
    chains,
    'energy',
  );
  if (carbon === undefined || others.length > 0) return [energy, ...chains.map(({ carbon: one }) => one)];
  return [energy, total('report.carbon', 'operational carbon of the runs', carbon.total, chains, 'carbon')];
}

function total(
  id: string,
  label: string,
  { value, low, high, unit }: WrittenEstimate,
  chains: readonly RunChain[],
  key: 'energy' | 'carbon',
): Derivation {
  return {
    id,
    label,
    value,
    low,
    high,
    unit,
    formula: 'Σ runs',
    from: chains.map((chain) => ({ ...chain[key], label: `${chain[key].label} of ${chain.run}` })),
  };
}
