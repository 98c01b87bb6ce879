import { describe, expect, it } from 'vitest';
import { packageText } from '../../../src/host/package-data.io.ts';
import { type MachineShape, machinePower } from '../../../src/meters/model/machine-power.io.ts';
import { sum } from '../../../src/units/arithmetic.ts';
import { type Estimate, interval } from '../../../src/units/estimate.ts';

const watts = (e: Estimate): number => e.value ?? Number.NaN;
const within = (e: Estimate, low: number, high: number): void => {
  expect(watts(e)).toBeGreaterThan(low);
  expect(watts(e)).toBeLessThan(high);
};
const spans = (e: Estimate, low: number, high: number): void => {
  const { low: from, high: to } = interval(e);
  expect(from).toBeLessThan(low);
  expect(to).toBeGreaterThan(high);
};
const LOADS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

describe('every CPU in the table', () => {
  const names = packageText('data/hardware/cpus.csv')
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(',')[1] ?? []);
  it('rises with load from an idle above zero, alone and in pairs, with an interval around it', () => {
    expect(names.length).toBeGreaterThan(4000);
    const wrong = names.filter((cpu, i) => {
      const power = machinePower({ cpu, sockets: 1 + (i % 2) });
      const values = LOADS.map((load) => watts(power.at(load)));
      const rises = values.every((value, k) => value > (k === 0 ? 0 : (values[k - 1] ?? 0)));
      const { low, high } = interval(power.at(0.5));
      return !(rises && (low ?? 0) > 0 && (low ?? 0) < (values[5] ?? 0) && (high ?? 0) > (values[5] ?? 0));
    });
    expect(wrong).toEqual([]);
  });
});

describe('a CPU as a person writes it', () => {
  it.each([
    ['Intel Xeon Gold 6248', ['Xeon 6248', 'gold 6248', 'xeon-gold-6248']],
    ['AMD EPYC 7742 64-Core Processor', ['EPYC 7742', '7742']],
  ])('%s', (full, names) => {
    const shape = { sockets: 2, ramGB: 256 };
    const meant = machinePower({ ...shape, cpu: full });
    for (const cpu of names)
      for (const load of LOADS)
        expect(watts(machinePower({ ...shape, cpu }).at(load))).toBe(watts(meant.at(load)));
  });
});

describe('believable machines', () => {
  const at = (shape: Partial<MachineShape> & { cpu: string }): ReturnType<typeof machinePower> =>
    machinePower({ sockets: 1, ...shape });
  it('a laptop of 15 W', () => {
    const power = at({ cpu: 'Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz', ramGB: 16, chassis: 'laptop' });
    expect(power.method).toBe('model:laptop');
    within(power.at(0), 3, 8);
    within(power.at(1), 20, 45);
    spans(power.at(0), 4, 8);
    spans(power.at(1), 25, 45);
  });
  it('a box of 6 W', () => {
    const power = at({ cpu: 'Intel N100', coresPerSocket: 4, threads: 4, ramGB: 16 });
    expect(power.method).toBe('model:board');
    within(power.at(0), 2, 8);
    within(power.at(1), 10, 25);
    spans(power.at(0), 3, 8);
  });
  it('a single board, whose CPU no table has', () => {
    const power = at({ cpu: 'Cortex-A72', coresPerSocket: 4, threads: 4, ramGB: 4 });
    expect(power.grade).toBe('C');
    // A Raspberry Pi 4: 2.7 W idle, 6.4 W with all cores busy.
    spans(power.at(0), 2.7, 2.7);
    spans(power.at(1), 6.4, 6.4);
    expect(power.assumed.join()).toContain('in no table');
  });
  it('a desktop of 65 W, and one of 125 W with raised limits', () => {
    within(at({ cpu: 'Intel Core i5-8500', ramGB: 16 }).at(0), 15, 40);
    within(at({ cpu: 'Intel Core i5-8500', ramGB: 16 }).at(1), 80, 140);
    spans(at({ cpu: 'Intel Core i9-13900K', ramGB: 64 }).at(1), 200, 300);
  });
  it('a chip for desktops in a server is a server', () => {
    expect(at({ cpu: 'Intel Core i9-13900K', chassis: 'server' }).method).toBe('model:server');
    expect(at({ cpu: 'Intel Xeon W-2295', chassis: 'desktop' }).method).toBe('model:server');
  });
});

describe('what is not known', () => {
  const server = {
    cpu: 'Intel Xeon Platinum 8380',
    sockets: 2,
    coresPerSocket: 40,
    threads: 160,
    ramGB: 256,
  };
  const width = (shape: MachineShape): number => {
    const e = machinePower(shape).at(0.5);
    const { low, high } = interval(e);
    return ((high ?? 0) - (low ?? 0)) / watts(e);
  };
  it('an unknown CPU is reckoned from its cores, less well, and says so', () => {
    const unknown = machinePower({ ...server, cpu: 'Acme 9000' });
    expect(unknown.grade).toBe('C');
    expect(unknown.assumed.join('; ')).toMatch(/year .* not known.*Acme 9000.* in no table/);
    expect(width({ ...server, cpu: 'Acme 9000' })).toBeGreaterThan(1.3 * width(server));
    const known = watts(machinePower(server).at(0.5));
    within(unknown.at(0.5), known / 2, known * 2);
  });
  it('the year is told by the name where it is not given, and given it counts where no name tells', () => {
    expect(machinePower({ ...server, year: 2009 }).at(0)).toEqual(machinePower(server).at(0));
    const old = machinePower({ cpu: 'Acme', sockets: 2, coresPerSocket: 4, year: 2006 });
    const young = machinePower({ cpu: 'Acme', sockets: 2, coresPerSocket: 4, year: 2018 });
    expect(watts(old.at(0))).toBeGreaterThan(watts(young.at(0)));
  });
  it('memory that no such machine has is taken for the usual amount, and said', () => {
    const told = machinePower({ ...server, ramGB: 1 });
    const { ramGB: _, ...bare } = server;
    expect(told.at(0.3)).toEqual(machinePower(bare).at(0.3));
    expect(told.assumed.join()).toContain('not believable');
  });
  it('a name and a number of sockets are enough', () => {
    const bare = machinePower({ cpu: 'xeon platinum 8380', sockets: 2 });
    const [value, full] = [watts(bare.at(0.5)), watts(machinePower(server).at(0.5))];
    expect(Math.abs(value / full - 1)).toBeLessThan(0.15);
  });
});

describe('at a load', () => {
  const power = machinePower({
    cpu: 'AMD EPYC 7763',
    sockets: 2,
    coresPerSocket: 64,
    threads: 256,
    ramGB: 512,
  });
  it('components are the wall, each positive and rising', () => {
    let before = { cpu: 0, ram: 0, other: 0 };
    for (const load of LOADS) {
      const { cpu, ram, other } = power.split(load);
      expect(watts(sum([cpu, ram, other]))).toBeCloseTo(watts(power.at(load)), 9);
      const now = { cpu: watts(cpu), ram: watts(ram), other: watts(other) };
      for (const name of ['cpu', 'ram', 'other'] as const) expect(now[name]).toBeGreaterThan(before[name]);
      before = now;
    }
  });
  it('between two levels the power is between theirs, and loads beyond 0 and 1 are those', () => {
    expect(watts(power.at(0.25))).toBeCloseTo((watts(power.at(0.2)) + watts(power.at(0.3))) / 2, 9);
    expect(power.at(-1)).toEqual(power.at(0));
    expect(power.at(7)).toEqual(power.at(1));
  });
  it('what an operating system calls busy has an error of its own, none at idle', () => {
    expect(Object.keys(power.at(0.5).errors)).not.toContain('load:machine');
    expect(Object.keys(power.atBusy(0.5).errors)).toContain('load:machine');
    expect(watts(power.atBusy(0))).toBeCloseTo(watts(power.at(0)), 9);
    expect(watts(power.atBusy(1))).toBeCloseTo(watts(power.at(1)), 9);
    expect(interval(power.atBusy(0))).toEqual(interval(power.at(0)));
    spans(power.atBusy(0.5), watts(power.at(0.5)), watts(power.at(0.6)));
  });
});
