import type { RunRecord } from '../../../src/book/run-record.ts';
import { wasteRun, type WasteRun } from '../../../src/report/waste/waste-run.ts';
import { estimate, written, type WrittenEstimate } from '../../../src/units/estimate.ts';
import { aRecord, type RecordWishes } from '../../book/a-record.ts';

/** What may be said about a run beside its record's plain fields. */
export interface RunWishes extends RecordWishes {
  /** Minutes after a common beginning at which it began, and how long it lasted. */
  readonly at?: number;
  readonly minutes?: number;
  readonly commit?: string;
  readonly activePart?: number;
  readonly epochs?: readonly {
    readonly joules: number;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
}

const BEGINNING = Date.parse('2026-11-01T00:00:00Z');

/** The record of a run for tests of waste. */
export function aWasteRecord(wishes: RunWishes = {}): RunRecord {
  const { at = 0, minutes = 1, commit, activePart = 0.7, epochs = [], ...given } = wishes;
  const startedMs = BEGINNING + at * 60_000;
  const energyJ = given.energyJ === undefined ? 3600 : given.energyJ;
  const record = aRecord({
    startedAt: new Date(startedMs).toISOString(),
    endedAt: new Date(startedMs + minutes * 60_000).toISOString(),
    durationS: minutes * 60,
    ...(commit === undefined ? {} : { git: { commit } }),
    ...given,
    energyJ,
  });
  const active = joules((energyJ ?? 1) * activePart);
  return {
    ...record,
    energy: {
      ...record.energy,
      wall: { ...record.energy.wall, ...(energyJ === null ? {} : { active }) },
      epochs: epochs.map((epoch, i) => ({
        n: i + 1,
        attributed: joules(epoch.joules),
        active: joules(epoch.joules),
        durationS: 1,
        metrics: epoch.metrics,
      })),
    },
  };
}

/** A run as it is looked at. */
export function aRun(wishes: RunWishes = {}): WasteRun {
  return wasteRun(aWasteRecord(wishes));
}

function joules(value: number): WrittenEstimate {
  return written(estimate(value, { 'model:h1': 0.1 }), 'J');
}
