import type {
  EndEvent,
  JournalEvent,
  JournalLine,
  MachineEvent,
  SampleEvent,
  StageEvent,
  StartEvent,
} from '../../src/book/journal-event.ts';
import type { ComponentInfo } from '../../src/meters/meter.ts';
import type { Sourced } from '../../src/units/sourced.ts';

export const ID = '01JB5C3EM0ABCDEFGHJKMNPQRS';

export function start(wishes: Partial<StartEvent> = {}): StartEvent {
  return {
    k: 'start',
    v: 1,
    id: ID,
    rootId: ID,
    name: 'calm-otter-7f3k',
    project: 'digits',
    kind: 'command',
    command: ['python', 'train.py', '--note', 'a "b"\n, c'],
    cwd: '/home/me/digits',
    startedAt: '2026-03-01T10:00:00.000Z',
    hostId: 'h1',
    bootId: 'b1',
    pid: 42,
    intervalS: 1,
    scope: 'attributed',
    params: { lr: 0.1 },
    tags: ['first'],
    trackerVersion: '0.1.0',
    ...wishes,
  };
}

export function sourced(value: number | null, unit: string, wishes: Partial<Sourced> = {}): Sourced {
  return { value, low: null, high: null, unit, errors: {}, id: 'test', source: 'a test', ...wishes };
}

export function component(name: string, wishes: Partial<ComponentInfo> = {}): ComponentInfo {
  return {
    name,
    method: 'model:cpu-load',
    grade: 'B',
    errors: { 'model:h1': 0.1 },
    idleErrors: {},
    shareMethod: 'cpu-time',
    available: true,
    ...wishes,
  };
}

export function machine(
  components: readonly ComponentInfo[],
  wishes: Partial<MachineEvent> = {},
): MachineEvent {
  return {
    k: 'machine',
    machine: {
      cpu: 'Test CPU',
      sockets: 1,
      cores: 2,
      threads: 4,
      ramBytes: 8 * 2 ** 30,
      gpus: [],
      chassis: 'desktop',
      virtual: false,
      container: false,
      os: 'Linux 6.1',
    },
    components,
    pue: sourced(1.5, '1'),
    intensity: {
      ...sourced(400, 'g/kWh', { errors: { 'intensity:FRA:2024': 0.2 } }),
      zone: 'FRA',
      zoneName: 'France',
      basis: 'average',
      boundary: 'life-cycle',
      zoneFrom: 'option',
    },
    policy: { idle: 'share' },
    environment: { python: '3.12.1' },
    ...wishes,
  };
}

type Share = number | readonly [number, number];

/** A sample of `e.length` components. */
export function sample(
  e: SampleEvent['e'],
  i: readonly (number | null)[],
  s: readonly Share[],
  x: readonly Share[],
  wishes: Partial<SampleEvent> = {},
): SampleEvent {
  return { k: 'sample', dt: 1, e, i, s, x, ua: 0, tr: 0, u: 0.5, b: 1, o: 0.01, n: 1, ...wishes };
}

export function end(wishes: Partial<Omit<EndEvent, 'sha256'>> = {}): Omit<EndEvent, 'sha256'> {
  return {
    k: 'end',
    state: 'ok',
    exitCode: 0,
    signal: null,
    endedAt: '2026-03-01T10:00:10.000Z',
    durationS: 10,
    ...wishes,
  };
}

/** Numbers events and gives them times: a sample ends its interval, all else happens between samples. */
export function lines(events: readonly JournalEvent[], t0 = 100): readonly JournalLine[] {
  let t = t0;
  return events.map((event, seq) => {
    if (event.k === 'sample' || event.k === 'gap') t += event.dt;
    return { ...event, seq, t };
  });
}

/** A window opens. @param w its id; by default its name. */
export function begin(name: string, w = name, p?: string): StageEvent {
  return { k: 'stage', op: 'begin', name, w, ...(p === undefined ? {} : { p }) };
}

/** A window closes. */
export function close(name: string, w = name): StageEvent {
  return { k: 'stage', op: 'end', name, w };
}
