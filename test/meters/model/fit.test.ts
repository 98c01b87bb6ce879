import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { coefficientsHash } from '../../../bench/power-model-fit/coefficients-text.ts';
import { byCpuModel, byGeneration, heldOut } from '../../../bench/power-model-fit/cross-validate.ts';
import { csvTable } from '../../../bench/power-model-fit/csv-table.ts';
import { errorsFrom, logErrors } from '../../../bench/power-model-fit/fit-errors.ts';
import { leastDeviations } from '../../../bench/power-model-fit/least-deviations.ts';
import { RIVALS } from '../../../bench/power-model-fit/rivals.ts';
import {
  cpuGroup,
  rowsWithEnds,
  rowsWithLevels,
  type ServerRow,
} from '../../../bench/power-model-fit/server-rows.ts';
import { packageFile, packageRoot } from '../../../src/host/package-root.io.ts';
import { realHost } from '../../../src/host/real-host.io.ts';
import { matchedCpu } from '../../../src/meters/model/matched-cpu.io.ts';
import type { WallModelFile } from '../../../src/meters/model/model-tables.ts';
import { modelTables } from '../../../src/meters/model/model-tables.io.ts';
import { estimate, interval } from '../../../src/units/estimate.ts';
import { errorsAtLevel } from '../../../src/meters/model/wall-errors.ts';
import { madeUpEnds, madeUpLevels } from './made-up-servers.ts';

const TABLES = modelTables();
const HOST = realHost();
const tdpOf = (cpu: string): number | undefined => matchedCpu(HOST, cpu).cpu.tdpW;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the coefficients that are shipped', () => {
  const file = JSON.parse(
    readFileSync(packageFile('data/hardware/wall_model.json'), 'utf8'),
  ) as WallModelFile & {
    readonly report: string;
    readonly fittedOn: readonly { readonly sha256: string; readonly servers: number }[];
  };
  const report = readFileSync(packageFile(file.report), 'utf8');
  it('are those that their hash says', () => {
    expect(coefficientsHash(file)).toBe(file.hash);
    expect(coefficientsHash({ ...file, idle: file.idle.map((c) => c * 1.0001) })).not.toBe(file.hash);
  });
  it('belong to their report, which names them, what they were fitted on and how far they err', () => {
    expect(report).toContain(`sha256 \`${file.hash}\``);
    for (const { sha256, servers } of file.fittedOn) {
      expect(report).toContain(sha256);
      expect(report).toMatch(new RegExp(`${sha256}\`\\s*\\|\\s*${servers} `));
    }
  });
  it('reach what is asked of them, by their report', () => {
    const cells = (start: string): number[] => {
      const line = report.split('\n').find((one) => one.startsWith(`| ${start} `)) ?? '';
      return line.split('|').slice(2, -1).map(Number);
    };
    const [all = 100, energy = 100, p90 = 100] = cells('joulebook');
    expect(all).toBeLessThan(13);
    expect(energy).toBeLessThan(12);
    expect(p90).toBeLessThan(35);
    expect(cells('joulebook')[9]).toBeLessThan(16);
    for (const rule of RIVALS) expect(all).toBeLessThan(cells(rule.name)[0] ?? 0);
    for (const kind of ['servers with 11 levels', 'servers with idle and full load']) {
      const [pooled = 0, idle = 0, full = 0, width = 9, idleWidth = 9] = cells(kind);
      expect(pooled).toBeGreaterThan(85);
      expect(pooled).toBeLessThan(95);
      for (const one of [idle, full]) {
        expect(one).toBeGreaterThan(80);
        expect(one).toBeLessThan(97);
      }
      expect(width).toBeLessThan(0.75);
      expect(idleWidth).toBeLessThan(1.3);
    }
  });
});

describe('the fit', () => {
  const rows: readonly ServerRow[] = [
    ...rowsWithLevels(madeUpLevels(90), tdpOf, TABLES.generations).rows,
    ...rowsWithEnds(madeUpEnds(60), tdpOf, TABLES.generations).rows,
  ];
  it('finds the rule that made a set up, on CPUs that it has not seen, to within the noise', () => {
    expect(rows).toHaveLength(150);
    const predicted = heldOut(rows, byCpuModel(3, 0));
    const errors = rows.flatMap((row, i) =>
      row.watts.flatMap((watts, level) =>
        watts > 0 ? [Math.abs((predicted[i]?.[level] ?? 0) / watts - 1)] : [],
      ),
    );
    expect(errors.sort((a, b) => a - b)[Math.floor(errors.length / 2)]).toBeLessThan(0.12);
  });
  it('holds out all servers of a CPU together, and a generation together where asked', () => {
    const foldOf = byCpuModel(5, 7);
    for (const key of new Set(rows.map((row) => row.key))) {
      expect(new Set(rows.filter((row) => row.key === key).map(foldOf)).size).toBe(1);
    }
    expect(new Set(rows.map(foldOf)).size).toBe(5);
    expect(byGeneration(rows[0] as ServerRow)).toBe(rows[0]?.facts.generation);
  });
  it('calibrates intervals that hold nine in ten of the errors that they were made from', () => {
    const predicted = heldOut(rows, byCpuModel(3, 0));
    const errors = logErrors(rows, [predicted]);
    const spreads = errorsFrom(errors);
    for (const level of [0, 10]) {
      const { low, high } = interval(estimate(1, errorsAtLevel(spreads, level / 10, 'x')));
      const inside = (errors[level] ?? []).filter(
        (e) => Math.exp(e) >= (low ?? 0) && Math.exp(e) <= (high ?? 9),
      );
      expect(inside.length / (errors[level]?.length ?? 1)).toBeGreaterThan(0.87);
      expect(inside.length / (errors[level]?.length ?? 1)).toBeLessThan(0.96);
    }
  });
  it('runs as the bench on a small made-up set, gives the same coefficients twice, and writes nothing unasked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'joulebook-fit-'));
    folders.push(folder);
    writeFileSync(join(folder, 'specpower_train.csv'), madeUpLevels(60));
    writeFileSync(join(folder, 'specpower_2026_train.csv'), madeUpEnds(40));
    const bench = (): string =>
      execFileSync(join(packageRoot(), 'bench', 'power-model'), [folder, '--partitions', '1'], {
        encoding: 'utf8',
      });
    const before = readFileSync(packageFile('data/hardware/wall_model.json'), 'utf8');
    const [first, second] = [bench(), bench()];
    expect(first).toMatch(/^100 servers/);
    for (const rule of ['joulebook', ...RIVALS.map(({ name }) => name)])
      expect(first).toContain(`| ${rule} `);
    expect(/^coefficients: [0-9a-f]{64}/m.exec(first)?.[0]).toBe(
      /^coefficients: [0-9a-f]{64}/m.exec(second)?.[0],
    );
    expect(readFileSync(packageFile('data/hardware/wall_model.json'), 'utf8')).toBe(before);
  });
  it('a folder without the files is named', () => {
    const { status, stderr } = spawnSync(join(packageRoot(), 'bench', 'power-model'), ['/nowhere'], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('/nowhere/specpower_train.csv is missing');
  });
});

describe('reading published results', () => {
  const ends = (memory: string, cores = '240'): ReturnType<typeof rowsWithEnds> =>
    rowsWithEnds(
      `CPU Description,Chips,# Cores,Total Threads,Total Memory (GB),Published,avg. watts @ active idle,avg. watts @ 100%\n"Intel Xeon Platinum 8490H, 1.9 GHz",4,${cores},480,${memory},Nov-2023,400,2000\n`,
      () => 350,
      TABLES.generations,
    );
  it('memory that a thousands separator cut off is terabytes, and only where so little cannot be', () => {
    expect(ends('1')).toMatchObject({ repaired: 1, rows: [{ facts: { ramGB: 1024 } }] });
    expect(ends('512')).toMatchObject({ repaired: 0, rows: [{ facts: { ramGB: 512 } }] });
    expect(ends('4', '16')).toMatchObject({ repaired: 0, rows: [{ facts: { ramGB: 4 } }] });
  });
  it('a row without a figure or a TDP is dropped, and counted', () => {
    expect(ends('')).toMatchObject({ rows: [], dropped: 1 });
  });
  it('one CPU has one key however its name is written', () => {
    const same = (...names: readonly string[]): void => expect(new Set(names.map(cpuGroup)).size).toBe(1);
    same(
      'Intel Xeon E5-2660',
      'Intel Xeon E5-2660 2.20 GHz (Intel Turbo Boost Technology up to 3.00 GHz)',
      'Intel(R) Xeon(R) CPU E5-2660 @2.20GHz',
      'Intel Xeon E5-2660 (2.20GHz)',
    );
    same('Intel Xeon E5-2660V2', 'Intel Xeon E5-2660 v2');
    same('AMD Opteron 2376HE', 'AMD Opteron 2376 HE', 'Quad-Core AMD Opteron(tm) Processor 2376 HE');
    same('Intel Xeon 8480+', 'Intel(R) Xeon(R) Platinum 8480+');
    same('Xeon L5420', 'Intel Xeon L5420 (2.5GHz)');
    expect(cpuGroup('Intel Xeon E5-2660')).not.toBe(cpuGroup('Intel Xeon E5-2660 v2'));
    expect(cpuGroup('Intel Xeon Platinum 8176')).not.toBe(cpuGroup('Intel Xeon Platinum 8176M'));
  });
  it('a table in CSV keeps commas, quotes and line ends in its cells', () => {
    expect(csvTable('a,b\r\n"x, ""y""",2\r\n,\n')).toEqual([
      { a: 'x, "y"', b: '2' },
      { a: '', b: '' },
    ]);
  });
});

describe('least absolute deviations', () => {
  it('finds a line through points of which a third is far off', () => {
    const xs = Array.from({ length: 30 }, (_, i) => i / 10);
    const targets = xs.map((x, i) => 2 + 3 * x + (i % 3 === 0 ? 5 : 0));
    const found = leastDeviations(
      xs.map((x) => [1, x]),
      targets,
      xs.map(() => 1),
      { ridge: 1e-9 },
    );
    expect(found[0]).toBeCloseTo(2, 2);
    expect(found[1]).toBeCloseTo(3, 2);
  });
  it('is the median where there is only a constant', () => {
    const found = leastDeviations(
      [1, 2, 3, 4, 90].map(() => [1]),
      [1, 2, 3, 4, 90],
      [1, 1, 1, 1, 1],
      { ridge: 0 },
    );
    expect(found[0]).toBeCloseTo(3, 2);
  });
});

describe('the rivals, beside hand-made figures', () => {
  const row: ServerRow = {
    key: 'x',
    cpu: 'Intel Xeon Platinum 8280',
    facts: {
      tdpW: 205,
      sockets: 2,
      coresPerSocket: 28,
      smt: true,
      ramGB: 192,
      year: 2019,
      vendor: 'intel',
      entry: false,
      generation: 'skylake',
    },
    threads: 112,
    watts: [],
    year: 2019,
    collection: 'levels',
  };
  const at = (name: string, load: number): number =>
    RIVALS.find((one) => one.name === name)?.watts(row, load) ?? Number.NaN;
  it.each([
    // 410 W of TDP; 192 GB are three DIMMs of 64 GB, 15 W.
    ['CodeCarbon, machine mode', 0, 41 + 15],
    ['CodeCarbon, machine mode', 50, 410 * (0.1 + 0.9 / 8) + 15],
    ['CodeCarbon, process mode', 50, 205 + 15],
    ['TDP x load', 30, 123],
    ['half of TDP', 90, 205],
    ["Teads' curve", 0, 49.2],
    ["Teads' curve", 30, 410 * 0.535],
    ["Teads' curve", 100, 418.2],
    ['Cloud Carbon Footprint', 0, 112 * 0.6903],
    ['Cloud Carbon Footprint', 100, 112 * 4.0632],
    ['Green Algorithms', 50, 205 + 0.3725 * 192],
  ])('%s at %d %%', (name, load, watts) => {
    expect(at(name, load)).toBeCloseTo(watts, 6);
  });
  it("Boavizta's logarithm runs near Teads' points", () => {
    for (const load of [0, 10, 50, 100]) {
      expect(Math.abs(at('Boavizta, CPU', load) - at("Teads' curve", load))).toBeLessThan(0.06 * 410);
    }
    expect(at('Boavizta, server', 50)).toBeCloseTo(1.33 * (at('Boavizta, CPU', 50) + 0.284 * 192), 6);
  });
});
