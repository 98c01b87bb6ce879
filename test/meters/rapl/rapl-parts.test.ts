import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planCounting, readableTwins, zeroMemory } from '../../../src/meters/rapl/count-plan.ts';
import { byZone, type Domain, domainKind, zoneOf } from '../../../src/meters/rapl/domain.ts';
import { suspectMirrors } from '../../../src/meters/rapl/mirror-suspicion.ts';
import { parseCpuList, parsePowerEvent, readingCpus } from '../../../src/meters/rapl/perf-event.ts';
import { cpuKind, maxPowerW } from '../../../src/meters/rapl/rapl-table.ts';
import { raplTable } from '../../../src/meters/rapl/rapl-table.io.ts';
import { raplUdevRule } from '../../../src/meters/rapl/udev-rule.ts';

function domain(id: string, name: string, more: Partial<Domain> = {}): Domain {
  const { control, parent } = zoneOf(id) as { readonly control: string; readonly parent?: string };
  return {
    id,
    control,
    ...(parent === undefined ? {} : { parent }),
    name,
    file: `/sys/${id}`,
    code: '',
    valueUj: 5,
    rangeUj: 100,
    limitsW: [],
    ...more,
  };
}

const labels = (items: readonly { readonly label: string }[]): string[] => items.map(({ label }) => label);
const ids = (item: ReturnType<typeof planCounting>['packages'][number] | undefined): string[] =>
  item === undefined ? [] : readableTwins(item).map(({ id }) => id);

describe('what is counted', () => {
  test('names of domains', () => {
    expect(
      ['package-0', 'package-12-die-1', 'core', 'uncore', 'dram', 'psys', 'psys-1', 'package', 'gpu'].map(
        domainKind,
      ),
    ).toEqual(['package', 'package', 'core', 'uncore', 'dram', 'psys', 'psys', 'unknown', 'unknown']);
    expect(zoneOf('intel-rapl')).toBeUndefined();
    expect(zoneOf('dtpm:0')).toBeUndefined();
    expect(['intel-rapl:10', 'intel-rapl:2:0', 'intel-rapl:2'].sort(byZone)).toEqual([
      'intel-rapl:2',
      'intel-rapl:2:0',
      'intel-rapl:10',
    ]);
  });

  test('twins of three drivers: the MSRs first, MMIO last, whatever the order of the tree', () => {
    const zones = ['intel-rapl-mmio:0', 'intel-rapl:0', 'intel-rapl-tpmi:0'].map((id) =>
      domain(id, 'package-0'),
    );
    for (const order of [zones, [...zones].reverse()]) {
      const { packages } = planCounting(order);
      expect(packages).toHaveLength(1);
      expect(ids(packages[0])).toEqual(['intel-rapl:0', 'intel-rapl-tpmi:0', 'intel-rapl-mmio:0']);
    }
    const denied = planCounting([
      domain('intel-rapl:0', 'package-0', { code: 'EACCES' }),
      ...zones.slice(0, 1),
    ]);
    expect(ids(denied.packages[0])).toEqual(['intel-rapl-mmio:0']);
  });

  test('a package that only one driver shows is a package', () => {
    const { packages } = planCounting([
      domain('intel-rapl:0', 'package-0'),
      domain('intel-rapl-tpmi:0', 'package-0'),
      domain('intel-rapl-tpmi:1', 'package-1'),
    ]);
    expect(labels(packages)).toEqual(['package-0', 'package-1']);
  });

  test('memory that two drivers nest differently is not counted twice', () => {
    const { drams } = planCounting([
      domain('intel-rapl:0', 'package-0'),
      domain('intel-rapl:0:0', 'dram'),
      domain('intel-rapl-tpmi:0', 'package-0'),
      domain('intel-rapl-tpmi:1', 'dram'),
    ]);
    expect(labels(drams)).toEqual(['package-0/dram']);
  });

  test('cores stand for nothing, uncore and unknown domains neither', () => {
    const plan = planCounting([
      domain('intel-rapl:0', 'package-0', { code: 'EACCES' }),
      domain('intel-rapl:0:0', 'core'),
      domain('intel-rapl:0:1', 'uncore'),
      domain('intel-rapl:1', 'vendor'),
    ]);
    expect(plan.packages).toHaveLength(1);
    expect([plan.drams, plan.psys]).toEqual([[], []]);
    expect(plan.onlyCores).toEqual(['package-0']);
  });

  test('memory at zero counts for nothing only beside a package that counts, and only where all of it is', () => {
    const zero = { valueUj: 0 };
    const tree = (pkg: Partial<Domain>, second: Partial<Domain>): Domain[] => [
      domain('intel-rapl:0', 'package-0', pkg),
      domain('intel-rapl:0:0', 'dram', zero),
      domain('intel-rapl:1', 'package-1', pkg),
      domain('intel-rapl:1:0', 'dram', second),
    ];
    expect(zeroMemory(planCounting(tree({}, zero)))).toEqual(['package-0/dram', 'package-1/dram']);
    expect(zeroMemory(planCounting(tree({}, {})))).toEqual([]);
    expect(zeroMemory(planCounting(tree(zero, zero)))).toEqual([]);
  });
});

describe('mirrors', () => {
  test('equal readings across a wrap are equal', () => {
    const looks = [
      { readings: [998, 999, 0], range: 1000 },
      { readings: [999, 0, 1], range: 1000 },
      { readings: [500, 501, 502], range: 1000 },
    ];
    expect(suspectMirrors(looks, 2, 3)).toEqual([[0, 1], [2]]);
  });

  test('readings that failed, other ranges and too few equal ones are no mirrors', () => {
    expect(
      suspectMirrors(
        [
          { readings: [5, 5, 5], range: 10 },
          { readings: [Number.NaN, Number.NaN, Number.NaN], range: 10 },
          { readings: [5, 5, 5], range: 11 },
          { readings: [5, 5, 9], range: 10 },
        ],
        1,
        3,
      ),
    ).toEqual([[0], [1], [2], [3]]);
  });

  test('each counter is in one group, whatever they show', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 })),
        (all) => {
          const groups = suspectMirrors(
            all.map((readings) => ({ readings, range: 21 })),
            3,
            2,
          );
          expect(groups.flat().sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        },
      ),
    );
  });
});

describe('the most that a domain draws', () => {
  const table = raplTable();
  const most = (limitsW: readonly number[], ratedW?: number, tdpW?: number): number =>
    maxPowerW('package', { limitsW, ...(ratedW === undefined ? {} : { ratedW }) }, tdpW, table);

  test('is the largest of its limits and of a multiple of its rating', () => {
    expect(most([15, 64], 15)).toBe(64);
    expect(most([125, 125], 125)).toBe(312.5);
    expect(most([28], undefined, 28)).toBe(70);
  });

  test('limits that are not filled in or unlimited are not believed', () => {
    expect(most([0, 4095.875], 0, 125)).toBe(312.5);
    expect(most([4095.875])).toBe(table.maxW.package.value);
    expect(most([])).toBe(600);
  });

  test('memory and the platform are never taken for less than they may be', () => {
    expect(maxPowerW('dram', { limitsW: [10], ratedW: 10 }, 500, table)).toBe(300);
    expect(maxPowerW('psys', { limitsW: [65] }, 500, table)).toBe(3000);
  });

  test('every constant says its unit, kind, source, year and licence', () => {
    const leaves: unknown[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('value' in node || 'low' in node) leaves.push(node);
      else for (const child of Object.values(node)) walk(child);
    };
    walk(table);
    expect(leaves.length).toBeGreaterThan(15);
    for (const leaf of leaves) {
      expect(leaf).toMatchObject({
        unit: expect.any(String),
        kind: expect.stringMatching(/^(judged|definition)$/),
        source: expect.any(String),
        year: expect.any(Number),
        licence: expect.any(String),
      });
    }
  });
});

test('the maker of a CPU', () => {
  const text = (vendor: string, model: string): string =>
    `processor\t: 0\nvendor_id\t: ${vendor}\nmodel name\t: ${model}\n`;
  expect(cpuKind(text('GenuineIntel', 'Intel(R) Xeon(R) Gold 6130'))).toEqual({
    maker: 'intel',
    isServer: true,
  });
  expect(cpuKind(text('AuthenticAMD', 'AMD Ryzen 7 5800X'))).toEqual({ maker: 'amd', isServer: false });
  expect(cpuKind(text('HygonGenuine', 'Hygon C86'))).toEqual({ maker: 'amd', isServer: false });
  expect(cpuKind('CPU implementer\t: 0x41\n')).toEqual({ maker: 'other', isServer: false });
});

describe('perf events', () => {
  const SCALE = '2.3283064365386962890625e-10\n';

  test('an event, its scale and its unit', () => {
    expect(parsePowerEvent('energy-pkg', 'package', 'event=0x02\n', SCALE, 'Joules\n')).toEqual({
      kind: 'package',
      name: 'energy-pkg',
      config: 2,
      stepJ: 2 ** -32,
    });
    expect(parsePowerEvent('energy-psys', 'psys', 'event=5', '1e-6', 'Joules')?.config).toBe(5);
  });

  test.each([
    ['event=0x02', SCALE, 'Watts'],
    ['event=0x02', '', 'Joules'],
    ['event=0x02', '0', 'Joules'],
    ['event=0x02', '-1', 'Joules'],
    ['event=0x02', 'inf', 'Joules'],
    ['event=0x02,umask=1', SCALE, 'Joules'],
    ['event=999', SCALE, 'Joules'],
    ['', SCALE, 'Joules'],
  ])('%j %j %j is not read', (event, scale, unit) => {
    expect(parsePowerEvent('energy-pkg', 'package', event, scale, unit)).toBeUndefined();
  });

  test('a list of CPUs is read back', () => {
    expect(parseCpuList('')).toEqual([]);
    expect(parseCpuList('0-2,x')).toEqual([]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300), { minLength: 1 }), (cpus) => {
        const sorted = [...cpus].sort((a, b) => a - b);
        expect(parseCpuList(`${sorted.join(',')}\n`)).toEqual(sorted);
        const first = sorted[0] as number;
        expect(parseCpuList(`${first}-${first + 3}`)).toEqual([first, first + 1, first + 2, first + 3]);
      }),
    );
  });

  test('units of one socket are one where they mirror it', () => {
    const units = [
      { cpu: 0, socket: 0 },
      { cpu: 8, socket: 0 },
      { cpu: 16, socket: 1 },
    ];
    expect(readingCpus(units, true).map(({ cpu }) => cpu)).toEqual([0, 16]);
    expect(readingCpus(units, false)).toBe(units);
  });
});

test('the udev rule matches zones and not control types, and opens only the files of energy', () => {
  const { path, text, apply } = raplUdevRule();
  expect(path).toMatch(/^\/etc\/udev\/rules\.d\/\d\d-[a-z-]+\.rules$/);
  const rules = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules).toHaveLength(1);
  const glob = /KERNEL=="([^"]+)"/.exec(rules[0] as string)?.[1] as string;
  const pattern = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
  const zones = ['intel-rapl:0', 'intel-rapl:10:2', 'intel-rapl-mmio:0'];
  expect(zones.filter((zone) => pattern.test(zone))).toEqual(zones);
  expect(['intel-rapl', 'intel-rapl-mmio', 'dtpm:0'].filter((name) => pattern.test(name))).toEqual([]);
  expect(rules[0]).toContain("chmod a+r /sys%p/energy_uj /sys%p/max_energy_range_uj'");
  expect(apply).toEqual([
    'udevadm control --reload',
    'udevadm trigger --subsystem-match=powercap --action=change',
  ]);
});
