import type { RunKind, RunState } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import { versionOf, workOf } from './work-identity.ts';

/** What is looked at of a run to tell what of its energy was wasted: a small part of its record, for all runs are held at once. */
export interface WasteRun {
  readonly id: string;
  readonly parentId: string | null;
  readonly parts: readonly string[];
  readonly name: string;
  readonly project: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly limit: string | null;
  /** ms since 1970. */
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly durationS: number;
  readonly command: readonly string[];
  readonly tags: readonly string[];
  /** What it was to do, and from what; null where the record does not tell. */
  readonly work: string | null;
  readonly version: string | null;
  /** Attributed and active energy at the wall, J. */
  readonly energy: Estimate;
  readonly active: Estimate;
  /** Operational, g CO2e. */
  readonly carbon: Estimate;
  readonly cost: Estimate | null;
  readonly currency: string | null;
  readonly epochs: readonly WasteEpoch[];
  /** Whether these are no epochs but stretches between reports. */
  readonly areWindows: boolean;
  /** How many samples its journal has, and whether metrics were reported. */
  readonly samples: number;
  readonly hasMetrics: boolean;
}

/** An epoch with what it took and what had come of it. */
export interface WasteEpoch {
  readonly joules: number | null;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Reads it from a record. */
export function wasteRun(record: RunRecord): WasteRun {
  const { energy, carbon, cost } = record;
  return {
    id: record.id,
    parentId: record.parentId ?? null,
    parts: (record.parts ?? []).map(({ id }) => id),
    name: record.name,
    project: record.project,
    kind: record.kind,
    state: record.state,
    exitCode: record.exitCode,
    signal: record.signal,
    limit: record.limit ?? null,
    startedMs: msOf(record.startedAt),
    endedMs: msOf(record.endedAt),
    durationS: record.durationS,
    command: record.command,
    tags: record.tags,
    work: workOf(record),
    version: versionOf(record),
    energy: fromWritten(energy.wall.attributed),
    active: fromWritten(energy.wall.active),
    carbon: fromWritten(carbon.operational),
    cost: cost === undefined ? null : fromWritten(cost.total),
    currency: cost?.total.unit ?? null,
    areWindows: false,
    samples: record.samples,
    hasMetrics: Object.keys(record.metrics).length > 0,
    epochs: (energy.epochs ?? []).map(({ attributed, metrics }) => ({ joules: attributed.value, metrics })),
  };
}

function msOf(iso: string | null): number | null {
  const ms = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}
