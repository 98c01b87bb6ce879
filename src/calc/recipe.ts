import type { Result } from '../result.ts';
import type { CalcRequest, MethodName, Scope } from './calc-request.ts';
import type { Figure } from './figure.ts';
import type { CalcKnowledge } from './knowledge.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** A power with what must be said of it. */
export interface SaidPower {
  readonly power: Figure;
  readonly notes: readonly string[];
}

/** Energy of the machines, before the building: kWh. */
export interface MachineEnergy {
  readonly energy: Figure;
  /** The summands, for the formula that is printed. */
  readonly terms: readonly Figure[];
  /** Hours on the clock. */
  readonly clock: Figure | undefined;
  /** Hours of all accelerators of each line, in the order of the lines. */
  readonly deviceHours?: readonly Figure[];
  readonly notes: readonly string[];
  /** The building's PUE is in it already. */
  readonly hasPue: boolean;
}

/** A way of computing: what a published source does, or ours. */
export interface Recipe {
  readonly name: MethodName;
  /** What its energy stands for where nobody asked: the layer that its source reports. */
  readonly energy: (
    request: CalcRequest,
    lines: readonly ResolvedLine[],
    layer: Exclude<Scope, 'facility'>,
    knowledge: CalcKnowledge,
  ) => Result<MachineEnergy>;
  /** PUE where none is given: `place` by what is known of it, `none` where the source has no PUE at all, else the id of its constant. */
  readonly pue: string;
  /** Intensity where none is given: `place`, or the id of its constant. */
  readonly intensity: (request: CalcRequest, knowledge: CalcKnowledge) => Figure | undefined;
  /** The source rounds as it goes; what it prints differs from what its formula gives. */
  readonly rounds?: true;
  /** What must be known of a result by this recipe. */
  readonly notes: readonly string[];
}
