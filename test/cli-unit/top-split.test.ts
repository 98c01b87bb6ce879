import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveRun, RegistryEntry } from '../../src/attribution/registry-entry.ts';
import { ownedJ, shareOut } from '../../src/attribution/share-out.ts';
import { devicesOfNested, devicesOfProcesses, devicesOfRoots } from '../../src/cli/top/device-claims.ts';
import { familyOrder } from '../../src/cli/top/run-order.ts';
import { splitMachine } from '../../src/cli/top/split-machine.ts';

const joules = fc.double({ min: 0, max: 1e6, noNaN: true });
const seconds = fc.double({ min: 0, max: 256, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const claims = fc.array(fc.record({ cpuS: seconds, reserved: fc.oneof(fc.constant(0), part) }), {
  maxLength: 6,
});
const tenants = fc.array(
  fc.record({ pid: fc.integer({ min: 1, max: 9 }), smBusy: fc.oneof(part, fc.constant(Number.NaN)) }),
  {
    maxLength: 4,
  },
);
const machine = fc.record({
  energyJ: fc.tuple(joules, joules, joules, joules),
  idle: fc.tuple(part, part, part, part),
  known: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  capacityCpuS: seconds,
  busyCpuS: seconds,
  basePart: part,
  tenants,
  isHidden: fc.boolean(),
});
const COMPONENTS = ['cpu', 'ram', 'gpu:0', 'other'];

function live(id: string, change: Partial<RegistryEntry> = {}): LiveRun {
  const entry = {
    id,
    rootId: id,
    isRoot: true,
    pid: 1,
    rootPid: 1,
    startTicks: 0,
    uid: 0,
    pidNamespace: '',
    reserved: 0,
    intervalS: 1,
  };
  const use = { atS: 0, cpuS: 0, trackerCpuS: 0, beforeS: 0, cpuBeforeS: 0, trackerBeforeS: 0 };
  return { entry: { ...entry, ...change }, use };
}

describe('splitting a machine', () => {
  test('loses nothing and makes nothing: runs, trackers, untracked work and idle sum to it', () => {
    fc.assert(
      fc.property(machine, claims, seconds, (m, roots, trackerS) => {
        const runs = roots.map((_, i) => live(String(i)));
        const owners = {
          tenancyOf: () => ({ tenants: m.tenants, isHidden: m.isHidden }),
          ownerOf: (pid: number) => (pid <= runs.length ? String(pid - 1) : undefined),
        };
        const devices = devicesOfRoots(COMPONENTS, owners, runs, runs);
        const interval = {
          components: COMPONENTS,
          energyJ: m.energyJ,
          idleJ: m.energyJ.map((energy, c) => (m.known[c] === true ? energy * (m.idle[c] ?? 0) : Number.NaN)),
          capacityCpuS: m.capacityCpuS,
          busyCpuS: m.busyCpuS,
          basePart: m.basePart,
          ...(devices === undefined ? {} : { devices }),
        };
        const split = splitMachine(interval, roots, trackerS);
        const parts = [
          ...split.runs.map((run) => run.joules),
          split.trackersJ,
          split.untrackedJ,
          split.idleJ,
        ];
        const total = m.energyJ.reduce((sum, energy) => sum + energy, 0);
        expect(split.machineJ).toBeCloseTo(total, 6);
        expect(Math.abs(parts.reduce((sum, one) => sum + one, 0) - total)).toBeLessThanOrEqual(
          3e-9 * Math.max(1, total),
        );
        for (const one of parts) expect(one).toBeGreaterThanOrEqual(-1e-9 * Math.max(1, total));
        // What a run owns is what its own journal will say.
        const own = shareOut(interval, roots, trackerS);
        if (!m.isHidden && !m.tenants.some(({ smBusy }) => Number.isNaN(smBusy))) {
          split.runs.forEach((run, i) => {
            const told = COMPONENTS.reduce(
              (sum, _, c) => sum + ownedJ(interval, own.claims[i] as never, c),
              0,
            );
            expect(Math.abs(run.joules - told)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  const plain = { components: ['cpu'], energyJ: [10], idleJ: [4], capacityCpuS: 2 };

  test('without runs all idle power is idle, and work is untracked', () => {
    expect(splitMachine({ ...plain, busyCpuS: 1 }, [], 0)).toMatchObject({
      untrackedJ: 6,
      idleJ: 4,
      trackersJ: 0,
    });
  });

  test('beside a run untracked work that matters has its part of the idle power', () => {
    const split = splitMachine({ ...plain, busyCpuS: 1 }, [{ cpuS: 0.5, reserved: 0 }], 0);
    expect(split.runs[0]?.joules).toBeCloseTo(3 + 2, 12);
    expect(split).toMatchObject({ untrackedJ: 5, idleJ: 0 });
  });

  test('what a reservation leaves is idle, not work', () => {
    const split = splitMachine({ ...plain, busyCpuS: 0.5 }, [{ cpuS: 0.5, reserved: 0.25 }], 0);
    expect(split.runs[0]?.joules).toBeCloseTo(6 + 1, 12);
    expect(split).toMatchObject({ untrackedJ: 0, idleJ: 3 });
  });

  test('an idle GPU without holders is idle, its losses too', () => {
    const owners = { tenancyOf: () => ({ tenants: [], isHidden: false }), ownerOf: () => undefined };
    const components = ['cpu', 'gpu:0', 'other'];
    const runs = [live('a')];
    const devices = devicesOfRoots(components, owners, runs, runs);
    const interval = {
      components,
      energyJ: [4, 50, 6],
      idleJ: [4, 50, 6],
      basePart: 0,
      capacityCpuS: 2,
      busyCpuS: 0,
      ...(devices === undefined ? {} : { devices }),
    };
    const split = splitMachine(interval, [{ cpuS: 0, reserved: 0 }], 0);
    expect(split.runs[0]?.joules).toBeCloseTo(4 + (6 * 4) / 54, 9);
    expect(split.idleJ).toBeCloseTo(50 + (6 * 50) / 54, 9);
    expect(split.untrackedJ).toBe(0);
  });
});

describe('GPUs', () => {
  const tenancy = {
    tenants: [
      { pid: 11, smBusy: 0.6 },
      { pid: 12, smBusy: 0.2 },
      { pid: 99, smBusy: 0 },
    ],
    isHidden: false,
  };
  const runs = [live('a'), live('b'), live('b1', { isRoot: false, rootId: 'b', parentId: 'b' })];
  const roots = runs.slice(0, 2);
  const owners = {
    tenancyOf: () => tenancy,
    ownerOf: (pid: number) => ({ 11: 'a', 12: 'b1' })[pid],
  };

  test('belong to the roots of their processes', () => {
    const [cpu, gpu] = devicesOfRoots(['cpu', 'gpu:0'], owners, roots, runs) ?? [];
    expect(cpu).toBeUndefined();
    expect(gpu?.dynamic[0]).toBeCloseTo(0.75, 12);
    expect(gpu?.dynamic[1]).toBeCloseTo(0.25, 12);
    expect(gpu?.idle).toEqual([1 / 3, 1 / 3]); // the third holder is nobody's
  });

  test('that are reserved are theirs who reserved them', () => {
    const held = [live('a', { gpus: [1] }), live('b')];
    const empty = { tenancyOf: () => ({ tenants: [], isHidden: false }), ownerOf: () => undefined };
    const devices = devicesOfRoots(['cpu', 'gpu:0', 'gpu:1'], empty, held, held);
    expect(devices?.[1]?.idle).toEqual([0, 0]);
    expect(devices?.[2]?.idle).toEqual([1, 0]);
  });

  test('of a run inside another are its own part', () => {
    const [gpu] = devicesOfNested(['gpu:0'], owners, runs[2] as LiveRun, runs) ?? [];
    expect(gpu?.dynamic[0]).toBeCloseTo(0.25, 12);
  });

  test('are shared out among processes, and not where there is none', () => {
    const [gpu] = devicesOfProcesses(['gpu:0'], owners.tenancyOf, [12, 11]) ?? [];
    expect(gpu?.dynamic[0]).toBeCloseTo(0.25, 12);
    expect(gpu?.dynamic[1]).toBeCloseTo(0.75, 12);
    expect(devicesOfProcesses(['cpu', 'ram'], owners.tenancyOf, [11])).toBeUndefined();
  });
});

test('a run is listed below the one that it stands in, once, also where that has left', () => {
  const runs = [
    live('d', { isRoot: false, rootId: 'c', parentId: 'gone' }),
    live('c'),
    live('b', { isRoot: false, rootId: 'a', parentId: 'a' }),
    live('e', { isRoot: false, rootId: 'a', parentId: 'b' }),
    live('a'),
    live('z', { isRoot: false, rootId: 'left', parentId: 'left' }),
  ];
  expect(familyOrder(runs).map(({ run, depth }) => `${run.entry.id}${depth}`)).toEqual([
    'a0',
    'b1',
    'e2',
    'c0',
    'd1',
    'z1',
  ]);
});
