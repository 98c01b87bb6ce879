import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { aRecord, putRecord } from '../book/a-record.ts';
import { LAUNCHER, Place } from '../cli/joulebook.ts';

/** What we write, read by the programs that it is for. */
const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
const schemas = fileURLToPath(new URL('../fixtures/boamps', import.meta.url));
const place = new Place();
let python = '';
let measured: RunRecord;
const evil = aRecord({
  name: 'a "b" \\ c\n=d',
  project: 'my/proj#1',
  tags: ['long '.repeat(20)],
  state: 'failed',
  startedAt: '2026-11-20T10:00:00.000Z',
  energyJ: 3600 / 7,
  params: { opt: 'ä "quoted"\nline', lr: 1e-7 },
  metrics: { 'acc@1': 0.1 + 0.2, 'acc#1': 5, loss: 1, 'loss/val': 2 },
});

function py(program: string, ...args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, ...args], {
    cwd: place.dir,
    env: place.env({
      HOME: place.dir,
      MLFLOW_ALLOW_FILE_STORE: 'true',
      WANDB_MODE: 'offline',
      WANDB_SILENT: 'true',
      PYTHONUTF8: '1',
    }),
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

function joulebook(...args: readonly string[]): string {
  const { code, stdout, stderr } = place.run(args);
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(() => {
  python = execFileSync(process.execPath, [script, 'python', 'test/interop/requirements-exports.txt'], {
    encoding: 'utf8',
  }).trim();
  const loop = 'for i in 1 2 3; do echo "acc=0.$i"; sleep 0.2; done';
  joulebook(
    'run',
    '--name',
    'measured',
    '--region',
    'FRA',
    '--interval',
    '100ms',
    '--capture',
    'acc=(?<acc>[0-9.]+)',
    '--param',
    'lr=0.1',
    '--',
    'sh',
    '-c',
    loop,
  );
  measured = (JSON.parse(joulebook('show', 'measured', '--json')) as { readonly data: RunRecord }).data;
  putRecord(join(place.dir, '.joulebook'), evil);
}, 900_000);
afterAll(() => rmSync(place.dir, { recursive: true, force: true }));

test('Prometheus’ own parser reads every sample of both forms, in full precision', () => {
  joulebook('export', '-o', 'runs.prom');
  const read = py(`
import json
from prometheus_client.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(open("runs.prom", newline="").read()))
samples = [s for f in families for s in f.samples]
energy = {s.labels["run"]: s.value for s in samples if s.name == "joulebook_run_energy_joules"}
texts = [s.labels["value"] for s in samples if s.name == "joulebook_run_param_text_info"]
print(json.dumps({"samples": len(samples), "energy": energy, "texts": texts, "names": sorted({s.labels["name"] for s in samples if "name" in s.labels})}))
`) as { samples: number; energy: object; texts: string[]; names: string[] };
  const lines = readFileSync(join(place.dir, 'runs.prom'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(read.samples).toBe(lines.length);
  expect(read.energy).toEqual({ [measured.id]: measured.energy.wall.attributed.value, [evil.id]: 3600 / 7 });
  expect(read.texts).toEqual(['ä "quoted"\nline']);
  expect(read.names).toEqual([evil.name, 'measured']);
});

test('the OpenMetrics parser, which is strict, reads what is served', async () => {
  const child = spawn(LAUNCHER, ['export', '--serve', '127.0.0.1:0'], { cwd: place.dir, env: place.env() });
  const [said] = (await once(child.stderr, 'data')) as [Buffer];
  const url = /http:\S+/.exec(said.toString())?.[0] ?? '';
  const units = py(
    `
import json, sys, urllib.request
from prometheus_client.openmetrics.parser import text_string_to_metric_families
request = urllib.request.Request(sys.argv[1], headers={"Accept": "application/openmetrics-text"})
text = urllib.request.urlopen(request).read().decode()
print(json.dumps({f.name: [f.type, f.unit, len(f.samples)] for f in text_string_to_metric_families(text)}))
`,
    url,
  );
  child.kill('SIGTERM');
  expect(units).toMatchObject({
    joulebook_run: ['info', '', 2],
    joulebook_run_energy_joules: ['gauge', 'joules', 2],
    joulebook_energy_joules: ['counter', 'joules', expect.any(Number) as number],
  });
});

test('OpenTelemetry’s protocol reads our JSON, with nothing unknown in it', () => {
  joulebook('export', '--otlp', '-o', 'otlp.json');
  const read = py(`
import json
from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
request = json_format.Parse(open("otlp.json").read(), ExportMetricsServiceRequest())
points = {}
for resource in request.resource_metrics:
    for metric in resource.scope_metrics[0].metrics:
        for point in metric.gauge.data_points:
            of = {a.key: a.value.string_value for a in point.attributes}
            points.setdefault(metric.name, {})[of["joulebook.run.id"]] = [point.as_double, point.time_unix_nano - point.start_time_unix_nano, metric.unit]
print(json.dumps({"resources": len(request.resource_metrics), "energy": points["joulebook.run.energy"], "low": points["joulebook.run.energy.low"]}))
`);
  const { value, low } = measured.energy.wall.attributed;
  const took = (Date.parse(measured.endedAt ?? '') - Date.parse(measured.startedAt)) * 1e6;
  expect(read).toMatchObject({
    resources: 2,
    energy: { [measured.id]: [value, took, 'J'], [evil.id]: [3600 / 7, 60e9, 'J'] },
    low: { [measured.id]: [low, took, 'J'] },
  });
});

test('pandas reads CSV and Parquet alike: numbers, nulls, texts, and moments with their zone', () => {
  joulebook('export', '-o', 'runs.csv');
  joulebook('export', '-o', 'runs.parquet');
  const read = py(`
import json
import pandas as pd
csv = pd.read_csv("runs.csv", parse_dates=["started_at", "ended_at"]).set_index("id")
parquet = pd.read_parquet("runs.parquet").set_index("id")
pick = lambda frame, run: {
    "energy": frame.loc[run, "energy_wh"], "low": frame.loc[run, "component_low.cpu_wh"], "grade": frame.loc[run, "component_grade.cpu"],
    "start": frame.loc[run, "started_at"].isoformat(), "opt": frame.loc[run, "param.opt"] if isinstance(frame.loc[run, "param.opt"], str) else None,
    "water": None if pd.isna(frame.loc[run, "water_l"]) else frame.loc[run, "water_l"]}
print(json.dumps({"columns": list(csv.columns) == list(parquet.columns), "types": [str(frame["started_at"].dt.tz) for frame in (csv, parquet)],
    "energies": [str(frame["energy_wh"].dtype) for frame in (csv, parquet)], "runs": {run: [pick(csv, run), pick(parquet, run)] for run in csv.index}}))
`) as { columns: boolean; types: string[]; energies: string[]; runs: Record<string, unknown[]> };
  expect(read).toMatchObject({ columns: true, types: ['UTC', 'UTC'], energies: ['float64', 'float64'] });
  for (const run of [measured, evil]) {
    const { attributed, grade } = run.energy.components['cpu'] ?? {};
    const wanted = {
      energy: expect.closeTo((run.energy.wall.attributed.value ?? 0) / 3600, 12) as number,
      low: expect.closeTo((attributed?.low ?? 0) / 3600, 12) as number,
      grade,
      start: expect.stringMatching(/\+00:00$/) as string,
      opt: run === evil ? 'ä "quoted"\nline' : null,
      water: null,
    };
    expect(read.runs[run.id]).toEqual([wanted, wanted]);
  }
});

test('TensorBoard reads every scalar at its step', () => {
  joulebook('export', '--tensorboard', '-o', 'tb');
  const read = py(`
import glob, json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
found = {}
for folder in glob.glob("tb/*"):
    events = EventAccumulator(folder, size_guidance={"scalars": 0})
    events.Reload()
    found[folder[3:][:-7]] = {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]}
print(json.dumps(found))
`) as Record<string, Record<string, [number, number][]>>;
  expect(read['measured']?.['acc']).toEqual([0.1, 0.2, 0.3].map((x, i) => [i, Math.fround(x)]));
  expect(read['measured']?.['joulebook/power/attributed_w']).toHaveLength(measured.samples);
  expect(read['a_b_c_=d']?.['acc@1']).toEqual([[0, Math.fround(0.1 + 0.2)]]);
  expect(read['a_b_c_=d']?.['joulebook/energy_wh']).toEqual([[0, Math.fround(1 / 7)]]);
});

const READ_MLFLOW = `
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
found = {}
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id]):
        history = lambda key: [[m.step, m.value] for m in client.get_metric_history(run.info.run_id, key)]
        found.setdefault(experiment.name, []).append({
            "name": run.info.run_name, "status": run.info.status, "took": run.info.end_time - run.info.start_time, "params": run.data.params,
            "energy": run.data.metrics.get("joulebook/energy_wh"), "acc": history("acc"), "power": len(history("joulebook/power/attributed_w")),
            "keys": sorted(k for k in run.data.metrics if not k.startswith("joulebook/")), "run": run.data.tags["joulebook.run_id"]})
print(json.dumps(found))
`;

function expectInMlflow(found: unknown): void {
  const all = Object.values(found as Record<string, { readonly run: string }[]>).flat();
  expect(all).toHaveLength(2);
  expect(all.find(({ run }) => run === measured.id)).toMatchObject({
    name: 'measured',
    status: 'FINISHED',
    params: { lr: '0.1' },
    acc: [
      [0, 0.1],
      [1, 0.2],
      [2, 0.3],
    ],
    power: measured.samples,
    energy: (measured.energy.wall.attributed.value ?? 0) / 3600,
  });
  expect(all.find(({ run }) => run === evil.id)).toMatchObject({
    took: 60_000,
    params: { opt: 'ä "quoted"\nline', lr: '1e-7' },
    energy: 3600 / 7 / 3600,
    keys: expect.arrayContaining(['acc_1', 'acc_1_2', 'loss/val']) as string[],
  });
}

test('an MLflow server takes runs whole, and once', async () => {
  // The first request would wait for the tables to be made.
  py(
    'import json, mlflow; mlflow.set_tracking_uri("sqlite:///mlflow.db"); mlflow.search_experiments(); print(json.dumps(0))',
  );
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  const server = spawn(
    python,
    [
      '-m',
      'mlflow',
      'server',
      '--backend-store-uri',
      'sqlite:///mlflow.db',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--workers',
      '1',
    ],
    {
      cwd: place.dir,
      env: place.env({ HOME: place.dir }),
      stdio: 'ignore',
      detached: true,
    },
  );
  try {
    await answering(`${uri}/health`, server);
    for (const said of ['sent 2 runs to', 'sent 0 runs to']) {
      const { status, stderr } = spawnSync(LAUNCHER, ['export', '--mlflow', '--to', uri], {
        cwd: place.dir,
        env: place.env({ MLFLOW_TRACKING_TOKEN: 'secret' }),
        encoding: 'utf8',
      });
      expect({ status, stderr }).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(said) as string,
      });
    }
    expectInMlflow(py(READ_MLFLOW, uri));
  } finally {
    process.kill(-(server.pid ?? 0), 'SIGKILL');
  }
});

test('MLflow reads the file store that we write', () => {
  joulebook('export', '--mlflow', '-o', 'mlruns');
  expectInMlflow(py(READ_MLFLOW, `file://${place.dir}/mlruns`));
});

test('W&B’s own client takes the runs from upload.py', () => {
  joulebook('export', '--wandb', '-o', 'wb');
  mkdirSync(join(place.dir, 'wandb-dir'));
  const run = spawnSync(python, ['wb/upload.py'], {
    cwd: place.dir,
    env: place.env({
      HOME: place.dir,
      WANDB_MODE: 'offline',
      WANDB_SILENT: 'true',
      WANDB_DIR: join(place.dir, 'wandb-dir'),
    }),
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  const files = readdirSync(join(place.dir, 'wandb-dir'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.includes('offline-run-') && path.endsWith('.wandb'),
  );
  expect(files).toHaveLength(2);
  const texts = files.map((path) => readFileSync(join(place.dir, 'wandb-dir', path), 'latin1'));
  for (const text of texts) expect(text).toContain('joulebook/energy_wh');
  expect(texts.filter((text) => text.includes('joulebook/power/attributed_w'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('my-proj-1'))).toHaveLength(1);
  // What the client would tell of this machine, which is not the run's.
  for (const text of texts) expect(text).not.toContain('system.cpu');
});

test('a BoAmps report is valid by a validator of JSON Schema', () => {
  joulebook('export', '--boamps', '-o', 'boamps');
  const wrong = py(
    `
import glob, json, sys
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
load = lambda path: json.load(open(path, encoding="utf-8"))
schemas = [load(path) for path in glob.glob(sys.argv[1] + "/*.json")]
registry = Registry().with_resources((s["id"], Resource.from_contents(s, default_specification=DRAFT4)) for s in schemas)
report = next(s for s in schemas if s["title"] == "report")
errors = [e.message for path in glob.glob("boamps/*.json") for e in Draft4Validator(report, registry=registry).iter_errors(load(path))]
print(json.dumps(errors))
`,
    schemas,
  );
  expect(wrong).toEqual([]);
  expect(readdirSync(join(place.dir, 'boamps'))).toHaveLength(2);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // not up yet
    }
    await new Promise((done) => void setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}
