import { ok, type Result } from '../result.ts';
import { buildingOf } from './building.ts';
import type { CalcRequest } from './calc-request.ts';
import type { CalcResult } from './calc-result.ts';
import { checkRequest } from './check-request.ts';
import { embodiedCarbon, type JobEmbodied } from './embodied-carbon.ts';
import { type Figure, givenFigure, product, sourcedFigure } from './figure.ts';
import { instanceParts } from './instance-parts.ts';
import type { CalcKnowledge } from './knowledge.ts';
import { electricityOf } from './place-intensity.ts';
import { unlikelyIntensity } from './unlikely-intensity.ts';
import { unusedInputs } from './unused-inputs.ts';
import { recipeOf } from './methods/recipes.ts';
import { lacosteRounding } from './methods/lacoste-rounding.ts';
import type { MachineEnergy, Recipe } from './recipe.ts';
import { type ResolvedLine, resolveLine } from './resolve-line.ts';
import { severalAccelerators } from './several-accelerators.ts';

/** Works out what a job uses and emits, by the method that the request names. Fails where an input is missing or cannot be true. */
export function calculate(asked: CalcRequest, knowledge: CalcKnowledge): Result<CalcResult> {
  const wrong = checkRequest(asked);
  if (wrong !== undefined) return { ok: false, error: wrong };
  const expanded = instanceParts(asked, knowledge);
  if (!expanded.ok) return expanded;
  const { request } = expanded.value;
  const recipe = recipeOf(request.method);
  const lines = request.accelerators
    .flatMap((line) => severalAccelerators(line, knowledge))
    .map((line) => resolveLine(line, knowledge));
  const layer = request.scope === 'facility' ? 'wall' : request.scope;
  const machines = recipe.energy(request, lines, layer, knowledge);
  if (!machines.ok) return machines;
  return ok(footprint(request, recipe, lines, machines.value, expanded.value.notes, knowledge));
}

function footprint(
  request: CalcRequest,
  recipe: Recipe,
  lines: readonly ResolvedLine[],
  machines: MachineEnergy,
  earlier: readonly string[],
  knowledge: CalcKnowledge,
): CalcResult {
  const hours = machines.clock?.estimate.value ?? undefined;
  const electricity = electricityOf(request, hours === undefined ? undefined : hours * 3600, knowledge);
  const cloud = electricity.place?.cloud;
  const building = buildingOf(request, lines, recipe.pue, cloud ?? {}, knowledge);
  const fallback = request.intensity === undefined ? recipe.intensity(request, knowledge) : undefined;
  const intensity = fallback ?? electricity.intensity;
  const isOurs = recipe.name !== 'joulebook' && fallback === undefined && electricity.sourced !== undefined;
  const each = perRun(machines.energy, request);
  const notes = [
    ...earlier,
    ...unlikelyIntensity(request),
    ...machines.notes,
    ...unusedInputs(request, lines),
    ...building.notes,
    ...electricity.notes,
    ...recipe.notes,
    ...(isOurs && electricity.missing === undefined
      ? ['the intensity is from our tables, not from those of the method']
      : []),
  ];
  const inBuilding = withBuilding(each, machines.hasPue, building.pue, request, notes);
  const rounded = recipe.rounds === true ? lacosteRounding(inBuilding, intensity, notes) : undefined;
  const energy = rounded?.energy ?? inBuilding;
  const carbon =
    rounded?.carbon ??
    (intensity === undefined
      ? undefined
      : carbonOf(energy, intensity, 'carbon', 'operational carbon', 'energy × intensity'));
  const missing = fallback === undefined ? electricity.missing : undefined;
  const it = machines.hasPue && building.pue !== undefined ? undefined : each;
  return {
    request,
    lines,
    energy,
    machines: each,
    terms: machines.terms,
    clock: machines.clock,
    pue: machines.hasPue ? undefined : building.pue,
    intensity: rounded?.intensity ?? intensity,
    carbon,
    ...(fallback === undefined && electricity.sourced !== undefined
      ? { sourcedIntensity: electricity.sourced }
      : {}),
    ...(electricity.place === undefined ? {} : { place: electricity.place }),
    ...(missing === undefined ? {} : { carbonMissing: missing }),
    ...netOf(request, energy),
    ...(recipe.name === 'joulebook' ? embodied(request, lines, machines, knowledge) : {}),
    ...(recipe.name === 'joulebook' || request.wue !== undefined
      ? waterOf(request, it, cloud, knowledge)
      : {}),
    ...costOf(request, energy),
    notes: [...new Set(notes)],
  };
}

function perRun(energy: Figure, { runs }: CalcRequest): Figure {
  if (runs === 1) return energy;
  return product(
    { id: 'energy.runs', label: `energy of ${runs} runs`, unit: 'kWh', formula: 'energy × runs' },
    [energy, givenFigure('runs', 'runs', runs, '1')],
  );
}

/** Energy of the building; a given energy that has the PUE in it is not multiplied again, and is divided for a layer inside. */
function withBuilding(
  energy: Figure,
  hasPue: boolean,
  pue: Figure | undefined,
  request: CalcRequest,
  notes: string[],
): Figure {
  if (hasPue) {
    if (request.scope === 'facility') {
      if (request.pue !== undefined && request.pue !== 1)
        notes.push(`the energy given has the PUE of ${request.pue} in it, so it is not multiplied again`);
      return energy;
    }
    notes.push(
      'the energy given is that of the whole facility: the layer that was asked for is inside of it and cannot be told apart',
    );
    return energy;
  }
  if (
    pue === undefined ||
    (pue.estimate.value === 1 &&
      Object.keys(pue.estimate.errors).length === 0 &&
      pue.derivation.id === 'pue.missing')
  )
    return energy;
  if (request.energy !== undefined && request.pue !== undefined && request.pue > 1)
    notes.push(
      `the energy given is taken as that of the machines and multiplied by the PUE of ${request.pue}; if the PUE is in it already, give a PUE of 1`,
    );
  return product(
    { id: 'energy.facility', label: 'energy of the facility', unit: 'kWh', formula: 'energy × PUE' },
    [energy, pue],
  );
}

function carbonOf(energy: Figure, intensity: Figure, id: string, label: string, formula: string): Figure {
  return product({ id, label, unit: 'g', formula }, [energy, intensity]);
}

function netOf(request: CalcRequest, energy: Figure): Pick<CalcResult, 'netCarbon'> {
  const net = request.netIntensityGPerKwh;
  if (net === undefined) return {};
  const intensity = givenFigure('intensity.net', 'net carbon intensity (market-based)', net, 'g/kWh');
  return {
    netCarbon: carbonOf(
      energy,
      intensity,
      'carbon.net',
      'net carbon (market-based)',
      'energy × net intensity',
    ),
  };
}

function embodied(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  machines: MachineEnergy,
  knowledge: CalcKnowledge,
): JobEmbodied {
  return request.embodied ? embodiedCarbon(request, lines, machines, knowledge) : {};
}

function waterOf(
  request: CalcRequest,
  machines: Figure | undefined,
  cloud: { readonly provider: string; readonly region: string } | undefined,
  knowledge: CalcKnowledge,
): Pick<CalcResult, 'water'> {
  if (machines === undefined) return {};
  const provider = cloud?.provider ?? request.provider;
  const known = provider === undefined ? undefined : knowledge.providerWue(provider, cloud?.region);
  const wue =
    request.wue === undefined
      ? known === undefined
        ? undefined
        : sourcedFigure(known, `water usage effectiveness of ${provider}`)
      : givenFigure('wue.given', 'water usage effectiveness', request.wue, 'L/kWh');
  if (wue === undefined) return {};
  return {
    water: product(
      { id: 'water', label: 'water used at the site', unit: 'L', formula: 'energy of the machines × WUE' },
      [machines, wue],
    ),
  };
}

function costOf({ price }: CalcRequest, energy: Figure): Pick<CalcResult, 'cost' | 'currency'> {
  if (price === undefined) return {};
  const each = givenFigure('price', 'price of electricity', price.perKwh, `${price.currency}/kWh`);
  return {
    cost: product(
      { id: 'cost', label: 'cost of the electricity', unit: price.currency, formula: 'energy × price' },
      [energy, each],
    ),
    currency: price.currency,
  };
}
