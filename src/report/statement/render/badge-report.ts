import { printCarbon, printEnergy } from '../../../units/format.ts';
import type { Statement } from '../statement.ts';
import { badge } from './badge.ts';

/** A badge for a README: energy and carbon of the runs, in words for those who do not see it. */
export function badgeReport({ totals }: Statement): string {
  const [carbon, ...others] = totals.operational;
  const grams = others.length === 0 ? (carbon?.total.value ?? null) : null;
  const joules = totals.energy.wall.total;
  const energy = joules.value === null && joules.high === null ? 'energy not known' : printEnergy(joules);
  const said = [
    energy,
    ...(grams === null || carbon === undefined ? [] : [`${printCarbon(carbon.total)} CO₂e`]),
  ].join(' · ');
  return badge('joulebook', `${said} · grade ${totals.grade}`);
}
