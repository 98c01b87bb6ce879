import { computed, type Figure } from '../figure.ts';

/**
 * Rounds as the calculator of Lacoste et al. does, to two decimals of kWh, of kg/kWh and of kg, and says what is lost. What would round to
 * nothing is kept: there the calculator itself shows nothing.
 */
export function lacosteRounding(
  energy: Figure,
  intensity: Figure | undefined,
  notes: string[],
): { readonly energy: Figure; readonly intensity: Figure | undefined; readonly carbon: Figure | undefined } {
  const kwh = energy.estimate.value;
  if (kwh === null) return { energy, intensity, carbon: undefined };
  const roundedKwh = kept(kwh);
  const roundedEnergy =
    roundedKwh === kwh
      ? energy
      : computed(
          { value: roundedKwh, errors: energy.estimate.errors },
          { id: 'energy.rounded', label: 'energy to two decimals', unit: 'kWh', formula: 'energy, rounded' },
          [energy],
        );
  const g = intensity?.estimate.value;
  if (intensity === undefined || g === null || g === undefined)
    return { energy: roundedEnergy, intensity, carbon: undefined };
  const isOfTable = intensity.derivation.id.startsWith('lacoste2019.region.');
  const kgPerKwh = isOfTable ? kept(Math.trunc(g) / 1000) : g / 1000;
  const kg = kept(roundedKwh * kgPerKwh);
  const exactKg = (kwh * g) / 1000;
  if (Math.abs(kg - exactKg) > 1e-9 * exactKg)
    notes.push(
      `rounded as the calculator rounds: ${short(roundedKwh)} kWh × ${short(kgPerKwh)} kg/kWh = ${short(kg)} kg; unrounded ${short(exactKg)} kg`,
    );
  const rate =
    kgPerKwh * 1000 === g
      ? intensity
      : computed(
          { value: kgPerKwh * 1000, errors: {} },
          {
            id: 'intensity.rounded',
            label: 'carbon intensity, to two decimals of kg/kWh',
            unit: 'g/kWh',
            formula: 'intensity, cut to whole g and rounded to two decimals of kg',
          },
          [intensity],
        );
  return {
    energy: roundedEnergy,
    intensity: rate,
    carbon: computed(
      { value: kg * 1000, errors: energy.estimate.errors },
      {
        id: 'carbon',
        label: 'operational carbon',
        unit: 'g',
        formula: 'energy × intensity, each rounded to two decimals',
      },
      [roundedEnergy, rate],
    ),
  };
}

function kept(value: number): number {
  const rounded = Number(value.toFixed(2));
  return rounded === 0 ? value : rounded;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
