import type { MachineInfo } from '../../hardware/machine-info.ts';
import { Z90 } from '../../units/estimate.ts';
import { type CpuGeneration, cpuGeneration, cpuVendor } from './cpu-generation.ts';
import { machineClass, type ModelClass } from './machine-class.ts';
import type { ModelTables } from './model-tables.ts';
import { EVEN_TAPER, type Range2, type WallErrors } from './wall-errors.ts';
import { fitErrors, type ServerFacts, usualTdp, usualYear, wallByFit } from './wall-fit.ts';

/** Loads at which the model is tabulated: 0, 0.1, … 1. */
export const LEVELS = 11;

/** Bytes of a gigabyte as memory is sold. */
const GIB = 2 ** 30;

/** Less memory than this for each core is no figure of a running machine: the usual amount is taken. */
const LEAST_GB_PER_CORE = 0.05;

/** What tables know of a CPU. */
export interface CpuRatings {
  /** Thermal design power of one package, W. */
  readonly tdpW?: number;
  readonly coresPerSocket?: number;
  /** Year in which it could first be bought. */
  readonly year?: number;
}

/** Wall power of a machine at each level of load, with its errors. */
export interface WallPower extends WallErrors {
  /** W at 0, 10, … 100 % load, strictly rising. */
  readonly watts: Float64Array;
  /** Errors that other machines of the model do not share, by name, e.g. a TDP that was guessed. */
  readonly more: Readonly<Record<string, Range2>>;
  readonly method: string;
  readonly class: ModelClass;
  /** Whether a table knows the CPU. */
  readonly known: boolean;
  /** The TDP of one CPU and the memory, GB, that were reckoned with. */
  readonly tdpW?: number;
  readonly gigabytes: number;
  /** What was assumed for want of knowing, a sentence each. */
  readonly assumed: readonly string[];
}

/** Memory in GB, as the tables count it. */
export function ramGB(machine: MachineInfo): number {
  return machine.ramBytes / GIB;
}

/** Wall power of a machine (docs/methodology/power-model.md). `year`: when it was built, where that is known. */
export function wallPower(
  machine: MachineInfo,
  cpu: CpuRatings,
  tables: ModelTables,
  year?: number,
): WallPower {
  if (machine.virtual) return wallOfSlice(machine, cpu, tables);
  const generation = cpuGeneration(machine.cpu, tables.generations);
  const of = machineClass(machine, cpu.tdpW, generation, tables.byClass.underTdpW);
  if (of !== 'server') return wallOfClass(of, machine, cpu, tables);
  return wallOfServer(machine, { ...(year === undefined ? {} : { year }), ...cpu }, generation, tables);
}

/** A server by the fit; where its CPU is in no table, with the TDP that CPUs of so many cores and that year have. */
function wallOfServer(
  machine: MachineInfo,
  cpu: CpuRatings,
  generation: CpuGeneration | undefined,
  tables: ModelTables,
): WallPower {
  const { wall: fit } = tables;
  const assumed: string[] = [];
  const coresPerSocket = machine.cores / machine.sockets;
  const entry = generation?.entry ?? false;
  const year = generation?.year ?? cpu.year ?? usualYear(coresPerSocket, fit);
  if (generation?.year === undefined && cpu.year === undefined) {
    assumed.push(
      `the year of the CPU is not known: ${year}, as of CPUs with ${Math.round(coresPerSocket)} cores`,
    );
  }
  const tdpW = cpu.tdpW ?? usualTdp({ coresPerSocket, year, entry }, fit);
  if (cpu.tdpW === undefined) {
    assumed.push(
      `the CPU "${machine.cpu}" is in no table: ${Math.round(tdpW)} W of TDP, as CPUs of ${Math.round(coresPerSocket)} cores and its time have`,
    );
  }
  const memory = believable(ramGB(machine), machine, assumed);
  const facts: ServerFacts = {
    tdpW,
    sockets: machine.sockets,
    coresPerSocket,
    smt: machine.threads > machine.cores,
    year,
    vendor: cpuVendor(machine.cpu),
    entry,
    ...(memory === undefined ? {} : { ramGB: memory }),
    ...(generation === undefined ? {} : { generation: generation.id }),
  };
  return {
    watts: wallByFit(facts, fit),
    ...fitErrors(generation?.id, fit),
    more: cpu.tdpW === undefined ? { tdp: fit.tdp.spread } : {},
    method: 'model:server',
    class: 'server',
    known: cpu.tdpW !== undefined,
    tdpW,
    gigabytes: memory ?? fit.domain.usualGBPerW * tdpW * machine.sockets,
    assumed,
  };
}

function believable(gb: number, machine: MachineInfo, assumed: string[]): number | undefined {
  if (gb >= LEAST_GB_PER_CORE * machine.cores) return gb;
  assumed.push(
    gb > 0
      ? `${gb} GB of memory for ${machine.cores} cores is not believable: the usual amount is taken`
      : 'the memory is not known: the usual amount is taken',
  );
  return undefined;
}

/** A laptop, a desktop, a small box or board: what such machines draw by their TDP; the shape by load is that of servers. */
function wallOfClass(
  of: Exclude<ModelClass, 'server'>,
  machine: MachineInfo,
  cpu: CpuRatings,
  tables: ModelTables,
): WallPower {
  const { prior, byClass, wall } = tables;
  const own = byClass.classes[of];
  const tdpW = cpu.tdpW ?? prior.tdp.wPerThread[of] * (machine.threads / machine.sockets);
  const assumed =
    cpu.tdpW === undefined
      ? [
          `the CPU "${machine.cpu}" is in no table: ${Math.round(tdpW)} W of TDP, ${prior.tdp.wPerThread[of]} W a thread of such machines`,
        ]
      : [];
  const [idle, full] = [own.idle, own.full].map(
    ({ baseW, perTdp }) => machine.sockets * (baseW + perTdp * tdpW),
  );
  return {
    watts: Float64Array.from(
      { length: LEVELS },
      (_, k) => (idle ?? 0) + ((full ?? 0) - (idle ?? 0)) * (wall.rise[k] ?? k / (LEVELS - 1)),
    ),
    spread: own.spread,
    idleSpread: own.idleSpread,
    taper: EVEN_TAPER,
    more: cpu.tdpW === undefined ? { tdp: spreadOfFactor(prior.tdp.factor) } : {},
    method: `model:${of}`,
    class: of,
    known: cpu.tdpW !== undefined,
    tdpW,
    gigabytes: machine.ramBytes > 0 ? ramGB(machine) : wall.domain.usualGBPerW * tdpW * machine.sockets,
    assumed,
  };
}

/**
 * A virtual machine: its threads' part of a host, which is known where the guest sees the name of its CPU and a table tells the TDP and the
 * cores; else a mean power for each thread.
 */
function wallOfSlice(machine: MachineInfo, cpu: CpuRatings, tables: ModelTables): WallPower {
  const { slice } = tables.prior;
  if (cpu.tdpW === undefined || cpu.coresPerSocket === undefined) return wallOfThreads(machine, tables);
  const cores = cpu.coresPerSocket * slice.sockets;
  const hostThreads = cores * (cpuVendor(machine.cpu) === 'other' ? 1 : slice.threadsPerCore);
  const part = machine.threads / hostThreads;
  if (part > 1) return wallOfThreads(machine, tables);
  const host: MachineInfo = {
    ...machine,
    virtual: false,
    chassis: 'server',
    sockets: slice.sockets,
    cores,
    threads: hostThreads,
    ramBytes: machine.ramBytes / part,
  };
  const generation = cpuGeneration(machine.cpu, tables.generations);
  const whole = wallOfServer(host, cpu, generation, tables);
  return {
    ...whole,
    watts: whole.watts.map((watts) => watts * part),
    gigabytes: whole.gigabytes * part,
    more: { ...whole.more, slice: slice.spread },
    method: 'model:slice',
    assumed: [
      `a part of ${machine.threads} in ${hostThreads} threads of a server with ${slice.sockets} x ${machine.cpu}`,
      ...whole.assumed,
    ],
  };
}

/** Wall power of a slice of an unknown host: that of a server for each thread, and what memory it has beyond the usual, through the supply. */
function wallOfThreads(machine: MachineInfo, tables: ModelTables): WallPower {
  const { prior, ram, supply, wall } = tables;
  const { threads } = machine;
  const efficiency = supply.classes.server.efficiency.value;
  const moreGB = Math.max(0, ramGB(machine) - prior.gbPerThread * threads);
  const [idle, full] = [prior.idleWPerThread, prior.fullWPerThread];
  const watts = Float64Array.from({ length: LEVELS }, (_, k) => {
    const rise = wall.rise[k] ?? k / (LEVELS - 1);
    const ramW = moreGB * ram.wPerGB.value * (ram.atIdle + (ram.atFullLoad - ram.atIdle) * rise);
    return threads * (idle + (full - idle) * rise) + ramW / efficiency;
  });
  return {
    watts,
    spread: spreadOfFactor(prior.factor),
    idleSpread: prior.idleSpread,
    taper: EVEN_TAPER,
    more: {},
    method: 'model:per-thread',
    class: 'server',
    known: false,
    gigabytes: ramGB(machine),
    assumed: ['the host is not known: a mean power for each of its threads'],
  };
}

/** Spread whose 5 % and 95 % quantiles are a factor below and above the value. */
export function spreadOfFactor(factor: number): readonly [number, number] {
  return [(1 - 1 / factor) / Z90, (factor - 1) / Z90];
}
