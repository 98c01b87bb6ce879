import type { CalcResult } from '../calc-result.ts';
import { digits } from '../formula-text.ts';
import { citationsOf } from './bibtex.ts';
import { saidEnergy, saidHardware, saidMass, type SaidNumber } from './said-numbers.ts';

/** A paragraph for a paper, with its citations; {@link bibtexText} has the entries. */
export function latexText(result: CalcResult): string {
  const { clock, place, pue, intensity, carbon, embodied, request, sourcedIntensity } = result;
  const hardware = saidHardware(result);
  const hours = clock?.estimate.value;
  const factor = pue?.estimate.value;
  const rate = intensity?.estimate.value;
  const job = [
    hardware === undefined
      ? 'The computations ran'
      : `The computations ran on ${hardware.replaceAll(' x ', '~$\\times$~')}`,
    ...(hours === undefined || hours === null ? [] : [` for ${digits(hours)}~hours`]),
    ...(request.runs === 1 ? [] : [`, ${digits(request.runs)} times`]),
    ...(place === undefined ? [] : [` in ${escaped(place.name)}`]),
    '.',
  ].join('');
  const [ours, ...sources] = citationsOf(result);
  const scope =
    request.scope === 'facility'
      ? ''
      : ` (${request.scope === 'gpu' ? 'accelerators only' : request.scope === 'chips' ? 'chips only' : 'at the wall, without the building'})`;
  const sentences = [
    job,
    `Their energy${scope} is estimated at ${numberText(saidEnergy(result.energy))}${factor === undefined || factor === null || pue?.derivation.id === 'pue.missing' ? '' : `, with a PUE of ${digits(factor)}`}.`,
    ...(carbon === undefined || carbon.estimate.value === null || rate === undefined || rate === null
      ? []
      : [
          `At ${digits(rate)}~g\\,CO$_2$e/kWh${sourcedIntensity === undefined ? '' : ` (${sourcedIntensity.basis}, ${sourcedIntensity.boundary}, ${sourcedIntensity.year ?? ''})`} this is ${numberText(saidMass(carbon), 'CO$_2$e')} of operational emissions (location-based; no offsets are subtracted).`,
        ]),
    ...(embodied === undefined || embodied.estimate.value === null
      ? []
      : [`Making the hardware adds ${numberText(saidMass(embodied), 'CO$_2$e')}, not counted above.`]),
    `Nothing was measured; the estimate is by joulebook~\\cite{${ours ?? 'joulebook'}}${sources.length === 0 ? '' : ` after~\\cite{${sources.join(',')}}`}.`,
  ];
  return `${sentences.map((sentence) => percentSafe(sentence)).join('\n')}\n`;
}

function numberText({ value, unit, between }: SaidNumber, of = ''): string {
  const named = of === '' ? unit : `${unit}\\,${of}`;
  return `${value}~${named}${between === undefined ? '' : ` (90\\% interval ${between}~${unit})`}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&#_$%{}]/g, (sign) => `\\${sign}`);
}

/** A bare per cent sign would hide the rest of the line. */
function percentSafe(text: string): string {
  return text.replaceAll(/(?<!\\)%/g, '\\%');
}
