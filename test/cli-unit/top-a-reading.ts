import type { ComponentReading, ProcessReading, RunReading, TopReading } from '../../src/cli/top/reading.ts';
import { estimate } from '../../src/units/estimate.ts';

const power = (watts: number, error: number) => estimate(watts, { 'meter:h': error });

function component(
  name: string,
  watts: number,
  method: string,
  more: Partial<ComponentReading> = {},
): ComponentReading {
  return { name, method, grade: 'A', watts, power: power(watts, 0.03), ...more };
}

const ID = (end: string): string => `01M85BDDBY9ETBS79XCSC${end.padStart(5, '0')}`;
export const CALM = ID('CALM1');
export const INNER = ID('1NNER');
export const HIDDEN = ID('H1DDN');

/** A server with two GPUs, a training of ours with a stage inside, a run of somebody else, work that nobody owns. */
export function aReading(changes: Partial<TopReading> = {}): TopReading {
  const runs: readonly RunReading[] = [
    {
      id: CALM,
      rootId: CALM,
      depth: 0,
      pid: 4121,
      workPid: 4121,
      uid: 1000,
      cpu: 3.92,
      power: power(312, 0.03),
      watts: 312,
      known: {
        name: 'calm-otter-7f3k',
        project: 'bert-fr',
        book: '/home/me/bert/.joulebook',
        command: ['python', 'train.py', '--note', 'two words'],
        startedS: 9276,
        energy: power(223_560, 0.03),
        carbon: estimate(1.9, { grid: 0.1 }),
        besides: {},
        epoch: { n: 4, of: 20 },
      },
    },
    {
      id: INNER,
      rootId: CALM,
      depth: 1,
      pid: 4188,
      workPid: 4188,
      uid: 1000,
      cpu: 0.5,
      power: power(22, 0.1),
      watts: 22,
    },
    {
      id: HIDDEN,
      rootId: HIDDEN,
      depth: 0,
      pid: 5200,
      workPid: 5199,
      uid: 1002,
      cpu: 0.02,
      power: { value: null, errors: {}, low: 20, high: 60 },
      watts: 40,
    },
  ];
  const processes: readonly ProcessReading[] = [
    process(4122, 'python train.py --note two words', 3.4, 262, { runId: CALM, gpu: 0.88, gpus: ['gpu:0'] }),
    process(4190, 'python -m http.server', 0.5, 21, { runId: INNER }),
    process(977, '/usr/lib/tracker-miner-fs 蒼い', 0.12, 6),
    process(4121, 'node joulebook run', 0.01, 0.3, { runId: CALM, isTracker: true }),
  ];
  return {
    atMs: Date.parse('2026-03-04T20:00:07Z'),
    atS: 10_000,
    dtS: 1,
    host: { id: 'h1', name: 'gpu01' },
    machine: {
      cpu: 'Xeon',
      sockets: 1,
      cores: 16,
      threads: 32,
      ramBytes: 2 ** 38,
      gpus: ['A100', 'A100'],
      chassis: 'gpu-server',
      virtual: false,
      container: false,
      os: 'Linux',
    },
    cpuCapacity: 32,
    cpuBusy: 0.14,
    components: [
      component('cpu', 58, 'rapl'),
      component('ram', 13, 'model:cpu-load', { grade: 'B', power: power(13, 0.2) }),
      component('gpu:0', 241, 'nvml:counter', { gpu: { busy: 0.88, tenants: 1, isHidden: false } }),
      component('gpu:1', 54, 'nvml:counter', { gpu: { busy: 0, tenants: 0, isHidden: true } }),
      component('other', 34, 'supply', { grade: 'B', power: { value: null, errors: {}, low: 20, high: 48 } }),
    ],
    wall: { power: power(400, 0.05), watts: 400 },
    runs,
    untracked: { watts: 28, cpu: 0.52 },
    trackers: { watts: 0.4, cpu: 0.02 },
    idle: { watts: 19.6, cpu: 0 },
    processes,
    sinceStart: {
      durationS: 190,
      energy: power(76_000, 0.05),
      carbon: estimate(0.65, { grid: 0.1 }),
      besides: {},
    },
    today: { runs: 3, energy: power(17_640_000, 0.05), carbon: estimate(152, { grid: 0.1 }) },
    intensity: {
      value: 31,
      low: 18,
      high: 58,
      unit: 'g/kWh',
      errors: {},
      id: 'grid.FRA',
      source: 'Ember',
      zone: 'FRA',
      zoneName: 'France',
      basis: 'average',
      boundary: 'life-cycle',
      zoneFrom: 'config',
    },
    pue: { value: 1.2, low: 1.2, high: 1.2, unit: '1', errors: {}, id: 'pue.given', source: 'given' },
    ownCpu: 0.008,
    ...changes,
  };
}

function process(
  pid: number,
  command: string,
  cpu: number,
  watts: number,
  more: Partial<ProcessReading> = {},
): ProcessReading {
  const name = command.split(' ')[0] ?? '';
  return { pid, name, command, cpu, gpu: null, gpus: [], watts, isTracker: false, ...more };
}
