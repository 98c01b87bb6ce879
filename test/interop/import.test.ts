import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { Place } from '../cli/joulebook.ts';

const script = fileURLToPath(new URL('../../scripts/set-up.mjs', import.meta.url));
const place = new Place();
/** CodeCarbon has an environment of its own, which another test uses too. */
let codecarbon = '';
let trackers = '';

beforeAll(() => {
  const pythonWith = (file: string): string =>
    execFileSync(process.execPath, [script, 'python', `test/interop/${file}`], { encoding: 'utf8' }).trim();
  codecarbon = pythonWith('requirements.txt');
  trackers = pythonWith('import-requirements.txt');
}, 900_000);
afterAll(() => rmSync(place.dir, { recursive: true }));

function py(program: string, python = trackers): string {
  const env = place.env({ HOME: place.dir, WANDB_MODE: 'offline', MLFLOW_ALLOW_FILE_STORE: 'true' });
  const options = { cwd: place.dir, env, encoding: 'utf8', timeout: 200_000 } as const;
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], options);
  expect(status, stderr).toBe(0);
  return stdout;
}

/** Takes what a tool has left in a folder into a book of its own, twice. */
function imported(folder: string): readonly RunRecord[] {
  const args = ['import', folder, '--yes', '--json', '--book', `book-${folder}`];
  const counts = [1, 2].map(() => {
    const { code, stdout, stderr } = place.run(args);
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as { data: { new: number } }).data.new;
  });
  const { stdout } = place.run(['ls', '--json', '--book', `book-${folder}`]);
  const { runs } = (JSON.parse(stdout) as { data: { runs: readonly RunRecord[] } }).data;
  expect(counts).toEqual([runs.length, 0]);
  return runs;
}

test('CodeCarbon: two runs with a task, its CSV, its task file and its report are two runs', () => {
  py(
    `
import os, time
from codecarbon import OfflineEmissionsTracker
os.mkdir("cc")
for name in ("a", "b"):
    tracker = OfflineEmissionsTracker(project_name=name, country_iso_code="FRA", measure_power_secs=1, output_dir="cc", experiment_name="exp",
        output_methods="csv,boamps", log_level="error")
    tracker.start_task("load"); time.sleep(1.1); tracker.stop_task()
    data = tracker.stop()
`,
    codecarbon,
  );
  const runs = imported('cc');
  expect(runs.map(({ project }) => project).sort()).toEqual(['a', 'b']);
  for (const run of runs) {
    expect(Object.keys(run.energy.stages)).toEqual(['load']);
    expect(run.energy.chips.attributed.value).toBeGreaterThan(0);
  }
}, 120_000);

test('CodeCarbon: what it appends and flushes reads as its own reader reads it', () => {
  const said = py(
    `
import os, time, csv
from codecarbon import OfflineEmissionsTracker
os.mkdir("flushed")
tracker = OfflineEmissionsTracker(project_name="f", country_iso_code="DEU", measure_power_secs=1, output_dir="flushed", log_level="error")
tracker.start()
for _ in range(3):
    time.sleep(0.6); tracker.flush()
tracker.stop()
print(repr(tracker.final_emissions_data.energy_consumed), repr(tracker.final_emissions))
`,
    codecarbon,
  );
  const [kwh = Number.NaN, kg = Number.NaN] = said.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const runs = imported('flushed');
  expect(runs).toHaveLength(1);
  expect((runs[0]?.energy.chips.attributed.value ?? 0) / 3.6e6).toBeCloseTo(kwh, 12);
  expect((runs[0]?.carbon.operational.value ?? 0) / 1000).toBeCloseTo(kg, 12);
}, 120_000);

test('carbontracker', () => {
  py(`
import time
from carbontracker.tracker import CarbonTracker
tracker = CarbonTracker(epochs=2, monitor_epochs=-1, update_interval=1, log_dir="ct", components="cpu", sim_cpu="Sim", sim_cpu_tdp=65, sim_cpu_util=0.5,
    ignore_errors=True, verbose=0)
for _ in range(2):
    tracker.epoch_start(); time.sleep(1.5); tracker.epoch_end()
tracker.stop()
`);
  const [run] = imported('ct');
  expect(run?.energy.epochs).toHaveLength(2);
  expect(run?.energy.chips.attributed.value).toBeCloseTo(32.5 * 3, -1);
}, 120_000);

test('MLflow: files and database say the same', () => {
  py(`
import os
from mlflow import MlflowClient
from mlflow.entities import Metric, Param
os.mkdir("mf"); os.mkdir("mdb")
for uri in ("file:" + os.path.abspath("mf/mlruns"), "sqlite:///" + os.path.abspath("mdb/mlflow.db")):
    client = MlflowClient(tracking_uri=uri)
    t0 = 1764000000000
    run = client.create_run(client.create_experiment("vision"), start_time=t0, run_name="cat", tags={"team": "a"})
    power = [Metric("system/gpu_0_power_usage_watts", 100.0 + 10 * i, t0 + i * 10000, i) for i in range(7)]
    loss = [Metric("loss", 1 / (i + 1), t0 + i, i) for i in range(5)] + [Metric("bad", float("nan"), t0, 0)]
    client.log_batch(run.info.run_id, metrics=power + loss, params=[Param("lr", "0.1")])
    client.set_terminated(run.info.run_id, end_time=t0 + 60000)
`);
  for (const folder of ['mf', 'mdb']) {
    const [run, ...more] = imported(folder);
    expect(more).toEqual([]);
    expect(run).toMatchObject({
      name: 'cat',
      project: 'vision',
      state: 'ok',
      durationS: 60,
      params: { lr: 0.1 },
      metrics: { loss: 0.2 },
      tags: ['team=a'],
    });
    expect(run?.energy.components['gpu:0']?.attributed.value).toBeCloseTo(7800, 6);
  }
}, 240_000);

test('W&B: an offline run of many records', () => {
  py(`
import wandb
run = wandb.init(project="vision", name="resnet", config={"lr": 0.1, "net": {"depth": 50}}, dir=".", settings=wandb.Settings(console="off", disable_git=True))
for i in range(3000):
    run.log({"loss": 1 / (i + 1), "text": "x" * 50})
run.finish()
`);
  const [run] = imported('wandb');
  expect(run).toMatchObject({
    name: 'resnet',
    project: 'vision',
    state: 'ok',
    params: { lr: 0.1, 'net.depth': 50 },
    energy: { wall: { attributed: { value: null } } },
  });
  expect(run?.metrics['loss']).toBeCloseTo(1 / 3000, 12);
}, 240_000);

test('TensorBoard and DVCLive', () => {
  py(`
from tensorboardX import SummaryWriter
with SummaryWriter("tb/run") as writer:
    for i in range(100): writer.add_scalar("train/loss", 1 / (i + 1), i)
    writer.add_hparams({"lr": 0.1, "opt": "adam"}, {"hp/acc": 0.5}, name="hp")
from dvclive import Live
with Live("live", save_dvc_exp=False, dvcyaml=None, report=None) as live:
    live.log_param("lr", 0.1)
    for i in range(4):
        live.log_metric("train/loss", 1 / (i + 1), timestamp=True); live.next_step()
`);
  const events = imported('tb');
  expect(events.find(({ name }) => name === 'run')?.metrics['train/loss']).toBeCloseTo(0.01, 6);
  expect(events.find(({ name }) => name === 'hp')?.params).toEqual({ lr: 0.1, opt: 'adam' });
  expect(imported('live')[0]).toMatchObject({
    name: 'live',
    metrics: { 'train/loss': 0.25 },
    params: { lr: 0.1 },
  });
}, 240_000);

test('a pickle of any protocol gives its times', () => {
  py(`
import pickle, datetime, json, os
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    folder = f"eit/p{protocol}/impacttracker"; os.makedirs(folder)
    start = datetime.datetime(2024, 5, 1 + protocol, 10, 0, 0, 250000)
    info = {"experiment_start": start, "experiment_end": start + datetime.timedelta(seconds=30), "gpu_info": [{"name": "V100"}], "cpu_info": {"brand": "Xeon"}, "region": object()}
    with open(folder + "/info.pkl", "wb") as file: pickle.dump(info, file, protocol=protocol)
    with open(folder + "/data.json", "w") as file:
        for i in range(3): file.write(json.dumps({"timestamp": start.timestamp() + 10 * i + 1, "rapl_estimated_attributable_power_draw": 50.0}) + "\\n")
`);
  const runs = imported('eit');
  expect(runs).toHaveLength(6);
  for (const run of runs) {
    expect(run).toMatchObject({ durationS: 30, machine: { cpu: 'Xeon', gpus: ['V100'] } });
    expect(run.energy.chips.attributed.value).toBeCloseTo(1500, 3);
  }
}, 60_000);

test('whatever is no record of these tools is left alone', () => {
  writeFileSync(join(place.dir, 'notes.csv'), 'a,b\n1,2\n');
  expect(place.run(['import', 'notes.csv']).code).toBe(3);
});
