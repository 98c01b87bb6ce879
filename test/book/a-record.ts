import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runId } from '../../src/book/run-id.ts';
import type { LayerRecord, RunRecord } from '../../src/book/run-record.ts';
import { estimate, type WrittenEstimate, written } from '../../src/units/estimate.ts';

function joules(value: number): WrittenEstimate {
  return written(estimate(value, { 'model:h1': 0.1 }), 'J');
}

function layer(value: number): LayerRecord {
  return { attributed: joules(value), active: joules(value * 0.7), machine: joules(value * 2) };
}

/** What may be said about a run in a test; everything else is plausible. */
export interface RecordWishes extends Partial<Omit<RunRecord, 'energy' | 'carbon'>> {
  readonly energyJ?: number | null;
  readonly co2G?: number | null;
}

/** A record for tests. */
export function aRecord(wishes: RecordWishes = {}): RunRecord {
  const { energyJ = 3600, co2G = 12, ...given } = wishes;
  const startedAt = given.startedAt ?? '2026-11-20T10:00:00.000Z';
  const id = given.id ?? runId(Date.parse(startedAt), Math.random);
  const wall = layer(energyJ ?? 1);
  const none: WrittenEstimate = { value: null, low: 1, high: 9, unit: 'J', errors: {} };
  const estimates = energyJ === null ? { ...wall, attributed: none, active: none } : wall;
  const component = {
    attributed: joules(100),
    active: joules(60),
    idle: joules(40),
    machine: joules(200),
    share: { method: 'cpu-time', value: 0.5 },
    method: 'rapl',
    grade: 'A',
  } as const;
  return {
    schema: 'joulebook.run/1',
    rootId: id,
    name: 'calm-otter-7f3k',
    project: 'demo',
    kind: 'command',
    command: ['python', 'train.py'],
    cwd: '/home/me/demo',
    state: 'ok',
    exitCode: 0,
    signal: null,
    endedAt: new Date(Date.parse(startedAt) + 60_000).toISOString(),
    durationS: 60,
    hostId: 'h1',
    bootId: 'b1',
    grade: 'A',
    machine: null,
    environment: { hostname: 'gpu01' },
    git: { commit: 'abcdef0123456789abcdef0123456789abcdef01' },
    params: {},
    metrics: {},
    marks: [],
    tags: [],
    notes: [],
    gaps: [],
    warnings: [],
    usage: { cpuS: 1, cpuSource: 'rusage', machineCpu: 0.1, runCpu: 0.1, peakRssBytes: null, trackerCpuS: 0 },
    trackerVersion: '0.1.0',
    intervalS: 1,
    samples: 60,
    ...given,
    id,
    startedAt,
    energy: {
      chips: wall,
      wall: estimates,
      facility: wall,
      unattributed: joules(1),
      components: { cpu: component, ram: component, 'gpu:0': component },
      stages: {},
      epochs: [],
      measuredFraction: 1,
      policy: {},
      coTenants: 0,
      tracker: joules(0.1),
    },
    carbon: {
      operational: { value: co2G, low: co2G, high: co2G, unit: 'g', errors: {} },
      embodied: { value: 1, low: 0.5, high: 2, unit: 'g', errors: {} },
      intensity: null,
      pue: null,
    },
  };
}

/** Folder of a run in a book. */
export function folderOf(record: RunRecord): string {
  return `runs/${record.startedAt.slice(0, 4)}/${record.startedAt.slice(5, 7)}/${record.id}`;
}

/** Puts a record into a book as the product does: whole, by rename. */
export function putRecord(book: string, record: RunRecord): void {
  putText(book, folderOf(record), JSON.stringify(record));
}

export function putText(book: string, folder: string, text: string): void {
  const file = `${book}/${folder}/run.json`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
