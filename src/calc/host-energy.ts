import { problem, type Problem } from '../errors.ts';
import type { CpuFacts } from '../hardware/hardware-rows.ts';
import { err, ok, type Result } from '../result.ts';
import { scale } from '../units/arithmetic.ts';
import { Z90 } from '../units/estimate.ts';
import type { CalcRequest, CpuPart, MemoryPart } from './calc-request.ts';
import type { RangedConstant } from './calc-tables.ts';
import {
  computed,
  type Figure,
  figureOf,
  givenFigure,
  product,
  rangedFigure,
  sourcedFigure,
  total,
} from './figure.ts';
import type { CalcKnowledge, HostPower } from './knowledge.ts';

/** Power of what is not an accelerator: CPUs, memory, storage. W; undefined where the request names none. */
export interface HostPart {
  readonly power: Figure;
  readonly notes: readonly string[];
}

/**
 * Power of CPUs, memory and storage.
 *
 * What is stated in watts is taken as it is; else the power model of the whole machine gives it, of which the cores that are used are a part.
 *
 * @param besideAccelerators the CPU only feeds accelerators, so its load is another one
 */
export function hostPower(
  request: CalcRequest,
  layer: 'chips' | 'wall',
  knowledge: CalcKnowledge,
  besideAccelerators: boolean,
): Result<HostPart | undefined> {
  const { cpu, memory } = request;
  const terms: Figure[] = [];
  const notes: string[] = [];
  let memoryCounted = false;
  if (cpu !== undefined) {
    const stated = statedCpu(cpu, request.utilisation, besideAccelerators);
    if (stated !== undefined) terms.push(stated);
    else {
      const modelled = modelledMachine(request, cpu, layer, knowledge, besideAccelerators);
      if (!modelled.ok) return modelled;
      terms.push(modelled.value.power);
      notes.push(...modelled.value.notes);
      memoryCounted = memory?.gigabytes !== undefined && memory.wPerGB === undefined;
    }
  }
  if (memory !== undefined && !memoryCounted) {
    const figure = memoryPower(memory, knowledge);
    if (figure !== undefined) terms.push(figure);
  }
  if (request.storage !== undefined)
    terms.push(
      product(
        { id: 'power.storage', label: 'power of the storage', unit: 'W', formula: 'terabytes × W/TB' },
        [
          givenFigure('storage', 'storage', request.storage.terabytes, 'TB'),
          sourcedFigure(
            knowledge.storageWPerTB(request.storage.kind),
            `power of a terabyte (${request.storage.kind})`,
          ),
        ],
      ),
    );
  const [first, ...others] = terms;
  if (first === undefined) return ok(undefined);
  const power =
    others.length === 0
      ? first
      : total(
          { id: 'power.host', label: 'power of CPU and memory', unit: 'W', formula: 'sum of the parts' },
          terms,
        );
  return ok({ power, notes });
}

/** Cores × W per core × usage, sockets × TDP × usage, or a measured mean: as Lannelongue et al. and Strubell et al. state it. */
function statedCpu(
  cpu: CpuPart,
  utilisation: number | undefined,
  besideAccelerators: boolean,
): Figure | undefined {
  if (cpu.meanPowerW !== undefined)
    return givenFigure('power.cpu', 'mean power of the CPUs', cpu.meanPowerW, 'W');
  const usage = cpu.usage ?? (besideAccelerators ? undefined : utilisation) ?? 1;
  const used = usage === 1 ? [] : [givenFigure('cpu.usage', 'usage of the CPU', usage, '1')];
  const facts = { id: 'power.cpu', label: 'power of the CPU', unit: 'W' };
  if (cpu.coreTdpW !== undefined)
    return product({ ...facts, formula: 'cores × W per core × usage' }, [
      givenFigure('cpu.cores', 'cores', cpu.cores ?? 1, '1'),
      givenFigure('cpu.core-tdp', 'power of one core', cpu.coreTdpW, 'W'),
      ...used,
    ]);
  if (cpu.tdpW !== undefined && cpu.text === undefined)
    return product({ ...facts, formula: 'sockets × TDP × usage' }, [
      givenFigure('cpu.sockets', 'sockets', cpu.sockets ?? 1, '1'),
      givenFigure('cpu.tdp', 'TDP of one CPU', cpu.tdpW, 'W'),
      ...used,
    ]);
  return undefined;
}

/** Power of memory: measured, or gigabytes × W per gigabyte. */
export function memoryPower(memory: MemoryPart, knowledge: CalcKnowledge): Figure | undefined {
  if (memory.meanPowerW !== undefined)
    return givenFigure('power.ram', 'mean power of the memory', memory.meanPowerW, 'W');
  if (memory.gigabytes === undefined) return undefined;
  const each =
    memory.wPerGB === undefined
      ? sourcedFigure(knowledge.ramWPerGB(), 'power of a gigabyte of memory')
      : givenFigure('ram.w-per-gb', 'power of a gigabyte of memory', memory.wPerGB, 'W/GB');
  return product({ id: 'power.ram', label: 'power of the memory', unit: 'W', formula: 'gigabytes × W/GB' }, [
    givenFigure('ram', 'memory', memory.gigabytes, 'GB'),
    each,
  ]);
}

function modelledMachine(
  request: CalcRequest,
  cpu: CpuPart,
  layer: 'chips' | 'wall',
  knowledge: CalcKnowledge,
  besideAccelerators: boolean,
): Result<HostPart> {
  const named = cpu.text === undefined ? undefined : knowledge.cpu(cpu.text);
  // The CPU that a cloud names is not the user's to know better.
  if (named?.kind === 'ambiguous' && cpu.host === undefined) return err(ambiguousCpu(cpu.text ?? '', named));
  const match = named?.kind === 'found' ? named : undefined;
  const stranger =
    named?.kind === 'unknown' && cpu.host === undefined ? [strangeCpu(cpu.text ?? '', named)] : [];
  const sockets = cpu.sockets ?? socketsOfHost(cpu, match?.value.coresPerSocket) ?? 1;
  const name = match?.value.name ?? cpu.text ?? 'a CPU that is not named';
  const perSocket = match?.value.coresPerSocket ?? (match === undefined ? cpu.cores : undefined);
  const { cpuLoad, hostLoad } = knowledge.defaults();
  const prior = besideAccelerators ? hostLoad : cpuLoad;
  const stated = cpu.usage ?? (besideAccelerators ? undefined : request.utilisation);
  const at = (load: number): HostPower =>
    knowledge.hostPower(
      {
        cpu: match?.value.name ?? cpu.text ?? '',
        sockets,
        ...(perSocket === undefined ? {} : { coresPerSocket: perSocket }),
        ...(cpu.host === undefined ? {} : { threads: cpu.host.threads }),
        ...(request.memory?.gigabytes === undefined ? {} : { ramGB: request.memory.gigabytes }),
      },
      load,
      stated !== undefined,
    );
  const machine = at(stated ?? prior.value);
  const pick = (power: HostPower): HostPower['wall'] => (layer === 'wall' ? power.wall : power.chips);
  const estimate =
    stated === undefined
      ? withLoadSpread(pick(machine), pick(at(prior.low)), pick(at(prior.high)))
      : pick(machine);
  const load =
    stated === undefined
      ? priorFigure(prior, besideAccelerators)
      : givenFigure('cpu.load', 'load of the CPU', stated, '1');
  const whole = computed(
    estimate,
    {
      id: 'power.machine',
      label:
        layer === 'wall'
          ? `power at the wall of ${sockets} × ${name}`
          : `power of the chips of ${sockets} × ${name}`,
      unit: 'W',
      formula: 'power model of the machine at this load',
      note: machine.source,
    },
    [load, ...(match === undefined ? [] : [tdpFigure(match.value)])],
  );
  const cores = machine.cores ?? (perSocket === undefined ? undefined : perSocket * sockets);
  const notes = [...stranger, ...machine.assumed, ...(match?.note === undefined ? [] : [match.note])];
  if (cpu.host !== undefined) {
    const { share, name: instance, from } = cpu.host;
    return ok({
      power: product(
        {
          id: 'power.instance',
          label: `part of ${instance} in its host`,
          unit: 'W',
          formula: 'power of the host × part of its threads',
        },
        [
          whole,
          figureOf(
            { value: share, errors: {} },
            { id: 'instance.share', label: `part of the host's threads of ${instance}`, unit: '1', ...from },
          ),
        ],
      ),
      notes,
    });
  }
  if (cpu.cores === undefined || cores === undefined || cpu.cores >= cores)
    return ok({ power: whole, notes });
  const part = cpu.cores / cores;
  return ok({
    power: computed(
      scale(whole.estimate, part),
      {
        id: 'power.cores',
        label: `part of ${cpu.cores} of ${cores} cores`,
        unit: 'W',
        formula: 'power of the machine × cores / cores of the machine',
      },
      [whole, givenFigure('cpu.cores', 'cores that are used', cpu.cores, '1')],
    ),
    notes: [...notes, `${cpu.cores} of the machine's ${cores} cores: their part of it`],
  });
}

/** Sockets of a cloud's host: its threads over those of one CPU. */
function socketsOfHost({ host }: CpuPart, coresPerSocket: number | undefined): number | undefined {
  if (host === undefined || coresPerSocket === undefined) return undefined;
  return Math.max(1, Math.round(host.threads / (THREADS_PER_CORE * coresPerSocket)));
}

/** Threads of a core on the hosts of clouds. */
const THREADS_PER_CORE = 2;

/** The model at a load that is not known: its error, and from the power at the prior's low end to that at its high end. */
function withLoadSpread(
  at: HostPower['wall'],
  low: HostPower['wall'],
  high: HostPower['wall'],
): HostPower['wall'] {
  if (at.value === null || low.value === null || high.value === null || at.value <= 0) return at;
  return {
    ...at,
    errors: {
      ...at.errors,
      'load:assumed': [(1 - low.value / at.value) / Z90, (high.value / at.value - 1) / Z90],
    },
  };
}

function priorFigure(prior: RangedConstant, besideAccelerators: boolean): Figure {
  return besideAccelerators
    ? rangedFigure(
        prior,
        'load of a CPU that feeds accelerators',
        'the load of the host; give `--cpu-utilisation`',
      )
    : rangedFigure(prior, 'load of a CPU that does the work', 'the load of the CPU; give `--utilisation`');
}

function tdpFigure(cpu: CpuFacts): Figure {
  const { source, year, licence, url } = cpu.from;
  return figureOf(
    { value: cpu.tdpW, errors: {} },
    {
      id: `cpu.${cpu.key}.tdp`,
      label: `TDP of ${cpu.name}`,
      unit: 'W',
      source,
      year,
      licence,
      ...(url === undefined ? {} : { url }),
    },
  );
}

/** A CPU that no table knows: what is near, and that a prior with a wide interval stands in. */
function strangeCpu(text: string, { nearest }: { readonly nearest: readonly CpuFacts[] }): string {
  const near = nearest.slice(0, 4).map(({ name }) => name);
  const offer = near.length === 0 ? '' : ` Nearest: ${near.join(', ')}`;
  return `no CPU is known as "${text}": a wide range stands in.${offer}`;
}

/** The three parts for a name that several CPUs could have. */
function ambiguousCpu(text: string, { candidates }: { readonly candidates: readonly CpuFacts[] }): Problem {
  const names = candidates.slice(0, 6).map(({ name }) => name);
  return problem(
    'E_HARDWARE',
    `"${text}" could be several CPUs`,
    'They differ in power.',
    `Say which: ${names.join(', ')}.`,
  );
}
