import { assumptionsOf } from '../../calc/assumptions.ts';
import { calcDerivation, type CalcResult } from '../../calc/calc-result.ts';
import { formulaLines } from '../../calc/formula-text.ts';
import { scale } from '../../units/arithmetic.ts';
import type { Derivation } from '../../units/derivation.ts';
import { carbonWithBand, co2e, energyWithBand, missing } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { fitText, padText, printable, textWidth, wrapText } from '../output/text-width.ts';
import { dot, type Look, printOptions } from '../views/look.ts';
import type { CalcOutcome } from './calc-outcome.ts';
import { greenerLines } from './greener-view.ts';
import { plainBand } from './plain-band.ts';
import { tornadoLines } from './tornado-view.ts';

/** J of a kWh. */
const KWH_J = 3.6e6;
const LABEL = 10;

/** A result for people. No line is wider than the terminal. */
export function calcView({ result, greener, sensitivity }: CalcOutcome, look: Look): string[] {
  const facts = factLines(result, look);
  const formula = formulaLines(result, look.unicode ? '×' : 'x').flatMap((line) => indented(line, look));
  const assumed = assumptionsOf(calcDerivation(result));
  return [
    ...heading(result, look),
    ...facts,
    ...section('Formula', formula, look),
    ...section(
      `What it depends on${result.carbon?.estimate.value == null ? '' : `: ${co2e(printOptions(look))}`}`,
      tornadoLines(result, sensitivity, look),
      look,
    ),
    ...section('Greener places, the same energy', greenerLines(greener, look), look),
    ...section(
      'Assumed',
      assumed.flatMap((line) => indented(line, look)),
      look,
    ),
    ...section(
      'Notes',
      result.notes.flatMap((line) => indented(line, look)),
      look,
    ),
  ];
}

function section(title: string, lines: readonly string[], look: Look): readonly string[] {
  return lines.length === 0 ? [] : ['', look.style.bold(title), ...lines];
}

function indented(text: string, look: Look): readonly string[] {
  return wrapText(printable(text), look.width - 4).map(
    (line, i) => `${i === 0 ? '  ' : '    '}${fitText(line, look.width - 4)}`,
  );
}

function heading(result: CalcResult, look: Look): string[] {
  const times = look.unicode ? ' × ' : ' x ';
  const { cpu, method, runs, instance } = result.request;
  const counted = (count: number, name: string): string => (count === 1 ? name : `${count}${times}${name}`);
  const hardware = result.lines.map(({ count, name }) => counted(count, name));
  const named =
    cpu === undefined
      ? []
      : [`${cpu.cores === undefined ? '' : `${cpu.cores} cores of `}${cpu.text ?? 'a CPU'}`];
  const hours = result.clock?.estimate.value;
  const parts = [
    ...(instance === undefined ? [] : [counted(instance.count, instance.text)]),
    ...hardware,
    ...(instance === undefined ? named : []),
    ...(hours === undefined || hours === null ? [] : [hoursText(hours, look)]),
    ...(runs === 1 ? [] : [`${runs} runs`]),
    ...(result.place === undefined ? [] : [result.place.name]),
    ...(method === 'joulebook' ? [] : [`method ${method}`]),
  ];
  return wrapText(printable(parts.join(dot(look)) || 'estimate'), look.width).map((line) =>
    look.style.bold(fitText(line, look.width)),
  );
}

/** Hours as people say them: 72 h, but 6 min, not 0.1 h. */
function hoursText(hours: number, look: Look): string {
  if (hours < 0.1) return printDuration(hours * 3600, printOptions(look));
  return `${hours >= 100 && hours < 1e6 ? Math.round(hours) : Number(hours.toPrecision(3))} h`;
}

const LAYERS = {
  gpu: 'the boards of the accelerators alone',
  chips: 'the chips, without board, fans and losses',
  wall: 'at the wall, without the building',
  facility: 'with the building',
} as const;

function factLines(result: CalcResult, look: Look): string[] {
  const print = printOptions(look);
  const lines: (readonly [label: string, value: string, about: string])[] = [
    ['energy', energyWithBand(scale(result.energy.estimate, KWH_J), print), energyAbout(result)],
    ['carbon', carbonText(result, look), carbonAbout(result)],
  ];
  if (result.netCarbon !== undefined)
    lines.push([
      'net',
      carbonWithBand(result.netCarbon.estimate, print),
      'market-based, beside the carbon of the place',
    ]);
  if (result.embodied !== undefined)
    lines.push([
      'embodied',
      carbonWithBand(result.embodied.estimate, print),
      'making the hardware: its own line, not in carbon',
    ]);
  if (result.embodiedMissing !== undefined && result.lines.length > 0)
    lines.push(['embodied', missing(print), result.embodiedMissing.replaceAll('`', '')]);
  if (result.water !== undefined)
    lines.push(['water', plainBand(result.water.estimate, 'L', look), 'at the site, for cooling']);
  if (result.cost !== undefined)
    lines.push([
      'cost',
      plainBand(result.cost.estimate, result.currency ?? '', look),
      `at ${result.request.price?.perKwh ?? '?'} ${result.currency ?? ''}/kWh`,
    ]);
  const widest = Math.max(...lines.map(([, value]) => textWidth(value)));
  return lines.flatMap(([label, value, about]) => {
    const left = `  ${look.style.dim(label.padEnd(LABEL))}${padText(value, widest)}`;
    const indent = 2 + LABEL + widest + 2;
    const room = look.width - indent;
    // A narrow terminal: what is said of a number goes below it.
    if (room < NARROW) return [left.trimEnd(), ...below(about, look)];
    const [first = '', ...more] = wrapText(printable(about), room);
    return [`${left}  ${first}`.trimEnd(), ...more.map((line) => `${' '.repeat(indent)}${line}`)];
  });
}

/** Narrowest column of words. */
const NARROW = 24;

function below(about: string, look: Look): readonly string[] {
  return wrapText(printable(about), look.width - 4).map((line) => `    ${fitText(line, look.width - 4)}`);
}

function energyAbout({ request, pue }: CalcResult): string {
  const value = pue?.estimate.value;
  const factor =
    value === undefined || value === null || pue?.derivation.id === 'pue.missing'
      ? ''
      : `, PUE ${Number(value.toPrecision(3))}`;
  const layer =
    request.scope === 'facility' && pue === undefined && request.energy === undefined
      ? 'without a building: the method has no PUE'
      : LAYERS[request.scope];
  return `${layer}${factor}`;
}

function carbonText({ carbon }: CalcResult, look: Look): string {
  const print = printOptions(look);
  return carbon === undefined ? missing(print) : carbonWithBand(carbon.estimate, print);
}

/** Who gave a figure; for one that was rounded, who gave what it was rounded from. */
function sourceOf({ source, from }: Derivation): string {
  const [first] = from ?? [];
  return source ?? (first === undefined ? 'given' : sourceOf(first));
}

/** g of a pound. */
const POUND_G = 453.59237;

function carbonAbout({
  request,
  carbon,
  carbonMissing,
  intensity,
  sourcedIntensity: sourced,
}: CalcResult): string {
  if (carbonMissing !== undefined)
    return `${carbonMissing.what}: ${carbonMissing.fix ?? ''}`.replaceAll('`', '');
  const value = intensity?.estimate.value;
  if (intensity === undefined || value === undefined || value === null) return '';
  const grams = `${Number(value.toPrecision(3))} g/kWh`;
  if (request.method === 'strubell2019' && carbon !== undefined)
    return `${Number(((carbon.estimate.value ?? 0) / POUND_G).toPrecision(4))} lb, as the source has it; ${grams}`;
  if (sourced === undefined) return `${grams}, ${sourceOf(intensity.derivation)}`;
  const facts = [sourced.zoneName, sourced.year, sourced.basis, sourced.boundary].filter(
    (fact) => fact !== undefined,
  );
  return `${grams}: ${facts.join(', ')} (${sourced.source})`;
}
