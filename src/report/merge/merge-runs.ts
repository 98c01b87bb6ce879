import type { ImportedFigures } from '../../book/imported.ts';
import type { Scalar } from '../../book/journal-event.ts';
import { addWork } from '../../book/work-unit.ts';
import type { EnergyRecord, PartRecord, RunRecord } from '../../book/run-record.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import { addComponents, worst } from './add-components.ts';
import { addCarbon, addCost, addWater, mixedWarning } from './add-footprints.ts';
import { addEpochs, addStages } from './add-windows.ts';
import { addLayers, addMachines, addWritten } from './add-written.ts';
import { overlapS, spanOf, unionS } from './span.ts';

/** A part with less of the energy than this does not set the grade (DESIGN §4). */
const GRADE_FLOOR = 0.1;

/** What the sum of some runs is. */
export interface MergedRuns {
  readonly figures: ImportedFigures;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Length of the time in which at least one of them was alive, s. */
  readonly durationS: number;
  readonly state: Exclude<RunRecord['state'], 'running'>;
  readonly exitCode: number | null;
  /** The machine that all were on; empty where they were on several. */
  readonly hostId: string;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly tags: readonly string[];
}

/**
 * Adds the root runs of a job's nodes into one: energies and carbon with their errors by source (what two runs share adds linearly), time as the union
 * of their times. Which runs must not be added, {@link overlapOf} tells.
 *
 * @param runs at least one; what can stand only once (command, git, metrics) is the first one's.
 */
export function mergeRuns(runs: readonly RunRecord[]): MergedRuns {
  const [first] = runs as [RunRecord, ...RunRecord[]];
  const spans = runs.map((run) => spanOf(run));
  const failed = runs.find(({ exitCode }) => exitCode !== null && exitCode !== 0);
  return {
    figures: {
      energy: energyOf(runs),
      carbon: addCarbon(runs),
      ...addCost(runs),
      ...addWater(runs),
      grade: gradeOf(runs),
      machine: machineOf(runs),
      environment: common(runs.map(({ environment }) => environment)),
      git: first.git,
      metrics: Object.assign({}, ...runs.map(({ metrics }) => metrics).reverse()) as RunRecord['metrics'],
      ...doneOf(runs),
      gaps: [],
      warnings: [
        ...new Map(
          runs.flatMap(({ warnings }) => warnings).map((one) => [JSON.stringify(one), one]),
        ).values(),
        ...mixedWarning(runs),
      ],
      usage: usageOf(runs),
      samples: total(runs.map(({ samples }) => samples)),
      parts: runs.map(partOf),
    },
    startedAt: new Date(Math.min(...spans.map(({ fromMs }) => fromMs))).toISOString(),
    endedAt: new Date(Math.max(...spans.map(({ toMs }) => toMs))).toISOString(),
    durationS: unionS(spans),
    state: stateOf(runs),
    exitCode: failed?.exitCode ?? first.exitCode,
    hostId: runs.every(({ hostId }) => hostId === first.hostId) ? first.hostId : '',
    params: common(runs.map(({ params }) => params)),
    tags: [...new Set(runs.flatMap(({ tags }) => tags))],
  };
}

function energyOf(runs: readonly RunRecord[]): EnergyRecord {
  const groups = together(runs);
  const layers = (layer: 'chips' | 'wall' | 'facility') =>
    addLayers(groups.map((group) => group.map(({ energy }) => energy[layer])));
  const weights = weightsOf(runs);
  return {
    chips: layers('chips'),
    wall: layers('wall'),
    facility: layers('facility'),
    unattributed: addMachines(
      groups.map((group) => group.map(({ energy }) => energy.unattributed)),
      'J',
    ),
    components: addComponents(groups),
    stages: addStages(runs),
    epochs: addEpochs(runs),
    measuredFraction: total(runs.map(({ energy }, i) => energy.measuredFraction * (weights[i] ?? 0))),
    policy: {
      ...common(runs.map(({ energy }) => energy.policy)),
      merged: `the sum of ${runs.length} runs; what two of them share in error adds linearly`,
    },
    coTenants: Math.max(...runs.map(({ energy }) => energy.coTenants)),
    tracker: addWritten(
      runs.map(({ energy }) => energy.tracker),
      'J',
    ),
  };
}

/** Each run's part of the attributed energy of the chips. */
function weightsOf(runs: readonly RunRecord[]): readonly number[] {
  const joules = runs.map(({ energy: { chips } }) => chips.attributed.value ?? chips.attributed.high ?? 0);
  const sum = total(joules);
  return joules.map((one) => (sum > 0 ? one / sum : 1 / runs.length));
}

function gradeOf(runs: readonly RunRecord[]): RunRecord['grade'] {
  const weights = weightsOf(runs);
  return worst(runs.filter((_, i) => (weights[i] ?? 0) >= GRADE_FLOOR).map(({ grade }) => grade));
}

/** All machines as one: their CPUs, memory and GPUs together. */
function machineOf(runs: readonly RunRecord[]): MachineInfo | null {
  const byHost = new Map(runs.map(({ hostId, machine }) => [hostId, machine]));
  const machines = [...byHost.values()].filter((machine) => machine !== null);
  const [first] = machines;
  if (first === undefined || machines.length < byHost.size) return null;
  return {
    ...first,
    cpu: [...new Set(machines.map(({ cpu }) => cpu))].join(', '),
    sockets: total(machines.map(({ sockets }) => sockets)),
    cores: total(machines.map(({ cores }) => cores)),
    threads: total(machines.map(({ threads }) => threads)),
    ramBytes: total(machines.map(({ ramBytes }) => ramBytes)),
    gpus: machines.flatMap(({ gpus }) => gpus),
  };
}

/** Each process tells of what it has done itself, or one of them of what all did. */
function doneOf(runs: readonly RunRecord[]): Pick<RunRecord, 'done'> {
  const told = runs.flatMap(({ done }) => done ?? []);
  return told.length === 0 ? {} : { done: told.reduce(addWork) };
}

function usageOf(runs: readonly RunRecord[]): RunRecord['usage'] {
  const lengthS = total(runs.map(({ durationS }) => durationS));
  const mean = (of: (usage: RunRecord['usage']) => number): number =>
    lengthS > 0 ? total(runs.map(({ usage, durationS }) => of(usage) * durationS)) / lengthS : 0;
  const stolen = mean(({ stolenCpu = 0 }) => stolenCpu);
  return {
    cpuS: total(runs.map(({ usage }) => usage.cpuS)),
    cpuSource: [...new Set(runs.map(({ usage }) => usage.cpuSource))].join(', '),
    machineCpu: mean(({ machineCpu }) => machineCpu),
    runCpu: mean(({ runCpu }) => runCpu),
    ...(stolen > 0 ? { stolenCpu: stolen } : {}),
    peakRssBytes: null, // peaks of several machines are no peak
    trackerCpuS: total(runs.map(({ usage }) => usage.trackerCpuS)),
  };
}

function partOf({ id, name, hostId, startedAt, durationS, energy }: RunRecord): PartRecord {
  return { id, name, hostId, startedAt, durationS, attributed: energy.wall.attributed };
}

function stateOf(runs: readonly RunRecord[]): MergedRuns['state'] {
  const order = ['failed', 'lost', 'interrupted', 'stopped'] as const;
  return order.find((state) => runs.some((run) => run.state === state)) ?? 'ok';
}

/** Runs of one machine that were alive together, in groups: each has counted the machine for itself. */
function together(runs: readonly RunRecord[]): readonly (readonly RunRecord[])[] {
  let groups: RunRecord[][] = [];
  for (const run of runs) {
    const touches = (other: RunRecord): boolean =>
      other.hostId === run.hostId && run.hostId !== '' && overlapS(spanOf(other), spanOf(run)) > 0;
    const touched = groups.filter((group) => group.some(touches));
    groups = [...groups.filter((group) => !touched.includes(group)), [...touched.flat(), run]];
  }
  return groups;
}

/** What all of some maps say alike. */
function common<T>(maps: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> {
  const [first = {}, ...others] = maps;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((map) => map[key] === value)),
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
