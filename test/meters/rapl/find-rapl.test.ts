import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { findRapl, type RaplContext } from '../../../src/meters/rapl/find-rapl.io.ts';
import type { EnergySource, Finding } from '../../../src/meters/source.ts';
import { bundled } from '../../bundled.ts';
import { fakeMachine } from '../../hardware/fake-machine.ts';
import { FakeRapl, type TreeName, TREES, type ZoneSpec } from './powercap-tree.ts';
import { Totals } from './totals.ts';

const BARE: RaplContext = { hostId: 'h1', isVirtual: false, declared: false, tdpW: 100 };
const INTEL = {
  'proc/cpuinfo': 'vendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz\n',
};
const AMD = {
  'proc/cpuinfo': 'vendor_id\t: AuthenticAMD\nmodel name\t: AMD Ryzen Threadripper 1950X 16-Core Processor\n',
};

const open: EnergySource[] = [];
afterEach(() => {
  for (const source of open.splice(0)) source.close();
});

function sourceOf(rapl: FakeRapl, context: Partial<RaplContext> = {}): EnergySource {
  const { sources } = findRapl(rapl.host, { ...BARE, ...context });
  expect(sources).toHaveLength(1);
  open.push(...sources);
  return sources[0] as EnergySource;
}

const findingsOf = (rapl: FakeRapl, context: Partial<RaplContext> = {}): readonly Finding[] => {
  const found = findRapl(rapl.host, { ...BARE, ...context });
  open.push(...found.sources);
  return found.findings;
};

const zoneOf = (rapl: FakeRapl, id: string): ZoneSpec =>
  rapl.zones.find((zone) => zone.id === id) as ZoneSpec;

/** What each part uses in the golden trees, J; no two sums of parts are equal. */
const USED: Readonly<Record<string, number>> = {
  cores0: 20.5,
  graphics0: 3.25,
  rest0: 7.125,
  memory0: 5.0625,
  cores1: 31.1,
  graphics1: 0.4,
  rest1: 9.9,
  memory1: 6.7,
  board: 12.3,
};
const PACKAGE_0 = 20.5 + 3.25 + 7.125;
const PACKAGE_1 = 31.1 + 0.4 + 9.9;
const MEMORY = 5.0625 + 6.7;

describe('golden trees: each joule once', () => {
  test.each<[TreeName, readonly string[], Readonly<Record<string, number>>]>([
    ['one socket', ['cpu package-0', 'ram package-0/dram'], { cpu: PACKAGE_0, ram: 5.0625 }],
    [
      'two sockets with memory',
      ['cpu package-0', 'cpu package-1', 'ram package-0/dram', 'ram package-1/dram'],
      { cpu: PACKAGE_0 + PACKAGE_1, ram: MEMORY },
    ],
    [
      'memory beside the packages',
      ['cpu package-0', 'cpu package-1', 'ram dram', 'ram dram#2'],
      { cpu: PACKAGE_0 + PACKAGE_1, ram: MEMORY },
    ],
    [
      'laptop with psys and twins',
      ['cpu package-0', 'dc psys'],
      { cpu: PACKAGE_0, dc: PACKAGE_0 + 5.0625 + 12.3 },
    ],
    ['mirrored dies', ['cpu package-0-die-0'], { cpu: PACKAGE_0 }],
    [
      'two sockets of mirrored dies',
      ['cpu package-0-die-0', 'cpu package-1-die-0'],
      { cpu: PACKAGE_0 + PACKAGE_1 },
    ],
    ['dies of their own', ['cpu package-0-die-0', 'cpu package-0-die-1'], { cpu: PACKAGE_0 + PACKAGE_1 }],
    ['range that cannot be read', ['cpu package-0'], { cpu: PACKAGE_0 }],
  ])('%s', (name, channels, joules) => {
    const rapl = new FakeRapl(TREES[name], { cores1: 2000, memory1: 1500 }, INTEL);
    const source = sourceOf(rapl);
    expect(source.channels.map(({ target, label }) => `${target} ${label}`)).toEqual(channels);
    const totals = new Totals(source);
    source.start(100);
    const uj = Object.fromEntries(Object.entries(USED).map(([part, j]) => [part, j * 1e6]));
    rapl.use(uj);
    source.poll(101);
    rapl.use(uj);
    totals.take(102);
    rapl.use(uj);
    totals.take(103);
    for (const [target, each] of Object.entries(joules)) {
      expect(Math.abs((totals.low[target] as number) - 3 * each)).toBeLessThan(3 * each * 1e-9);
      expect(totals.isExact[target]).toBe(true);
    }
    expect(source.troubles()).toEqual([]);
    expect(source.troubles()).toBe(source.troubles());
  });

  test('channels say how, how well and how much at most', () => {
    const source = sourceOf(new FakeRapl(TREES['one socket'], {}, INTEL), { hostId: 'abc' });
    expect(source.channels[0]).toEqual({
      target: 'cpu',
      method: 'rapl',
      label: 'package-0',
      grade: 'A',
      errors: { 'rapl:abc': 0.04 },
      maxW: 250,
    });
    expect(source.channels[1]?.errors).toEqual({ 'rapl:abc': 0.06 });
    const amd = sourceOf(new FakeRapl(TREES['mirrored dies'], {}, AMD));
    expect(amd.channels[0]?.errors).toEqual({ 'rapl:h1': 0.08 });
  });

  test('a tree that is only nested, without links, is read too', () => {
    const rapl = new FakeRapl(TREES['one socket'], {}, INTEL);
    rmSync(`${rapl.host.roots.sys}/class`, { recursive: true });
    expect(sourceOf(rapl).channels).toHaveLength(2);
  });
});

describe('what is found', () => {
  test('is named with its targets, and mirrors are said', () => {
    expect(
      findingsOf(new FakeRapl(TREES['two sockets with memory'], { cores1: 5000, memory1: 2000 })),
    ).toMatchObject([
      {
        meter: 'rapl',
        state: 'found',
        what: 'RAPL by powercap: package-0, package-1, package-0/dram, package-1/dram',
        targets: ['cpu', 'ram'],
      },
    ]);
    expect(findingsOf(new FakeRapl(TREES['mirrored dies']))[0]).toMatchObject({
      state: 'found',
      why: 'package-0-die-0, package-0-die-1, package-0-die-2, package-0-die-3 show one counter: counted once while they do',
    });
  });

  test('a range that cannot be read: the finding says what it costs, and polls come in time for the smallest range there is', () => {
    const rapl = new FakeRapl(TREES['range that cannot be read']);
    expect(findingsOf(rapl)[0]).toMatchObject({
      state: 'found',
      why: 'max_energy_range_uj of package-0 cannot be read: energy across a wrap has bounds only',
      fix: expect.stringContaining('max_energy_range_uj'),
    });
    const source = sourceOf(rapl);
    expect(source.pollWithinS).toBeLessThan(65_536 / 250 / 2);
    expect(source.pollWithinS).toBeGreaterThan(60);
  });

  test('fewer packages than sockets are not the machine', () => {
    const findings = findingsOf(new FakeRapl(TREES['one socket']), { sockets: 2 });
    expect(findings.at(-1)).toMatchObject({
      state: 'unusable',
      what: 'RAPL: 1 package of a machine with 2 sockets',
      targets: ['cpu'],
    });
    expect(findingsOf(new FakeRapl(TREES['mirrored dies']), { sockets: 1 })).toHaveLength(1);
  });

  test('a memory counter at zero beside a running package is no channel', () => {
    const rapl = new FakeRapl(TREES['one socket'], { memory0: 0 });
    const found = findRapl(rapl.host, BARE);
    open.push(...found.sources);
    expect(found.sources[0]?.channels.map(({ target }) => target)).toEqual(['cpu']);
    expect(found.findings.at(-1)).toMatchObject({
      state: 'unusable',
      what: 'RAPL: package-0/dram always zero',
      targets: ['ram'],
    });
  });

  test('nothing: says what was looked for, and why there is none', () => {
    const intel = findRapl(fakeMachine(INTEL), BARE);
    expect(intel.sources).toEqual([]);
    expect(intel.findings).toMatchObject([
      { state: 'absent', fix: 'sudo modprobe intel_rapl_msr', targets: ['cpu', 'ram', 'dc'] },
    ]);
    const arm = findRapl(fakeMachine({ 'proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\n' }), BARE);
    expect(arm.findings[0]).toMatchObject({ state: 'absent', why: 'only x86 CPUs of Intel and AMD have it' });
    expect(arm.findings[0]?.fix).toBeUndefined();
    const virtual = findRapl(fakeMachine(INTEL), { ...BARE, isVirtual: true });
    expect(virtual.findings[0]?.why).toBe('a virtual machine is not shown the counters of its host');
    expect(virtual.findings[0]?.looked).toHaveLength(3);
  });

  test('inside a virtual machine counters are believed only when declared', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    const untrusted = findRapl(rapl.host, { ...BARE, isVirtual: true });
    expect(untrusted.sources).toEqual([]);
    expect(untrusted.findings).toMatchObject([
      { state: 'unusable', fix: expect.stringContaining('rapl: trusted') },
    ]);
    expect(sourceOf(rapl, { isVirtual: true, declared: true }).channels).toHaveLength(2);
  });

  test("a container's mask is recognised by links that point to nothing", () => {
    const rapl = new FakeRapl(TREES['one socket']);
    rapl.mask();
    const [finding] = findingsOf(rapl);
    expect(finding).toMatchObject({
      state: 'unusable',
      why: expect.stringContaining('masks /sys/devices/virtual/powercap'),
      fix: expect.stringContaining('--security-opt systempaths=unconfined'),
    });
    expect(finding?.what).toContain('intel-rapl:0');
  });

  test('other power zones are none of ours', () => {
    expect(
      findRapl(fakeMachine({ ...INTEL, 'sys/class/powercap/dtpm/name': 'dtpm\n' }), BARE).findings,
    ).toMatchObject([{ state: 'absent' }]);
  });
});

/** Finds and reads as a user without rights, in a process of its own. */
function asNobody(rapl: FakeRapl): {
  readonly findings: readonly Finding[];
  readonly channels: readonly string[];
  readonly troubles: readonly { readonly why: string; readonly fix?: string; readonly state: string }[];
  readonly took: readonly (readonly number[])[];
} {
  const program = bundled(`import { findRapl } from './src/meters/rapl/find-rapl.io.ts';
    import { realHost } from './src/host/real-host.io.ts';
    if (process.getuid() === 0) process.setuid(65534);
    const roots = JSON.parse(process.argv[2]);
    const found = findRapl(realHost({ roots }), { hostId: 'h1', isVirtual: false, declared: false, tdpW: 100 });
    const [source] = found.sources;
    const low = new Float64Array(9), high = new Float64Array(9);
    source?.start(0);
    source?.take(2, low, high, 0);
    console.log(JSON.stringify({
      findings: found.findings,
      channels: source?.channels.map(({ label }) => label) ?? [],
      troubles: source?.troubles() ?? [],
      took: source?.channels.map((_, i) => [low[i], high[i]]) ?? [],
    }));`);
  const out = execFileSync(process.execPath, [program, JSON.stringify(rapl.host.roots)], {
    encoding: 'utf8',
  });
  return JSON.parse(out) as ReturnType<typeof asNobody>;
}

describe('without permission', () => {
  test('a package is unusable, with the exact command; cores that can be read are not taken for it', () => {
    const rapl = new FakeRapl(TREES['one socket']);
    for (const id of ['intel-rapl:0', 'intel-rapl:0:2']) rapl.lock(zoneOf(rapl, id));
    const { findings, channels } = asNobody(rapl);
    expect(channels).toEqual([]);
    expect(findings).toMatchObject([
      { state: 'unusable', what: 'RAPL: package-0 cannot be read', targets: ['cpu'] },
      { state: 'unusable', what: 'RAPL: package-0/dram cannot be read', targets: ['ram'] },
    ]);
    expect(findings[0]?.why).toContain('readable by root only (EACCES)');
    expect(findings[0]?.why).toContain('the cores of package-0 can be read, but are only a part of it');
    expect(findings[0]?.fix).toContain('sudo chmod a+r /sys/class/powercap/intel-rapl*/energy_uj');
    expect(findings[0]?.fix).toContain('joulebook doctor --fix');
  });

  test('one package of two: the sum has bounds, and does not pass for the whole', () => {
    const rapl = new FakeRapl(TREES['two sockets with memory'], { cores1: 5000, memory1: 2000 });
    rapl.lock(zoneOf(rapl, 'intel-rapl:1'));
    const { findings, channels, troubles, took } = asNobody(rapl);
    expect(channels).toEqual(['package-0', 'package-1', 'package-0/dram', 'package-1/dram']);
    expect(findings).toMatchObject([
      { state: 'found' },
      { state: 'unusable', what: 'RAPL: package-1 cannot be read' },
    ]);
    expect(troubles.find(({ why }) => why.startsWith('package-1'))).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('chmod a+r'),
    });
    expect(took[1]).toEqual([0, 250 * 1.5 * 2]);
  });

  test('psys is still read, as the whole machine', () => {
    const rapl = new FakeRapl(TREES['laptop with psys and twins']);
    rapl.lock(zoneOf(rapl, 'intel-rapl:0'));
    rapl.lock(zoneOf(rapl, 'intel-rapl-mmio:0'));
    const { findings, channels } = asNobody(rapl);
    expect(channels).toEqual(['psys']);
    expect(findings).toMatchObject([
      { state: 'found', what: 'RAPL by powercap: psys', targets: ['dc'] },
      { state: 'unusable', what: 'RAPL: package-0 cannot be read', targets: ['cpu'] },
    ]);
  });

  test('the MMIO twin is read where the MSR one cannot be', () => {
    const rapl = new FakeRapl(TREES['laptop with psys and twins']);
    rapl.lock(zoneOf(rapl, 'intel-rapl:0'));
    const { findings, channels } = asNobody(rapl);
    expect(channels).toEqual(['package-0', 'psys']);
    expect(findings).toMatchObject([{ state: 'found' }]);
  });
});

test('a counter file without a number is unreadable, not zero', () => {
  const rapl = new FakeRapl(TREES['one socket']);
  writeFileSync(rapl.file('intel-rapl:0'), '');
  expect(findingsOf(rapl)).toMatchObject([
    { state: 'found', targets: ['ram'] },
    { state: 'unusable', targets: ['cpu'] },
  ]);
});
