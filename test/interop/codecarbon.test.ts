import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Place } from '../cli/joulebook.ts';
import { csvRows } from '../faults/csv-rows.ts';

const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
const place = new Place();
const ours = join(place.dir, '.joulebook', 'emissions.csv');
let python = '';

function py(program: string, cwd = place.dir): string {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], {
    cwd,
    env: place.env({ HOME: place.dir }),
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** CodeCarbon measures half a second and writes its emissions.csv into the working folder. */
const TRACK = `
import time
from codecarbon import OfflineEmissionsTracker
tracker = OfflineEmissionsTracker(project_name="theirs", country_iso_code="FRA", measure_power_secs=1, log_level="error")
tracker.start(); time.sleep(0.5); tracker.stop()`;

beforeAll(() => {
  python = execFileSync(process.execPath, [script, 'python', 'test/interop/requirements.txt'], {
    encoding: 'utf8',
  }).trim();
  for (const args of [
    ['run', '--region', 'FRA', '--interval', '100ms', '--', 'sleep', '0.5'],
    ['run', '--name', 'a "quoted", name', '--project', 'a "quoted", project', '--', 'false'],
  ]) {
    place.run(args);
  }
  mkdirSync(join(place.dir, 'theirs'));
  py(TRACK, join(place.dir, 'theirs'));
}, 300_000);
afterAll(() => rmSync(place.dir, { recursive: true }));

test('our columns are CodeCarbon’s, in its order', () => {
  const [theirs] = csvRows(join(place.dir, 'theirs', 'emissions.csv'));
  const [header, ...rows] = csvRows(ours);
  expect(header).toEqual(theirs);
  expect(rows).toHaveLength(2);
  expect(rows.map((row) => row.length)).toEqual([theirs?.length, theirs?.length]);
});

test('pandas and csv read it, numbers as numbers', () => {
  const read = JSON.parse(
    py(`
import csv, json, pandas
frame = pandas.read_csv(".joulebook/emissions.csv")
with open(".joulebook/emissions.csv", newline="") as file:
    rows = list(csv.DictReader(file))
numeric = [c for c in frame.columns if pandas.api.types.is_numeric_dtype(frame[c])]
print(json.dumps({"projects": frame.project_name.tolist(), "csv": [r["project_name"] for r in rows], "numeric": numeric,
  "sums": (frame.cpu_energy + frame.gpu_energy + frame.ram_energy - frame.energy_consumed).abs().tolist(),
  "consumed": frame.energy_consumed.tolist(), "country": frame.country_iso_code.tolist()[0],
  "stamps": [str(t) for t in pandas.to_datetime(frame.timestamp)]}))`),
  ) as {
    projects: string[];
    csv: string[];
    numeric: string[];
    sums: number[];
    consumed: number[];
    country: string;
    stamps: string[];
  };
  expect(read.projects[1]).toBe('a "quoted", project');
  expect(read.csv).toEqual(read.projects);
  for (const column of [
    'duration',
    'emissions',
    'cpu_power',
    'cpu_energy',
    'gpu_energy',
    'ram_energy',
    'energy_consumed',
    'pue',
  ]) {
    expect(read.numeric).toContain(column);
  }
  for (const [i, difference] of read.sums.entries())
    expect(difference).toBeLessThan(1e-9 * (read.consumed[i] ?? 0) + 1e-18);
  expect(read.consumed.every((kwh) => kwh > 0)).toBe(true);
  expect(read.country).toBe('FRA');
  for (const stamp of read.stamps) expect(stamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test('CodeCarbon appends to our file without moving it away', () => {
  const folder = join(place.dir, 'append');
  mkdirSync(folder);
  copyFileSync(ours, join(folder, 'emissions.csv'));
  py(TRACK, folder);
  expect(readdirSync(folder).filter((name) => name.includes('.bak'))).toEqual([]);
  const before = readFileSync(ours, 'utf8');
  expect(readFileSync(join(folder, 'emissions.csv'), 'utf8').startsWith(before)).toBe(true);
  const rows = csvRows(join(folder, 'emissions.csv'));
  expect(rows).toHaveLength(4);
  expect(rows[3]?.[1]).toBe('theirs');
  expect(rows[3]).toHaveLength(rows[0]?.length ?? 0);
});

test('we append to CodeCarbon’s file, in its columns', () => {
  const file = join(place.dir, 'theirs', 'emissions.csv');
  const before = readFileSync(file, 'utf8');
  expect(place.run(['run', '--csv', file, '--', 'true']).code).toBe(0);
  const after = readFileSync(file, 'utf8');
  expect(after.startsWith(before)).toBe(true);
  const rows = csvRows(file);
  expect(rows).toHaveLength(3);
  expect(rows[2]).toHaveLength(rows[0]?.length ?? 0);
  expect(existsSync(join(place.dir, 'theirs', 'emissions_1.csv'))).toBe(false);
  const frame = py('import pandas; print(pandas.read_csv("theirs/emissions.csv").tracking_mode.tolist())');
  expect(frame.trim()).toBe("['machine', 'process']");
});

test('both agree about a file with columns of another order', () => {
  const folder = join(place.dir, 'reordered');
  mkdirSync(folder);
  const file = join(folder, 'emissions.csv');
  const [header = [], row = []] = csvRows(join(place.dir, 'theirs', 'emissions.csv'));
  writeFileSync(
    file,
    `${[...header].reverse().join(',')}\n${[...row]
      .reverse()
      .map((cell) => `"${cell}"`)
      .join(',')}\n`,
  );
  expect(place.run(['run', '--project', 'mine', '--csv', file, '--', 'true']).code).toBe(0);
  const frame = py('import pandas; print(pandas.read_csv("reordered/emissions.csv").project_name.tolist())');
  expect(frame.trim()).toBe("['theirs', 'mine']");
});

test('a province is written as CodeCarbon writes it, and a WUE in its column', () => {
  const folder = join(place.dir, 'quebec');
  mkdirSync(folder);
  py(
    TRACK.replace('country_iso_code="FRA"', 'country_iso_code="CAN", region="quebec", pue=1.2, wue=0.5'),
    folder,
  );
  const file = join(folder, 'ours.csv');
  const options = ['--region', 'Quebec', '--pue', '1.2', '--wue', '0.5', '--csv', file];
  expect(place.run(['run', ...options, '--', 'true']).code).toBe(0);
  const cells = (path: string, row: number): unknown[] => {
    const [header = [], ...rows] = csvRows(path);
    return ['country_name', 'country_iso_code', 'region', 'pue', 'wue'].map(
      (column) => rows[row]?.[header.indexOf(column)],
    );
  };
  const [country, code, region, pue, wue] = cells(join(folder, 'emissions.csv'), 0);
  expect(cells(file, 0)).toEqual([country, code, region, String(Number(pue)), String(Number(wue))]);
  expect([country, code, region]).toEqual(['Canada', 'CAN', 'quebec']);
});
