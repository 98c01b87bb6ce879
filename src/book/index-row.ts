import type { WrittenEstimate } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';
import { cloudOf } from './emissions-place.ts';
import { energyParts } from './energy-parts.ts';
import type { RunKind, RunState, Scalar } from './journal-event.ts';
import type { RunRecord } from './run-record.ts';

/** One run, flat: what a listing shows, sorts and filters by. Energies in J, carbon in g CO2e, water in L, times in s or ms since 1970. */
export interface IndexRow {
  readonly id: string;
  readonly rootId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly startedAt: string;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly durationS: number;
  /** Attributed energy at the wall: the headline. */
  readonly energyJ: number | null;
  readonly energyLowJ: number | null;
  readonly energyHighJ: number | null;
  readonly activeJ: number | null;
  readonly machineJ: number | null;
  /** Mean attributed power at the wall. */
  readonly powerW: number | null;
  /** Attributed chips energy of all GPUs, of the CPU and of the memory, and what lies between these and the wall; null where one of a kind is not known. */
  readonly gpuJ: number | null;
  readonly cpuJ: number | null;
  readonly ramJ: number | null;
  readonly otherJ: number | null;
  /** The idle part of the attributed energy, at the wall. */
  readonly idleJ: number | null;
  /** Operational carbon. */
  readonly co2G: number | null;
  readonly co2LowG: number | null;
  readonly co2HighG: number | null;
  /** Market-based. */
  readonly marketG: number | null;
  readonly embodiedG: number | null;
  readonly embodiedLowG: number | null;
  readonly embodiedHighG: number | null;
  readonly waterL: number | null;
  readonly waterLowL: number | null;
  readonly waterHighL: number | null;
  readonly cost: number | null;
  readonly costLow: number | null;
  readonly costHigh: number | null;
  readonly currency: string | null;
  readonly intensityGPerKwh: number | null;
  /** What kind of carbon the intensity counts, e.g. `average, life-cycle`: kinds that differ do not add up. */
  readonly co2Kind: string | null;
  readonly grade: Grade;
  readonly measuredFraction: number;
  readonly host: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly limit: string | null;
  readonly command: string;
  readonly cwd: string;
  readonly commit: string | null;
  readonly cpu: string | null;
  readonly gpus: readonly string[];
  /** Of a machine with several, and the type of a cloud's instance: runs of another machine are no repetition. */
  readonly sockets?: number;
  readonly instanceType?: string;
  readonly zone: string | null;
  readonly zoneName: string | null;
  /** `aws:eu-west-1`, or `aws` where the region is not known. */
  readonly cloud: string | null;
  readonly samples: number;
  /** How much work it has told of having done, by unit, and how many epochs it has ended; left out where that is none. */
  readonly samplesDone?: number;
  readonly tokensDone?: number;
  readonly requestsDone?: number;
  readonly stepsDone?: number;
  readonly epochsDone?: number;
  readonly pue: number | null;
  /** Named parts of it. */
  readonly stageCount: number;
  /** Of a pipeline: how many results came from its cache, and what they once took to compute, at the wall; left out of every other run. */
  readonly cacheHits?: number;
  readonly cacheSavedJ?: number | null;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly params: Readonly<Record<string, Scalar>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** Ids of the runs that it is the sum of, where it is one. */
  readonly parts?: readonly string[];
  /** The run's folder, relative to the book. */
  readonly path: string;
}

/** Flattens a record. `path` is its folder relative to the book. The record's shape was checked (`record-shape.ts`). */
export function rowOf(record: RunRecord, path: string): IndexRow {
  const { wall } = record.energy;
  const { embodied, intensity, market } = record.carbon;
  const { cost, machine, water } = record;
  const energyJ = finite(wall.attributed.value);
  const activeJ = valueOf(wall.active);
  return {
    id: record.id,
    rootId: record.rootId,
    parentId: record.parentId ?? null,
    name: record.name,
    project: record.project,
    kind: record.kind,
    state: record.state,
    startedAt: record.startedAt,
    startedMs: msOf(record.startedAt),
    endedMs: msOf(record.endedAt),
    durationS: record.durationS,
    energyJ,
    energyLowJ: finite(wall.attributed.low),
    energyHighJ: finite(wall.attributed.high),
    activeJ,
    machineJ: valueOf(wall.machine),
    powerW: energyJ === null || !(record.durationS > 0) ? null : energyJ / record.durationS,
    ...energyParts(record),
    idleJ: energyJ === null || activeJ === null ? null : Math.max(0, energyJ - activeJ),
    co2G: valueOf(record.carbon.operational),
    co2LowG: finite(record.carbon.operational.low),
    co2HighG: finite(record.carbon.operational.high),
    marketG: valueOf(market?.operational),
    embodiedG: valueOf(embodied),
    embodiedLowG: finite(embodied.low),
    embodiedHighG: finite(embodied.high),
    waterL: valueOf(water?.total),
    waterLowL: finite(water?.total.low),
    waterHighL: finite(water?.total.high),
    cost: valueOf(cost?.total),
    costLow: finite(cost?.total.low),
    costHigh: finite(cost?.total.high),
    currency: cost?.total.unit ?? null,
    intensityGPerKwh: finite(intensity?.value),
    co2Kind: kindOf(intensity),
    grade: record.grade,
    measuredFraction: record.energy.measuredFraction,
    host: record.environment['hostname'] ?? record.hostId,
    exitCode: record.exitCode,
    signal: record.signal,
    limit: record.limit ?? null,
    command: record.command.join(' '),
    cwd: record.cwd,
    commit: record.git?.commit ?? null,
    cpu: machine?.cpu ?? null,
    gpus: machine?.gpus ?? [],
    ...(machine === null || !(machine.sockets > 1) ? {} : { sockets: machine.sockets }),
    ...(machine?.instanceType === undefined ? {} : { instanceType: machine.instanceType }),
    zone: intensity?.zone ?? null,
    zoneName: intensity?.zoneName ?? null,
    cloud: cloudText(record),
    samples: record.samples,
    ...workOf(record),
    pue: finite(record.carbon.pue?.value),
    stageCount: Object.keys(record.energy.stages ?? {}).length,
    ...cacheOf(record),
    tags: record.tags,
    notes: record.notes.map((note) => note.text),
    params: record.params,
    metrics: record.metrics,
    ...(record.parts === undefined ? {} : { parts: record.parts.map(({ id }) => id) }),
    path,
  };
}

function workOf({
  done = {},
  energy,
}: RunRecord): Pick<IndexRow, 'samplesDone' | 'tokensDone' | 'requestsDone' | 'stepsDone' | 'epochsDone'> {
  const { samples, tokens, requests, steps } = done;
  const epochs = energy.epochs?.length ?? 0;
  return {
    ...(samples === undefined ? {} : { samplesDone: samples }),
    ...(tokens === undefined ? {} : { tokensDone: tokens }),
    ...(requests === undefined ? {} : { requestsDone: requests }),
    ...(steps === undefined ? {} : { stepsDone: steps }),
    ...(epochs === 0 ? {} : { epochsDone: epochs }),
  };
}

function cacheOf({ cache }: RunRecord): Pick<IndexRow, 'cacheHits' | 'cacheSavedJ'> {
  return cache === undefined ? {} : { cacheHits: cache.hits, cacheSavedJ: valueOf(cache.saved) };
}

function cloudText(record: RunRecord): string | null {
  const cloud = cloudOf(record);
  return cloud === undefined
    ? null
    : [cloud.provider, cloud.region].filter((part) => part !== undefined).join(':');
}

/** Undefined kinds (an intensity that was given, a record of an older version) go with every other. */
function kindOf(intensity: RunRecord['carbon']['intensity'] | undefined): string | null {
  if (intensity === null || intensity === undefined) return null;
  if (intensity.value === null || intensity.basis === 'given') return null;
  return `${intensity.basis}, ${intensity.boundary}`;
}

function valueOf(estimate: WrittenEstimate | undefined): number | null {
  return finite(estimate?.value);
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function msOf(iso: string | null): number | null {
  return iso === null ? null : finite(Date.parse(iso));
}
