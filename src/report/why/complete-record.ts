import type { LayerRecord, RunRecord, UsageRecord } from '../../book/run-record.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';

const UNKNOWN: WrittenEstimate = { value: null, low: null, high: null, unit: 'J', errors: {} };
const NO_LAYER: LayerRecord = { attributed: UNKNOWN, active: UNKNOWN, machine: UNKNOWN };
const NO_USAGE: UsageRecord = {
  cpuS: 0,
  cpuSource: 'not recorded',
  machineCpu: 0,
  runCpu: 0,
  peakRssBytes: null,
  trackerCpuS: 0,
};

/** What a reader of records may rely on (`src/book/record-shape.ts`): the rest may be missing where another version wrote it. */
type Partly<T> = { readonly [K in keyof T]?: T[K] };

/** A record with everything that is missing named as unknown, so that a figure is told as far as it goes. */
export function completeRecord(record: RunRecord): RunRecord {
  const energy: Partly<RunRecord['energy']> = record.energy;
  const carbon: Partly<RunRecord['carbon']> = record.carbon;
  const { machine, usage, gaps, warnings, trackerVersion }: Partly<RunRecord> = record;
  return {
    ...record,
    machine: machine ?? null,
    usage: usage ?? NO_USAGE,
    gaps: gaps ?? [],
    warnings: warnings ?? [],
    trackerVersion: trackerVersion ?? '',
    energy: {
      chips: NO_LAYER,
      facility: NO_LAYER,
      unattributed: UNKNOWN,
      tracker: UNKNOWN,
      components: {},
      stages: {},
      epochs: [],
      measuredFraction: 0,
      policy: {},
      coTenants: 0,
      ...energy,
      wall: energy.wall ?? NO_LAYER,
    },
    carbon: { ...record.carbon, intensity: carbon.intensity ?? null, pue: carbon.pue ?? null },
  };
}
