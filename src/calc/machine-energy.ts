import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { ratio } from '../units/arithmetic.ts';
import {
  acceleratorEnergy,
  type AcceleratorEnergy,
  givenPower,
  modelledPower,
  noPower,
} from './accelerator-energy.ts';
import type { CalcRequest, Scope } from './calc-request.ts';
import { energyOfMachines } from './energy-of-machines.ts';
import { computed, type Figure, givenFigure, product, sourcedFigure } from './figure.ts';
import { hostPower } from './host-energy.ts';
import type { CalcKnowledge } from './knowledge.ts';
import type { MachineEnergy } from './recipe.ts';
import type { ResolvedLine } from './resolve-line.ts';

type Layer = Exclude<Scope, 'facility'>;

/** W × h in kWh. */
const KILO = 1e-3;
/** How near a stated total must be to the sum of its stated parts to be that sum. */
const SAME_WITHIN = 0.002;

/**
 * Our own method: what is given is taken (an energy, the power of the system, the power of its parts), in this order; what is not given is
 * modelled. At the wall an accelerator whose machine is not described has its part of a typical one.
 */
export function machineEnergy(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  layer: Layer,
  knowledge: CalcKnowledge,
): Result<MachineEnergy> {
  if (request.energy !== undefined) {
    const given = energyGiven(request, request.energy);
    const note = `the energy given is taken as it is: it cannot be told which part of it is of scope ${request.scope}`;
    const isInside = layer !== 'wall' && request.energy.layer === 'it';
    return ok(isInside ? { ...given, notes: [...given.notes, note] } : given);
  }
  if (request.totalPowerW !== undefined) return systemEnergy(request, lines, request.totalPowerW, knowledge);
  return energyOfParts(request, lines, layer, knowledge);
}

function energyGiven(request: CalcRequest, given: NonNullable<CalcRequest['energy']>): MachineEnergy {
  const energy = givenFigure('energy.given', `energy (${given.said})`, given.kwh, 'kWh');
  return {
    energy,
    terms: [energy],
    clock:
      request.hours === undefined
        ? undefined
        : givenFigure('hours', 'hours on the clock', request.hours, 'h'),
    notes: [],
    hasPue: given.layer === 'facility',
  };
}

/** The power of the whole system × hours on the clock: the number of accelerators is in it. */
export function systemEnergy(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  watts: number,
  knowledge: CalcKnowledge,
): Result<MachineEnergy> {
  const hours = clockHours(request, lines);
  if (hours === undefined) return err(noClock());
  const stated = statedSum(request, knowledge);
  const unused = statedSum(
    { ...request, ...(request.cpu === undefined ? {} : { cpu: { ...request.cpu, usage: 1 } }) },
    knowledge,
  );
  // A total that is the sum of its parts at full use, beside a usage, has the usage left out: the parts are nearer to what was meant.
  const parts =
    stated !== undefined && unused !== undefined && !near(stated, watts) && near(unused, watts)
      ? stated
      : undefined;
  const power = parts ?? givenFigure('power.system', 'mean power of the whole system', watts, 'W');
  const energy = product(
    { id: 'energy.system', label: 'energy of the system', unit: 'kWh', formula: 'power × hours / 1000' },
    [power, hours],
    KILO,
  );
  const count = lines.reduce((n, line) => n + line.count, 0);
  return ok({
    energy,
    terms: [energy],
    clock: hours,
    deviceHours: lines.map((line) =>
      product(
        { id: 'hours.accelerator', label: 'accelerator-hours', unit: 'h', formula: 'accelerators × hours' },
        [givenFigure('accelerators', 'number of accelerators', line.count, '1'), hours],
      ),
    ),
    notes: [
      ...(parts === undefined
        ? []
        : ['the total power leaves the usage out; the sum of the parts with it is used']),
      ...(count > 1
        ? [`the power is that of the whole system, so it is not multiplied by the ${count} accelerators`]
        : []),
    ],
    hasPue: false,
  });
}

function near(figure: Figure, watts: number): boolean {
  return Math.abs((figure.estimate.value ?? 0) / watts - 1) <= SAME_WITHIN;
}

/** CPU and memory where both are stated in watts, so that a stated total can be held against them. */
function statedSum(request: CalcRequest, knowledge: CalcKnowledge): Figure | undefined {
  const { cpu, memory } = request;
  if (cpu?.coreTdpW === undefined || memory?.wPerGB === undefined || request.accelerators.length > 0)
    return undefined;
  const host = hostPower(
    { ...request, storage: undefined } as unknown as CalcRequest,
    'wall',
    knowledge,
    false,
  );
  return host.ok ? host.value?.power : undefined;
}

/** Hours on the clock: as given, or accelerator-hours over the number of accelerators. */
export function clockHours(request: CalcRequest, lines: readonly ResolvedLine[]): Figure | undefined {
  if (request.hours !== undefined) return givenFigure('hours', 'hours on the clock', request.hours, 'h');
  const count = lines.reduce((n, line) => n + line.count, 0);
  if (request.acceleratorHours === undefined || count === 0 || lines.some(({ countGiven }) => !countGiven))
    return undefined;
  return computed(
    { value: request.acceleratorHours / count, errors: {} },
    { id: 'hours', label: 'hours on the clock', unit: 'h', formula: 'accelerator-hours / accelerators' },
    [
      givenFigure('hours.accelerator', 'accelerator-hours', request.acceleratorHours, 'h'),
      givenFigure('accelerators', 'number of accelerators', count, '1'),
    ],
  );
}

/** The three parts where the time on the clock is not known. */
export function noClock(): ReturnType<typeof problem> {
  return problem(
    'E_USAGE',
    'the hours are missing',
    'The power of a whole machine needs its time on the clock.',
    'Give `--hours 12`, or `--accelerator-hours` with the number of accelerators.',
  );
}

function energyOfParts(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  layer: Layer,
  knowledge: CalcKnowledge,
): Result<MachineEnergy> {
  const describesHost = isHostDescribed(request, lines);
  if (lines.length === 0 && !describesHost) return err(noPower());
  if (layer === 'gpu' && lines.length === 0)
    return err(
      problem(
        'E_USAGE',
        'there is no accelerator to count',
        '`--scope gpu` counts accelerators only.',
        'Name one with `--gpu`, or use another scope.',
      ),
    );
  const scope = layer === 'wall' && !describesHost ? 'system' : 'board';
  const accelerators = acceleratorEnergy(
    request,
    lines,
    (line) => {
      const given = givenPower(line, request.utilisation);
      return given === undefined ? modelledPower(line, request.utilisation, scope, knowledge) : ok(given);
    },
    knowledge,
  );
  if (!accelerators.ok) return accelerators;
  const boards = atLayer(accelerators.value, lines, layer, scope, knowledge);
  const { deviceHours } = accelerators.value;
  const notes = [...accelerators.value.notes];
  // Rows of published estimates are meant so, and need not be told.
  if (accelerators.value.powerGiven && !describesHost && layer !== 'gpu' && request.pueOfPlace)
    notes.push(
      'the power given stands for all that its source meant; nothing is added for the rest of the machine',
    );
  if (layer === 'chips' && lines.length > 0 && !describesHost)
    notes.push(
      'the chips of the host are not described, so they are not in the result; give `--cpu` and `--ram`',
    );
  if (layer !== 'gpu' && !describesHost && (request.memory !== undefined || request.storage !== undefined))
    notes.push('memory and storage are in the typical machine around the accelerators; a CPU describes it');
  if (layer === 'gpu' || !describesHost)
    return ok(sumOf(boards, accelerators.value.clock, deviceHours, notes));
  const host = hostPower(request, layer, knowledge, lines.length > 0);
  if (!host.ok) return host;
  if (host.value === undefined) return ok(sumOf(boards, accelerators.value.clock, deviceHours, notes));
  const hours = clockHours(request, lines) ?? accelerators.value.clock;
  if (hours === undefined) return err(noClock());
  const hostEnergy = product(
    { id: 'energy.host', label: 'energy of CPU and memory', unit: 'kWh', formula: 'power × hours / 1000' },
    [host.value.power, hours],
    KILO,
  );
  return ok(sumOf([...boards, hostEnergy], hours, deviceHours, [...notes, ...host.value.notes]));
}

/** Memory alone does not describe a machine around modelled accelerators: their part of a typical one has memory in it. */
function isHostDescribed({ cpu, memory, storage }: CalcRequest, lines: readonly ResolvedLine[]): boolean {
  if (cpu !== undefined) return true;
  if (storage !== undefined && lines.length === 0) return true;
  if (memory === undefined) return false;
  const isStated = memory.wPerGB !== undefined || memory.meanPowerW !== undefined;
  return isStated || lines.every(({ power }) => power !== undefined);
}

/** Modelled boards at the wall pass through the power supply of a machine that is described beside them. */
function atLayer(
  { energies }: AcceleratorEnergy,
  lines: readonly ResolvedLine[],
  layer: Layer,
  scope: 'board' | 'system',
  knowledge: CalcKnowledge,
): readonly Figure[] {
  if (layer !== 'wall' || scope === 'system') return energies;
  return energies.map((energy, i) => {
    if (lines[i]?.power !== undefined) return energy;
    const supply = sourcedFigure(knowledge.supplyEfficiency(), 'efficiency of the power supply');
    return computed(
      ratio(energy.estimate, supply.estimate),
      {
        id: `${energy.derivation.id}.wall`,
        label: `${energy.derivation.label} at the wall`,
        unit: 'kWh',
        formula: 'energy / efficiency',
      },
      [energy, supply],
    );
  });
}

function sumOf(
  terms: readonly Figure[],
  clock: Figure | undefined,
  deviceHours: readonly Figure[],
  notes: readonly string[],
): MachineEnergy {
  const energy = energyOfMachines(terms);
  return { energy, terms, clock, deviceHours, notes: [...new Set(notes)], hasPue: false };
}
