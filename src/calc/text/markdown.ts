import type { CalcResult } from '../calc-result.ts';
import { digits, formulaLines } from '../formula-text.ts';
import { saidEnergy, saidHardware, saidMass, type SaidNumber } from './said-numbers.ts';

/** A table for a README. */
export function markdownText(result: CalcResult): string {
  const { energy, carbon, embodied, pue, intensity, place, request, clock, sourcedIntensity } = result;
  const factor = pue?.estimate.value;
  const rate = intensity?.estimate.value;
  const hours = clock?.estimate.value;
  const rows: (readonly [string, string] | undefined)[] = [
    row('Hardware', saidHardware(result)),
    row('Hours on the clock', hours === undefined || hours === null ? undefined : digits(hours)),
    row('Runs', request.runs === 1 ? undefined : digits(request.runs)),
    row('Place', place?.name),
    ['Energy', text(saidEnergy(energy))],
    row(
      'PUE',
      factor === undefined || factor === null || pue?.derivation.id === 'pue.missing'
        ? undefined
        : digits(factor),
    ),
    row(
      'Carbon intensity',
      rate === undefined || rate === null
        ? undefined
        : `${digits(rate)} g CO2e/kWh${sourcedIntensity === undefined ? '' : ` (${sourcedIntensity.basis}, ${sourcedIntensity.boundary}, ${sourcedIntensity.year ?? ''}, ${sourcedIntensity.source})`}`,
    ),
    row(
      'Operational carbon',
      carbon === undefined || carbon.estimate.value === null ? undefined : text(saidMass(carbon), ' CO2e'),
    ),
    row('Embodied carbon (apart)', embodied === undefined ? undefined : text(saidMass(embodied), ' CO2e')),
  ];
  const lines = rows
    .filter((each) => each !== undefined)
    .map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`);
  const method = request.method === 'joulebook' ? '' : `, method ${request.method}`;
  return [
    '| | |',
    '|---|---|',
    ...lines,
    '',
    `Estimated with joulebook${method}; nothing was measured. ${formulaLines(result).join('; ')}.`,
    '',
  ].join('\n');
}

function row(name: string, value: string | undefined): readonly [string, string] | undefined {
  return value === undefined ? undefined : [name, value];
}

function text({ value, unit, between }: SaidNumber, of = ''): string {
  return `${value} ${unit}${of}${between === undefined ? '' : ` (90 % interval ${between} ${unit})`}`;
}
