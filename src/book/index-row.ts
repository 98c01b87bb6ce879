import type { WrittenEstimate } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';
import { cloudOf } from './emissions-place.ts';
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
  readonly zone: string | null;
  readonly zoneName: string | null;
  /** `aws:eu-west-1`, or `aws` where the region is not known. */
  readonly cloud: string | null;
  readonly samples: number;
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
    activeJ: valueOf(wall.active),
    machineJ: valueOf(wall.machine),
    powerW: energyJ === null || !(record.durationS > 0) ? null : energyJ / record.durationS,
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
    zone: intensity?.zone ?? null,
    zoneName: intensity?.zoneName ?? null,
    cloud: cloudText(record),
    samples: record.samples,
    tags: record.tags,
    notes: record.notes.map((note) => note.text),
    params: record.params,
    metrics: record.metrics,
    ...(record.parts === undefined ? {} : { parts: record.parts.map(({ id }) => id) }),
    path,
  };
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
