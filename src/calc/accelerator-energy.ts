import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import type { Derivation } from '../units/derivation.ts';
import type { CalcRequest } from './calc-request.ts';
import { computeHours, FLOPS_WARNING } from './compute-hours.ts';
import { deviceHours } from './device-hours.ts';
import { type Figure, givenFigure, product } from './figure.ts';
import type { CalcKnowledge } from './knowledge.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** Energy of the accelerators of a request. */
export interface AcceleratorEnergy {
  /** One figure for each line, kWh. */
  readonly energies: readonly Figure[];
  /** Accelerator-hours of each line. */
  readonly deviceHours: readonly Figure[];
  /** Hours on the clock of the longest line, where they are known. */
  readonly clock: Figure | undefined;
  readonly notes: readonly string[];
  /** Whether every line's power was given: then it stands for whatever its source meant, and nothing is added to it. */
  readonly powerGiven: boolean;
}

/** W × h in kWh. */
const KILO = 1e-3;

/** Where the power of one accelerator comes from; each method has its own. */
export type PowerOf = (
  line: ResolvedLine,
) => Result<{ readonly power: Figure; readonly notes: readonly string[] }>;

/** Power × hours for each line. */
export function acceleratorEnergy(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  powerOf: PowerOf,
  knowledge: CalcKnowledge,
): Result<AcceleratorEnergy> {
  const all = lines.filter(({ hours }) => hours === undefined).reduce((n, { count }) => n + count, 0);
  const energies: Figure[] = [];
  const allHours: Figure[] = [];
  const notes: string[] = [];
  let clock: Figure | undefined;
  const compute = computeFor(request, lines, knowledge);
  if (compute !== undefined && !compute.ok) return compute;
  if (compute !== undefined) notes.push(FLOPS_WARNING);
  for (const line of lines) {
    notes.push(...line.notes);
    const hours = deviceHours(request, line.count, Math.max(all, line.count), {
      countGiven: line.countGiven,
      ...(line.hours === undefined ? {} : { lineHours: line.hours }),
      ...(compute === undefined ? {} : { computed: compute.value }),
    });
    if (hours === undefined) return err(noHours(line));
    const power = powerOf(line);
    if (!power.ok) return power;
    notes.push(...power.value.notes, ...hours.notes);
    if ((hours.clock?.estimate.value ?? 0) > (clock?.estimate.value ?? 0)) clock = hours.clock;
    allHours.push(hours.devices);
    energies.push(
      product(
        {
          id: `energy.${idOf(line)}`,
          label: `energy of ${line.count} × ${line.name}`,
          unit: 'kWh',
          formula: 'power × accelerator-hours / 1000',
        },
        [power.value.power, hours.devices],
        KILO,
      ),
    );
  }
  return ok({
    energies,
    deviceHours: allHours,
    clock,
    notes: [...new Set(notes)],
    powerGiven: lines.length > 0 && lines.every(({ power }) => power !== undefined),
  });
}

/** Time from FLOPs, where no hours are given: those that are given are nearer to the truth. */
function computeFor(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  knowledge: CalcKnowledge,
): Result<Figure> | undefined {
  const { compute } = request;
  if (compute === undefined || request.acceleratorHours !== undefined || request.hours !== undefined)
    return undefined;
  return computeHours(compute, lines[0]?.accelerator, knowledge.defaults());
}

/** The power of a line as it was given, with its utilisation where that is not in it yet. */
export function givenPower(
  line: ResolvedLine,
  utilisation: number | undefined,
): { readonly power: Figure; readonly notes: readonly string[] } | undefined {
  if (line.power === undefined) return undefined;
  const { watts, kind } = line.power;
  const id = `power.${idOf(line)}`;
  const label = `${kind === 'limit' ? 'power limit' : 'mean power'} of one ${line.name}`;
  const power = givenFigure(id, label, watts, 'W');
  if (utilisation === undefined) return { power, notes: [] };
  if (kind === 'mean')
    return {
      power,
      notes: ['a mean power has its utilisation in it already, so the utilisation is not applied again'],
    };
  const used = givenFigure('utilisation', 'utilisation of the accelerators', utilisation, '1');
  return {
    power: product(
      { id: `${id}.used`, label: `power of one ${line.name}`, unit: 'W', formula: 'power × utilisation' },
      [power, used],
    ),
    notes: kind === 'stated' ? ['the power given is multiplied by the utilisation'] : [],
  };
}

/** The power of a line by the tables and our model. */
export function modelledPower(
  line: ResolvedLine,
  utilisation: number | undefined,
  scope: 'board' | 'system',
  knowledge: CalcKnowledge,
): Result<{ readonly power: Figure; readonly notes: readonly string[] }> {
  const { accelerator, unknown } = line;
  if (accelerator === undefined && !line.isUnknown) return err(unknown ?? noPower());
  const known = accelerator ?? knowledge.unknownAccelerator(line.name);
  const use = { scope, ...(utilisation === undefined ? {} : { utilisation }) };
  const derivation = knowledge.acceleratorPowerDerivation(known, use);
  const notes =
    unknown === undefined
      ? []
      : [`${unknown.what}: a wide range stands in. ${unknown.fix ?? ''}`.replaceAll('`', '')];
  return ok({
    power: { estimate: knowledge.acceleratorPower(known, use), derivation: inOptions(derivation) },
    notes,
  });
}

/** A utilisation that is assumed, with the options that say it instead. */
function inOptions(node: Derivation): Derivation {
  const { assumed, from } = node;
  return {
    ...node,
    ...(assumed?.includes('utilisation') === true
      ? { assumed: 'the utilisation that trainings have; give `--utilisation` or `--power`' }
      : {}),
    ...(from === undefined ? {} : { from: from.map(inOptions) }),
  };
}

/** Stable within one request. */
export function idOf(line: ResolvedLine): string {
  return (
    line.accelerator?.key ??
    (line.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') ||
      'accelerator')
  );
}

function noHours(line: ResolvedLine): Problem {
  return problem(
    'E_USAGE',
    'the hours are missing',
    `It is not said how long ${line.count} × ${line.name} worked.`,
    'Give `--hours 12` (on the clock) or `--accelerator-hours 96` (summed over the accelerators).',
  );
}

/** Neither hardware nor power. */
export function noPower(): Problem {
  return problem(
    'E_USAGE',
    'hardware or power is missing',
    'Energy is power over time, and nothing says what drew it.',
    'Give `--gpu 8xH100`, `--cpu "xeon 8380"`, `--instance p4d.24xlarge`, `--power 300W` or `--energy "84 kWh"`.',
  );
}
