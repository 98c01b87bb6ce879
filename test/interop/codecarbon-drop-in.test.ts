import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAUNCHER, Place } from '../cli/joulebook.ts';

const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
const place = new Place();
let python = '';

beforeAll(() => {
  python = execFileSync(process.execPath, [script, 'python', 'test/interop/requirements.txt'], {
    encoding: 'utf8',
  }).trim();
  mkdirSync(join(place.dir, 'home'));
}, 300_000);
afterAll(() => rmSync(place.dir, { recursive: true }));

/** Runs a program of CodeCarbon's users with the real CodeCarbon. */
function real(program: string): string {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], {
    cwd: place.dir,
    env: place.env({ PYTHONPATH: resolve('python'), JOULEBOOK_BIN: LAUNCHER }),
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** Runs it with joulebook in CodeCarbon's place, on a Python that has the real one too. */
function standIn(program: string): string {
  writeFileSync(join(place.dir, 'program.py'), program);
  const seen = place.run(['run', '--quiet', '--as', 'codecarbon', '--', python, 'program.py']);
  expect(seen.code, seen.stderr).toBe(0);
  return seen.stdout;
}

/** Prints the difference of the two interfaces. */
const COMPARE = `
import dataclasses, inspect, json
import codecarbon.emissions_tracker as theirs, codecarbon.output as their_output
import joulebook.codecarbon.emissions_tracker as ours, joulebook.codecarbon.output as our_output
different = []
def parameters(function, module):
    found = inspect.signature(function).parameters.values()
    return [(p.name, str(p.kind), "not given" if p.default is module._sentinel else repr(p.default)) for p in found]
for name in ("track_emissions", "track_task_emissions"):
    if parameters(getattr(theirs, name), theirs) != parameters(getattr(ours, name), ours): different.append(name)
for name in ("EmissionsTracker", "OfflineEmissionsTracker", "TaskEmissionsTracker"):
    for method, value in inspect.getmembers(getattr(theirs, name), callable):
        if method.startswith("_") and method not in ("__init__", "__enter__", "__exit__", "_measure_power_and_energy"): continue
        mine = getattr(getattr(ours, name), method, None)
        if mine is None or parameters(value, theirs) != parameters(mine, ours): different.append(name + "." + method)
for name in ("EmissionsData", "TaskEmissionsData"):
    fields = lambda module: [(f.name, repr(f.default)) for f in dataclasses.fields(getattr(module, name))]
    if fields(their_output) != fields(our_output): different.append(name)
public = lambda module: {name for name, value in vars(module).items() if inspect.isclass(value)}
different += sorted(public(their_output) - public(our_output))
print(json.dumps(different))`;

test('every public signature and field is CodeCarbon’s', () => {
  expect(JSON.parse(real(COMPARE))).toEqual([]);
});

describe('the same program with both', () => {
  const PROGRAM = (file: string): string => `
import json, time, glob, pandas
from codecarbon import OfflineEmissionsTracker
tracker = OfflineEmissionsTracker(country_iso_code="FRA", measure_power_secs=1, log_level="error", output_file="${file}")
tracker.start()
tracker.start_task("work"); time.sleep(1.3); tracker.stop_task(); time.sleep(1.1)
emissions = tracker.stop()
for n in range(2):  # a file that is appended to
    again = OfflineEmissionsTracker(country_iso_code="USA", region="California", log_level="error", output_file="${file}")
    again.start(); time.sleep(1.3); again.stop()
frame = pandas.read_csv("${file}")
tasks = pandas.read_csv(glob.glob("emissions_base_" + str(tracker.run_id) + ".csv")[0])
print(json.dumps({
  "columns": {name: str(kind) for name, kind in frame.dtypes.items()}, "order": list(frame.columns),
  "tasks": [name for name in tasks.columns if name not in ("region", "longitude", "latitude")], "rows": len(frame),
  "returned": type(emissions).__name__, "country": frame.country_name.tolist(), "region": frame.region.tolist()[1:],
  "cpus": frame.cpu_count.tolist()[0], "ram": round(frame.ram_total_size.tolist()[0], 6), "model": frame.cpu_model.tolist()[0],
  "os": frame.os.tolist()[0], "python": frame.python_version.tolist()[0], "mode": frame.tracking_mode.tolist()[0],
  "project": frame.project_name.tolist()[0], "experiment": frame.experiment_id.tolist()[0]}))`;

  test('leaves the same columns, in pandas’ eyes of the same kinds, and tells the same of the machine', () => {
    const theirs: unknown = JSON.parse(real(PROGRAM('theirs.csv')));
    expect(JSON.parse(standIn(PROGRAM('ours.csv')))).toEqual(theirs);
  });

  test('and one file may be written by both', () => {
    const write = `from codecarbon import OfflineEmissionsTracker
t = OfflineEmissionsTracker(country_iso_code="FRA", log_level="error", output_file="both.csv"); t.start(); t.stop()`;
    for (const run of [real, standIn, real, standIn]) run(write);
    const versions = JSON.parse(
      real(`import json, pandas
f = pandas.read_csv("both.csv"); print(json.dumps([f.codecarbon_version.tolist(), f.tracking_mode.tolist()]))`),
    ) as [string[], string[]];
    expect(versions[0].map((version) => version.includes('joulebook'))).toEqual([false, true, false, true]);
    expect(versions[1]).toEqual(['machine', 'machine', 'machine', 'machine']);
  });
});

test('the real one is found again without --as', () => {
  const program = 'import codecarbon; print(codecarbon.__version__)';
  expect(real(program).trim()).toBe(
    /codecarbon==(.*)/.exec(readFileSync('test/interop/requirements.txt', 'utf8'))?.[1],
  );
  expect(standIn(program)).toContain('+joulebook.');
});
