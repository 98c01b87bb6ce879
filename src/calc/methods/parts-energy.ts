import { err, ok, type Result } from '../../result.ts';
import { acceleratorEnergy, noPower, type PowerOf } from '../accelerator-energy.ts';
import type { CalcRequest } from '../calc-request.ts';
import { energyOfMachines } from '../energy-of-machines.ts';
import { type Figure, givenFigure, product } from '../figure.ts';
import type { CalcKnowledge } from '../knowledge.ts';
import { clockHours, noClock, systemEnergy } from '../machine-energy.ts';
import type { MachineEnergy } from '../recipe.ts';
import type { ResolvedLine } from '../resolve-line.ts';

const KILO = 1e-3;

/** What a published method counts. */
export interface Parts {
  readonly powerOf: PowerOf;
  /** Power of what is not an accelerator, W; undefined where the method or the request has none. */
  readonly host: Result<Figure | undefined>;
}

/** Energy as a published method has it: Σ power × hours, where energies and powers of the whole system that are given come first. */
export function partsEnergy(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  { powerOf, host }: Parts,
  knowledge: CalcKnowledge,
): Result<MachineEnergy> {
  if (request.energy !== undefined) {
    const { kwh, layer, said } = request.energy;
    const energy = givenFigure('energy.given', `energy (${said})`, kwh, 'kWh');
    return ok({ energy, terms: [energy], clock: undefined, notes: [], hasPue: layer === 'facility' });
  }
  if (request.totalPowerW !== undefined) return systemEnergy(request, lines, request.totalPowerW, knowledge);
  if (!host.ok) return host;
  if (lines.length === 0 && host.value === undefined) return err(noPower());
  const accelerators = acceleratorEnergy(request, lines, powerOf, knowledge);
  if (!accelerators.ok) return accelerators;
  const { energies, deviceHours, notes } = accelerators.value;
  const clock = clockHours(request, lines) ?? accelerators.value.clock;
  const terms = [...energies];
  if (host.value !== undefined) {
    if (clock === undefined) return err(noClock());
    terms.push(
      product(
        {
          id: 'energy.host',
          label: 'energy of CPU and memory',
          unit: 'kWh',
          formula: 'power × hours / 1000',
        },
        [host.value, clock],
        KILO,
      ),
    );
  }
  const energy = energyOfMachines(terms);
  return ok({ energy, terms, clock, deviceHours, notes, hasPue: false });
}
