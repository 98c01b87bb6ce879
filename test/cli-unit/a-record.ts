import type { RunRecord } from '../../src/book/run-record.ts';
import { type Estimate, estimate, written, type WrittenEstimate } from '../../src/units/estimate.ts';

const layer = (joules: number, host: string) => ({
  attributed: joulesOf(joules, host),
  active: joulesOf(joules * 0.8, host),
  machine: joulesOf(joules * 1.3, host),
});

function joulesOf(joules: number, host: string): WrittenEstimate {
  return written(estimate(joules, { [`model:${host}`]: 0.1, [`counter:${host}`]: 0.01 }), 'J');
}

const grams = (value: Estimate): WrittenEstimate => written(value, 'g');

/** A finished training of so many joules at the wall. */
export function aRecord(joules: number, changes: Partial<RunRecord> = {}, host = 'h1'): RunRecord {
  const window = { active: joulesOf(joules / 3, host), self: joulesOf(joules / 2, host), durationS: 1800 };
  return {
    schema: 'joulebook.run/1',
    id: '01M85BDDBY9ETBS79XCSCMMGJV',
    rootId: '01M85BDDBY9ETBS79XCSCMMGJV',
    name: 'calm-otter-7f3k',
    project: 'bert-fr',
    kind: 'command',
    command: ['python', 'train.py', '--note', 'two words'],
    cwd: '/home/me/bert',
    state: 'ok',
    exitCode: 0,
    signal: null,
    startedAt: '2026-03-04T09:12:00.000Z',
    endedAt: '2026-03-04T10:14:00.000Z',
    durationS: 3720,
    hostId: host,
    bootId: 'b',
    energy: {
      chips: layer(joules * 0.8, host),
      wall: layer(joules, host),
      facility: layer(joules, host),
      unattributed: joulesOf(10, host),
      components: Object.fromEntries(
        (['gpu:0', 'cpu', 'ram', 'other'] as const).map((name, i) => [
          name,
          {
            ...layer(joules * ([0.6, 0.2, 0.05, 0.15][i] ?? 0), host),
            idle: joulesOf(joules * 0.05, host),
            share: { method: 'cpu-time', value: 0.9 },
            method: i === 0 ? 'nvml' : 'model:cpu-load',
            grade: i === 0 ? ('A' as const) : ('B' as const),
            ...(i === 1
              ? { reason: 'RAPL is readable by root only; joulebook doctor says how to change that' }
              : {}),
          },
        ]),
      ),
      stages: {
        load: { ...window, attributed: joulesOf(joules * 0.1, host), count: 20 },
        train: { ...window, attributed: joulesOf(joules * 0.8, host), count: 20 },
        augment: { ...window, attributed: joulesOf(joules * 0.05, host), count: 20, parent: 'load' },
      },
      epochs: [3, 2, 2, 2, 1].map((part, i) => ({
        n: i + 1,
        attributed: joulesOf((joules * part) / 10, host),
        active: joulesOf((joules * part) / 12, host),
        durationS: 700,
        metrics: {},
      })),
      measuredFraction: 0.6,
      policy: {},
      coTenants: 0,
      tracker: joulesOf(5, host),
    },
    carbon: {
      operational: grams(estimate((joules / 3.6e6) * 56, { 'intensity:FRA:2024': [0.15, 0.25] })),
      embodied: grams(estimate(2, { embodied: 0.4 })),
      intensity: {
        value: 56,
        low: 45,
        high: 70,
        unit: 'g/kWh',
        errors: {},
        id: 'ember:FRA:2024',
        source: 'Ember, Yearly Electricity Data',
        year: 2024,
        licence: 'CC BY 4.0',
        zone: 'FRA',
        zoneName: 'France',
        basis: 'average',
        boundary: 'life-cycle',
        zoneFrom: 'option',
      },
      pue: { value: 1, low: 1, high: 1, unit: '', errors: {}, id: 'pue:desktop', source: 'desktop' },
    },
    grade: 'B',
    machine: {
      cpu: 'AMD Ryzen 9 7950X',
      sockets: 1,
      cores: 16,
      threads: 32,
      ramBytes: 64e9,
      gpus: ['NVIDIA RTX 4090'],
      chassis: 'desktop',
      virtual: false,
      container: false,
      os: 'Linux',
    },
    environment: { hostname: 'gpu01' },
    git: { commit: '3fa91c2aaaaaaaa', branch: 'main' },
    params: { lr: 0.0003, batch: 64, model: 'bert-base' },
    metrics: { accuracy: 0.913, loss: 0.23456 },
    marks: [{ name: 'data-ready', atS: 60, attributedJ: joules / 50 }],
    tags: ['paper'],
    notes: [{ text: 'the fan was loud', at: '2026-03-04T10:20:00.000Z' }],
    gaps: [],
    warnings: [
      {
        code: 'E_METER',
        what: 'gpu:1 cannot be read',
        why: 'permission denied',
        fix: 'add yourself to the group video',
      },
    ],
    usage: { cpuS: 2400, cpuSource: 'perf', machineCpu: 0.5, runCpu: 0.4, peakRssBytes: 2e9, trackerCpuS: 1 },
    trackerVersion: '0.1.0',
    intervalS: 1,
    samples: 3720,
    ...changes,
  };
}
