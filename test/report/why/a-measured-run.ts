import type { JournalEvent, MachineEvent, SampleEvent } from '../../../src/book/journal-event.ts';
import { RunReducer } from '../../../src/book/run-reducer.ts';
import { describeMachine } from '../../../src/hardware/describe-machine.io.ts';
import type { Host } from '../../../src/host/host.ts';
import type { ComponentInfo } from '../../../src/meters/meter.ts';
import { runEvidence } from '../../../src/report/why/run-evidence.io.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import type { Evidence } from '../../../src/report/why/evidence.ts';
import { describeRun } from '../../../src/run/describe-run.io.ts';
import type { SessionOptions } from '../../../src/run/session-options.ts';
import { end, lines, start } from '../../book/events.ts';
import { fakeMachine, MACHINES } from '../../hardware/fake-machine.ts';
import { FakeRapl, TREES } from '../../meters/rapl/powercap-tree.ts';

/** What a run is asked for where a test asks for nothing. */
export const OPTIONS: SessionOptions = {
  kind: 'command',
  command: ['true'],
  cwd: '/',
  params: {},
  tags: [],
  intervalS: 1,
  scope: 'attributed',
  csv: [],
};

const AN_AMD_SERVER = Object.fromEntries(
  Object.entries(MACHINES['two-socket server'] ?? {}).map(([path, text]) => [
    path,
    text.replaceAll('GenuineIntel', 'AuthenticAMD'),
  ]),
);

/** Machines with the meters that joulebook finds on them. */
const METERED: Readonly<Record<string, () => Host>> = {
  ...Object.fromEntries(
    Object.entries(MACHINES).map(([name, files]) => [name, () => fakeMachine(files)] as const),
  ),
  'server with RAPL': () => new FakeRapl(TREES['two sockets with memory'], {}, AN_AMD_SERVER).host,
  'laptop with RAPL': () => new FakeRapl(TREES['one socket'], {}, MACHINES['laptop']).host,
};

/** Their names. */
export const MACHINE_NAMES = Object.keys(METERED);

/** A machine by its name. */
export function hostOf(name: string): Host {
  const host = METERED[name]?.();
  if (host === undefined) throw new Error(`no machine ${name}`);
  return host;
}

/** A GPU as NVML's energy counter reads it. */
export const A_GPU: ComponentInfo = {
  name: 'gpu:0',
  method: 'nvml:counter',
  grade: 'A',
  errors: { 'nvml:GPU-1': 0.03 },
  idleErrors: { 'gpu-idle:h1:GPU-1': [0.39, 0.5] },
  shareMethod: 'sm-time',
  uuid: 'GPU-1',
  available: true,
};

/** What a run starts with on a machine. */
export function groundOf(host: Host, options: Partial<SessionOptions> = {}): MachineEvent {
  return describeRun(host, { ...OPTIONS, region: 'FR', ...options }, describeMachine(host)).event;
}

/** A sample by component: energy, its idle part, the run's share of what is above idle and of idle. */
export type Cell = readonly [energyJ: number, idle: number, share: number, idleShare: number];

/** One sample of every available component. */
export function sampleOf(ground: MachineEvent, cell: (name: string, i: number) => Cell): SampleEvent {
  const cells = ground.components.filter(({ available }) => available).map(({ name }, i) => cell(name, i));
  return {
    k: 'sample',
    dt: 1,
    e: cells.map(([e]) => e),
    i: cells.map(([, i]) => i),
    s: cells.map(([, , s]) => s),
    x: cells.map(([, , , x]) => x),
    ua: 1,
    tr: 0.1,
    u: 0.5,
    b: 1,
    o: 0.01,
    n: 1,
  };
}

/** Keeps what it has read of the tables. */
const HOST = realHost();

/** The evidence of a run that stands on this ground, of these samples, with a stage and an epoch around them. */
export function evidenceOf(
  ground: MachineEvent,
  samples: readonly SampleEvent[],
  wishes: Parameters<typeof start>[0] = {},
  more: readonly JournalEvent[] = [],
): Evidence {
  const events: readonly JournalEvent[] = [
    start(wishes),
    ground,
    { k: 'stage', op: 'begin', name: 'train', w: 'w1' },
    ...samples,
    ...more,
    { k: 'stage', op: 'end', name: 'train', w: 'w1' },
    { k: 'metric', values: { 'val.acc': 0.91 }, epoch: 1 },
    { k: 'epoch', n: 1 },
    { ...end({ durationS: samples.length }), sha256: '' },
  ];
  const reducer = new RunReducer();
  for (const line of lines(events)) reducer.apply(line);
  return runEvidence(HOST, reducer.record(), ground);
}

const SAMPLES = 3;

/** A run on a machine by its name, three samples long. */
export function runOn(
  name: string,
  options: Partial<SessionOptions> = {},
  more: readonly JournalEvent[] = [],
): Evidence {
  const ground = groundOf(hostOf(name), options);
  const cell = (_: string, i: number): Cell => [30 + 10 * i, 10, 0.6, 0.5];
  return evidenceOf(
    ground,
    Array.from({ length: SAMPLES }, () => sampleOf(ground, cell)),
    {},
    more,
  );
}
