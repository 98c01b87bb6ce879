import { ratio } from '../units/arithmetic.ts';
import { Z90 } from '../units/estimate.ts';
import type { CalcRequest } from './calc-request.ts';
import { computed, type Figure, figureOf, givenFigure, product, sourcedFigure, total } from './figure.ts';
import type { CalcKnowledge, EmbodiedFigure } from './knowledge.ts';
import type { MachineEnergy } from './recipe.ts';
import type { ResolvedLine } from './resolve-line.ts';

/** Embodied carbon of a job, or why there is no figure. */
export interface JobEmbodied {
  readonly embodied?: Figure;
  readonly embodiedMissing?: string;
}

/**
 * What making the hardware emitted, for the time it was held: embodied × hours / life, an accelerator with its part of a server by its
 * accelerator-hours, everything else by the hours on the clock.
 */
export function embodiedCarbon(
  request: CalcRequest,
  lines: readonly ResolvedLine[],
  { clock, deviceHours }: Pick<MachineEnergy, 'clock' | 'deviceHours'>,
  knowledge: CalcKnowledge,
): JobEmbodied {
  const { instance, cpu, memory, storage } = request;
  const terms: (Figure | undefined)[] = [];
  if (instance !== undefined) {
    if (clock === undefined) return NO_HOURS;
    const held = product(
      { id: 'hours.instance', label: 'hours of the instances', unit: 'h', formula: 'instances × hours' },
      [givenFigure('instances', 'instances', instance.count, '1'), clock],
    );
    terms.push(spread(knowledge.embodied({ of: 'instance', text: instance.text }), held, instance.text));
  } else if (lines.length > 0) {
    if (deviceHours === undefined) return NO_HOURS;
    for (const [i, { accelerator, name }] of lines.entries()) {
      const held = deviceHours[i];
      if (held !== undefined)
        terms.push(spread(knowledge.embodied({ of: 'accelerator', accelerator }), held, name));
    }
  } else if (cpu !== undefined) {
    if (clock === undefined) return NO_HOURS;
    terms.push(
      spread(
        knowledge.embodied({
          of: 'server',
          sockets: cpu.sockets ?? 1,
          part: partOfServer(request, knowledge),
          ...(memory?.gigabytes === undefined ? {} : { ramGB: memory.gigabytes }),
          ...(storage?.kind === 'ssd' ? { ssdTB: storage.terabytes } : {}),
          ...(storage?.kind === 'hdd' ? { hddTB: storage.terabytes } : {}),
        }),
        clock,
        'the server',
      ),
    );
  } else return { embodiedMissing: 'the hardware is not known' };
  return summed(terms, request);
}

const NO_HOURS: JobEmbodied = {
  embodiedMissing: 'how long the hardware was held is not known; give `--hours`',
};

function summed(terms: readonly (Figure | undefined)[], { runs }: CalcRequest): JobEmbodied {
  const known = terms.filter((term) => term !== undefined);
  const [only, ...others] = known;
  if (only === undefined || known.length < terms.length)
    return { embodiedMissing: 'no sourced figure for this hardware is shipped' };
  const facts = { id: 'embodied', label: 'embodied carbon', unit: 'g' };
  const once = others.length === 0 ? only : total({ ...facts, formula: 'sum of the parts' }, known);
  if (runs === 1) return { embodied: once };
  return {
    embodied: product({ ...facts, formula: 'embodied × runs' }, [
      once,
      givenFigure('runs', 'runs', runs, '1'),
    ]),
  };
}

function spread(figure: EmbodiedFigure | undefined, held: Figure, name: string): Figure | undefined {
  if (figure === undefined) return undefined;
  const parts = figure.parts.map((part) =>
    sourcedFigure(
      part,
      `embodied carbon of ${part.note?.split(':')[0] ?? name}`,
      `typical figures for the embodied carbon of ${name}`,
    ),
  );
  const whole = total(
    {
      id: 'embodied.whole',
      label: `embodied carbon of ${name}, whole`,
      unit: 'g',
      formula: 'sum of the parts',
    },
    parts,
  );
  const { value, low, high } = figure.lifetimeS;
  const life = figureOf(
    {
      value: value / 3600,
      errors: { 'embodied:lifetime': [(1 - low / value) / Z90, (high / value - 1) / Z90] },
    },
    {
      id: 'embodied.lifetime',
      label: 'life of the hardware',
      unit: 'h',
      ...LIFE_SOURCE,
      grade: 'C',
    },
  );
  const used = product(
    { id: 'embodied.hours', label: 'embodied carbon × hours', unit: 'g h', formula: 'embodied × hours' },
    [whole, held],
  );
  return computed(
    ratio(used.estimate, life.estimate),
    { id: 'embodied', label: `embodied carbon of ${name}`, unit: 'g', formula: 'embodied × hours / life' },
    [whole, held, life],
  );
}

/** Of the life of hardware (`lifetimeYears` of data/hardware/embodied_parts.json). */
const LIFE_SOURCE = {
  source: 'Cloud Carbon Footprint: four years; ends judged',
  year: 2022,
  licence: 'Apache-2.0; own judgement',
} as const;

/** The part of the server that the cores are; all of it where nothing says otherwise. */
function partOfServer({ cpu }: CalcRequest, knowledge: CalcKnowledge): number {
  if (cpu?.cores === undefined || cpu.text === undefined) return 1;
  const match = knowledge.cpu(cpu.text);
  const cores = match.kind === 'found' ? match.value.coresPerSocket : undefined;
  return cores === undefined ? 1 : Math.min(1, cpu.cores / (cores * (cpu.sockets ?? 1)));
}
