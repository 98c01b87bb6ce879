import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvRows } from '../faults/csv-rows.ts';
import { Place } from './joulebook.ts';

const place = new Place();
beforeAll(() => mkdirSync(join(place.dir, 'home')));
afterAll(() => rmSync(place.dir, { recursive: true }));

/** Runs a Python program by `joulebook run --as codecarbon`; what it says. */
function python(program: string, options: readonly string[] = [], env: Record<string, string> = {}) {
  writeFileSync(join(place.dir, 'program.py'), program);
  return place.run(['run', '--quiet', ...options, '--as', 'codecarbon', '--', 'python3', 'program.py'], env);
}

describe('run --as codecarbon', () => {
  test('code that imports codecarbon runs as it is, whichever way it imports', () => {
    const seen = python(`
import importlib.metadata, importlib.util
assert importlib.util.find_spec("codecarbon") is not None
import codecarbon
from codecarbon import EmissionsTracker, OfflineEmissionsTracker, OutputMethod, track_emissions
from codecarbon.emissions_tracker import BaseEmissionsTracker, TaskEmissionsTracker, track_task_emissions
from codecarbon.output import EmissionsData, LoggerOutput
import codecarbon.core.units
from codecarbon.core.util import suppress
from codecarbon.external.logger import logger, set_logger_level
from codecarbon.external.scheduler import PeriodicScheduler
from codecarbon.output_methods.emissions_data import EmissionsData as Same
assert Same is EmissionsData and codecarbon.core.units.Energy(1).kWh == 1
assert importlib.metadata.version("codecarbon") == codecarbon.__version__
assert codecarbon.__version__.startswith("3.")
try:
    import codecarbon.no_such_module
except ModuleNotFoundError as error:
    assert error.name == "codecarbon.no_such_module", error
with OfflineEmissionsTracker(country_iso_code="FRA", log_level="error") as tracker:
    sum(i * i for i in range(10**6))
print(tracker.final_emissions > 0)
`);
    expect([seen.stderr, seen.stdout, seen.code]).toEqual(['', 'True\n', 0]);
    const [header = [], row = []] = csvRows(join(place.dir, 'emissions.csv'));
    expect(row[header.indexOf('country_iso_code')]).toBe('FRA');
    expect(row[header.indexOf('codecarbon_version')]).toMatch(/^3\.\d+\.\d+\+joulebook\./);
  });

  test.each([
    ['by its name', ['codecarbon']],
    ['as a module', ['python3', '-m', 'codecarbon.cli.main']],
  ])('CodeCarbon’s own command is there where CodeCarbon is not, %s', (_, command) => {
    const seen = place.run(['run', '--quiet', '--as', 'codecarbon', '--', ...command, '--version']);
    expect([seen.stderr, seen.code]).toEqual(['', 0]);
    expect(seen.stdout).toMatch(/^3\.\d+\.\d+\+joulebook\./);
  });

  test('only the command and what it starts find it', () => {
    const probe = 'import importlib.util as u; print(u.find_spec("codecarbon") is None)';
    const bare = execFileSync('python3', ['-S', '-c', probe], { env: place.env(), encoding: 'utf8' });
    expect(bare).toBe('True\n');
    const seen = python(`import subprocess, sys
print(subprocess.run([sys.executable, "-S", "-c", ${JSON.stringify(probe)}], stdout=subprocess.PIPE, text=True).stdout.strip())
print(any(name in sys.modules for name in ("codecarbon", "joulebook")))`);
    expect(seen.stdout).toBe('False\nFalse\n');
  });

  test('a program’s own PYTHONPATH stays, and nothing else of ours can be imported', () => {
    mkdirSync(join(place.dir, 'mine'));
    writeFileSync(join(place.dir, 'mine', 'tests.py'), 'WHOSE = "mine"');
    const seen = python('import codecarbon, tests; print(tests.WHOSE)', [], {
      PYTHONPATH: join(place.dir, 'mine'),
    });
    expect([seen.stdout, seen.stderr]).toEqual(['mine\n', '']);
  });

  test('the tracker in it goes by the options of the run, and is a part of it', () => {
    const seen = python(
      `from codecarbon import EmissionsTracker
t = EmissionsTracker(log_level="error", output_methods=[]); t.start(); sum(range(10**6)); t.stop()
d = t.final_emissions_data
print(round(d.emissions / d.energy_consumed * 1000, 6))`,
      ['--intensity', '123 g/kWh', '--region', 'FR'],
    );
    expect(Number(seen.stdout)).toBe(123);
    const { data } = JSON.parse(place.run(['ls', '--json']).stdout) as {
      data: { runs: { kind: string; parentId?: string; id: string }[] };
    };
    const block = data.runs.find(({ kind, parentId }) => kind === 'block' && parentId !== undefined);
    expect(data.runs.some(({ id, kind }) => id === block?.parentId && kind === 'command')).toBe(true);
  });

  test('two Pythons deep, by spawn', () => {
    const seen = python(`
import multiprocessing
def work(_):
    import codecarbon
    return codecarbon.__version__.startswith("3.")
if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(work, [1]))
`);
    expect([seen.stdout, seen.stderr]).toEqual(['[True]\n', '']);
  });

  test('a worker that unpickles before anybody there has imported it', () => {
    const seen = python(`
import multiprocessing, sys
def names(data):
    return type(data).__name__, data.project_name
if __name__ == "__main__":
    from codecarbon import EmissionsTracker
    data = EmissionsTracker(project_name="p", output_methods=[], log_level="error")._prepare_emissions_data()
    del sys.modules["codecarbon"]  # what a worker is given says only where its class is defined
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(names, [data]))
`);
    expect([seen.stdout, seen.stderr]).toEqual(["[('EmissionsData', 'p')]\n", '']);
  });

  test('a Python that is too old is told so', () => {
    const seen = python(`
import sys
sys.version_info = (3, 8, 0)
import codecarbon`);
    expect(seen.code).toBe(1);
    expect(seen.stderr).toContain('from Python 3.9 on, and this is 3.8');
  });

  test('the exit code is the program’s, and its failure leaves a row', () => {
    rmSync(join(place.dir, 'emissions.csv'), { force: true });
    const seen = python(`from codecarbon import OfflineEmissionsTracker
with OfflineEmissionsTracker(country_iso_code="FRA", log_level="error"):
    raise SystemExit(7)`);
    expect(seen.code).toBe(7);
    expect(csvRows(join(place.dir, 'emissions.csv'))).toHaveLength(2);
  });

  test('a process that already runs cannot be given it', () => {
    const seen = place.run(['run', '--as', 'codecarbon', '--pid', '1']);
    expect([seen.code, seen.stdout]).toEqual([2, '']);
    expect(seen.stderr).toContain('--as needs a command');
  });

  test('another program’s name is a usage error', () => {
    const seen = place.run(['run', '--as', 'carbontracker', '--', 'true']);
    expect(seen.code).toBe(2);
    expect(seen.stderr).toContain('codecarbon');
  });
});

test('the metadata that is shipped says the version of the code', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const code = readFileSync('python/joulebook/codecarbon/_version.py', 'utf8');
  const api = /CODECARBON_API = "([^"]+)"/.exec(code)?.[1] ?? '';
  const folder = `python/as_codecarbon/codecarbon-${api}+joulebook.${version}.dist-info`;
  expect(existsSync(folder)).toBe(true);
  expect(readFileSync(join(folder, 'METADATA'), 'utf8')).toContain(
    `\nVersion: ${api}+joulebook.${version}\n`,
  );
});
