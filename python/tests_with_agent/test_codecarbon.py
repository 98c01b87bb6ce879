"""CodeCarbon's interface on the built agent of this checkout."""

import asyncio
import csv
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from tests_with_agent.support import PACKAGE, without_steal  # first, as it makes the package importable

from joulebook.codecarbon import (  # noqa: E402
    EmissionsTracker,
    OfflineEmissionsTracker,
    OutputMethod,
    TaskEmissionsTracker,
    track_emissions,
    track_task_emissions,
)
from joulebook.codecarbon.output import BaseOutput  # noqa: E402

J_PER_KWH = 3.6e6
HEAD = "import sys; sys.path.insert(0, %r)\nfrom joulebook.codecarbon import *\nimport os, time\n" % PACKAGE
BURN = "def burn(s):\n  end = time.process_time() + s\n  while time.process_time() < end: pass\n"


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


class Kept(BaseOutput):
    """An output that keeps what it hears."""

    def __init__(self):
        self.lives, self.outs, self.exits = [], [], 0

    def live_out(self, total, delta):
        self.lives.append((total, delta))

    def out(self, total, delta):
        self.outs.append((total, delta))

    def exit(self):
        self.exits += 1


class Failing(Kept):
    def out(self, total, delta):
        raise RuntimeError("no output today")


class WithAgent(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="joulebook-"))
        before, here = dict(os.environ), os.getcwd()
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before), os.chdir(here)))
        for name in list(os.environ):
            if name.startswith(("JOULEBOOK_", "CODECARBON_", "SLURM", "CUDA_")) and name != "JOULEBOOK_BIN":
                del os.environ[name]
        os.environ.setdefault("JOULEBOOK_BIN", os.path.join(os.path.dirname(PACKAGE), "bin", "joulebook"))
        os.environ.update(
            JOULEBOOK_DIR=os.path.join(self.folder, "book"), JOULEBOOK_REGISTRY=self.folder, HOME=self.folder, TZ="UTC",
            CODECARBON_LOG_LEVEL="critical",
        )
        os.chdir(self.folder)

    def rows(self, name="emissions.csv"):
        with open(name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def wait_for_row(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if os.path.exists("emissions.csv") and self.rows():
                return self.rows()
            time.sleep(0.05)
        self.fail("no row was written")

    def records(self):
        found = []
        for path in sorted(glob.glob("book/runs/*/*/*/run.json")):
            with open(path, encoding="utf-8") as file:
                found.append(json.load(file))
        return [record for record in found if record["state"] != "running"]

    def offline(self, **options):
        return OfflineEmissionsTracker(**dict({"country_iso_code": "FRA", "measure_power_secs": 0.2}, **options))

    def script(self, source, check=True, **environment):
        done = subprocess.run(
            [sys.executable, "-c", HEAD + BURN + source], env=dict(os.environ, **environment), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, universal_newlines=True, timeout=60,
        )
        if check:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done


class Runs(WithAgent):
    def test_a_run_from_its_start_to_its_row_and_its_record(self):
        tracker = self.offline(project_name="digits", experiment_id="e1")
        self.assertIsNone(tracker.start())
        burn(0.5)
        emissions = tracker.stop()
        final = tracker.final_emissions_data
        self.assertIsInstance(emissions, float)
        self.assertEqual((emissions, tracker.final_emissions), (final.emissions, final.emissions))
        self.assertGreater(final.energy_consumed, 0)
        self.assertAlmostEqual(final.cpu_energy + final.gpu_energy + final.ram_energy, final.energy_consumed, places=15)
        self.assertGreaterEqual(final.duration, 0.5)
        self.assertAlmostEqual(final.cpu_power * final.duration / J_PER_KWH, final.cpu_energy, places=12)
        (row,) = self.rows()
        self.assertEqual(row["run_id"], str(tracker.run_id))
        self.assertEqual(float(row["energy_consumed"]), final.energy_consumed)
        self.assertEqual([row[c] for c in ("country_iso_code", "country_name", "tracking_mode", "on_cloud", "pue")],
                         ["FRA", "France", "machine", "N", "1.0"])
        (record,) = self.records()
        self.assertEqual((record["project"], record["state"], record["scope"]), ("digits", "ok", "machine"))
        machine = sum(part["machine"]["value"] for name, part in record["energy"]["components"].items() if name in ("cpu", "ram"))
        self.assertAlmostEqual(final.energy_consumed * J_PER_KWH / machine, 1, delta=0.1)
        self.assertAlmostEqual(emissions / final.energy_consumed * 1000, record["carbon"]["intensity"]["value"], places=6)

    def test_what_it_is_after_its_end_and_when_stopped_again(self):
        tracker = self.offline(output_methods=[])
        with tracker:
            burn(0.1)
        final = tracker.final_emissions_data
        self.assertEqual(tracker.stop(), final.emissions)
        self.assertEqual(tracker._prepare_emissions_data(), final)
        self.assertEqual(tracker._total_energy.kWh, final.energy_consumed)
        self.assertEqual(tracker._total_cpu_energy.kWh, final.cpu_energy)
        self.assertEqual(tracker.flush(), None)
        self.assertFalse(os.path.exists("emissions.csv"))

    def test_figures_while_it_runs_only_grow(self):
        with self.offline(output_methods=[]) as tracker:
            before = tracker._prepare_emissions_data()
            for _ in range(3):
                burn(0.1)
                now = tracker._prepare_emissions_data()
                self.assertGreater(now.energy_consumed, before.energy_consumed)
                self.assertGreater(now.duration, before.duration)
                before = now
            self.assertGreaterEqual(tracker._total_energy.kWh, now.energy_consumed)
        self.assertGreaterEqual(tracker.final_emissions_data.energy_consumed, now.energy_consumed)

    def test_started_twice_is_once_and_started_again_is_another_run(self):
        tracker = self.offline(output_methods=[])
        tracker.start()
        tracker.start()
        burn(0.3)
        first = tracker.stop()
        tracker.start()
        second = tracker.stop()
        self.assertLess(second, first)
        self.assertEqual(len(self.records()), 2)

    def test_flush_appends_or_updates(self):
        for mode, expected in (("append", 3), ("update", 1)):
            tracker = self.offline(output_file=mode + ".csv", on_csv_write=mode)
            tracker.start()
            flushed = [tracker.flush() for _ in range(2) if burn(0.1) is None]
            emissions = tracker.stop()
            self.assertLess(flushed[0], flushed[1])
            self.assertLessEqual(flushed[1], emissions)
            rows = self.rows(mode + ".csv")
            self.assertEqual(len(rows), expected)
            self.assertEqual(float(rows[-1]["emissions"]), emissions)

    def test_a_decorator_measures_each_call_and_is_transparent(self):
        @track_emissions(offline=True, country_iso_code="DEU", project_name="calls")
        def train(x):
            """Trains."""
            return x + 1

        self.assertEqual([train(1), train(x=2)], [2, 3])
        self.assertEqual((train.__name__, train.__doc__), ("train", "Trains."))
        self.assertEqual([row["country_iso_code"] for row in self.rows()], ["DEU", "DEU"])
        self.assertEqual(len({row["run_id"] for row in self.rows()}), 2)

    def test_a_coroutine_and_a_generator_are_measured_to_their_end(self):
        @track_emissions(offline=True, country_iso_code="DEU")
        async def later(x):
            await asyncio.sleep(0.2)
            return x + 1

        @track_emissions(offline=True, country_iso_code="DEU")
        def batches():
            for batch in range(2):
                time.sleep(0.1)
                yield batch

        tracker = self.offline(output_methods=[])

        @track_task_emissions(tracker=tracker, task_name="work")
        async def task():
            await asyncio.sleep(0.2)

        self.assertEqual((asyncio.run(later(1)), list(batches())), (2, [0, 1]))
        self.assertEqual([float(row["duration"]) >= 0.2 for row in self.rows()], [True, True])
        asyncio.run(task())
        tracker.stop()
        self.assertGreaterEqual(tracker._tasks["work"].emissions_data.duration, 0.2)

    def test_a_call_that_fails_is_a_run_that_has_failed(self):
        @track_emissions(offline=True, country_iso_code="FRA")
        def fails():
            raise ValueError("mine")

        with self.assertRaisesRegex(ValueError, "mine"):
            fails()
        self.assertEqual([record["state"] for record in self.records()], ["failed"])

    def test_an_exception_is_the_trainings_and_its_run_has_failed(self):
        with self.assertRaisesRegex(ValueError, "mine"):
            with self.offline():
                raise ValueError("mine")
        self.assertEqual(len(self.rows()), 1)
        (record,) = self.records()
        self.assertEqual(record["state"], "failed")
        self.assertIn("ValueError: mine", record["notes"][0]["text"])

    def test_many_trackers_at_once(self):
        trackers = [self.offline(project_name=str(n)) for n in range(3)]
        for tracker in trackers:
            tracker.start()
        burn(0.2)
        for tracker in trackers:
            self.assertGreater(tracker.stop(), 0)
        self.assertEqual(len(self.rows()), 3)


class Meaning(WithAgent):
    def measured(self, seconds=0.3, **options):
        tracker = self.offline(output_methods=[], **options)
        tracker.start()
        burn(seconds)
        tracker.stop()
        return tracker.final_emissions_data

    def test_intensity_pue_and_wue(self):
        figures = self.measured(force_carbon_intensity_g_co2e_kwh=100, pue=1.5, wue=1.8, force_ram_power=40)
        self.assertAlmostEqual(figures.emissions / figures.energy_consumed, 0.1, places=12)
        self.assertAlmostEqual(figures.ram_energy, 40 * figures.duration * 1.5 / J_PER_KWH, places=12)
        self.assertAlmostEqual(figures.ram_power, 40)
        self.assertAlmostEqual(figures.water_consumed, figures.energy_consumed / 1.5 * 1.8, places=15)
        self.assertEqual((figures.pue, figures.wue, figures.country_name), (1.5, 1.8, "France"))

    def test_an_intensity_of_zero_is_one(self):
        self.assertEqual(self.measured(0.05, force_carbon_intensity_g_co2e_kwh=0).emissions, 0.0)

    def test_a_process_is_part_of_the_machine(self):
        tracker = self.offline(output_methods=[], tracking_mode="process")
        tracker.start()
        whole = self.offline(output_methods=[], tracking_mode="machine")
        whole.start()
        burn(0.3)
        whole.stop()
        tracker.stop()
        part, machine = tracker.final_emissions_data, whole.final_emissions_data
        self.assertEqual((part.tracking_mode, machine.tracking_mode), ("process", "machine"))
        self.assertGreater(part.cpu_energy, 0)
        self.assertLess(part.cpu_power, machine.cpu_power * 1.05)

    def test_joules_per_cpu_second_of_many_short_children_are_those_of_one(self):
        program = [sys.executable, "-S", "-c", "import time\nwhile time.process_time() < float(%r): pass"]

        def joules_per_cpu_second(children, seconds):
            tracker = self.offline(output_methods=[], tracking_mode="process", force_cpu_power=100)
            tracker.start()
            before = os.times()
            for _ in range(children):
                subprocess.run(program[:-1] + [program[-1] % seconds], check=True)
            used = os.times()
            tracker.stop()
            cpu = sum(used[:4]) - sum(before[:4])
            return tracker.final_emissions_data.cpu_energy * J_PER_KWH / cpu

        one, many = joules_per_cpu_second(1, 2.0), joules_per_cpu_second(16, 0.125)
        self.assertAlmostEqual(one, 100 / os.cpu_count(), delta=0.05 * one)
        self.assertGreater(many / one, 0.95)
        self.assertLess(many / one, 1.05)

    def test_a_declared_cpu_of_a_machine_is_between_idle_and_full(self):
        figures = self.measured(force_cpu_power=200)
        self.assertGreaterEqual(figures.cpu_power, 20 * 0.999)
        self.assertLessEqual(figures.cpu_power, 200 * 1.001)

    def test_places(self):
        for options, code in (
            ({"country_iso_code": "DEU"}, "DEU"),
            ({"country_iso_code": None, "cloud_provider": "gcp", "cloud_region": "europe-west1"}, "BEL"),
            ({"country_iso_code": "CAN", "region": "Quebec"}, "CAN"),
        ):
            figures = self.measured(0.05, **options)
            self.assertEqual(figures.country_iso_code, code)
            self.assertGreater(figures.emissions, 0)
        self.assertEqual((figures.region, figures.on_cloud), ("quebec", "N"))

    def test_an_unknown_place_is_said_and_is_the_worlds_average_never_a_country(self):
        done = self.script(
            "t = EmissionsTracker(log_level='warning', output_methods=[]); t.start(); burn(.1); t.stop()\n"
            "d = t.final_emissions_data; print(d.emissions / d.energy_consumed * 1000, d.country_iso_code)\n"
            "t = OfflineEmissionsTracker(country_iso_code='XYZ', log_level='warning', output_methods=[])\n"
            "t.start(); burn(.1); t.stop(); print(t.final_emissions_data.emissions > 0)"
        )
        grams, code = done.stdout.split()[:2]
        self.assertGreater(float(grams), 300)
        self.assertEqual((code, done.stdout.split()[2]), ("None", "True"))
        self.assertIn("the place is not known", done.stderr)
        self.assertIn("XYZ is no place", done.stderr)

    def test_a_region_that_is_not_in_the_tables_is_said(self):
        done = self.script(
            "t = OfflineEmissionsTracker(country_iso_code='USA', region='nowhere', log_level='warning', output_methods=[])\n"
            "t.start(); t.stop(); print(t.final_emissions_data.country_iso_code)"
        )
        self.assertEqual(done.stdout, "USA\n")
        self.assertIn("nowhere, USA is not in the tables: the figure of United States is used", done.stderr)

    def test_gpus_that_are_not_there_count_nothing(self):
        figures = self.measured(0.05, gpu_ids=["GPU-no-such"])
        self.assertEqual(figures.gpu_energy, 0)


class Tasks(WithAgent):
    def test_tasks_in_a_run(self):
        tracker = self.offline(experiment_name="exp")
        tracker.start()
        for name in ("load", "train", "train"):
            tracker.start_task(name)
            burn(0.15)
            cost = tracker.stop_task()
            self.assertGreater(cost.energy_consumed, 0)
            self.assertGreaterEqual(cost.duration, 0.15)
        burn(0.15)
        total = tracker.stop()
        names = list(tracker._tasks)
        self.assertEqual(names[:2], ["load", "train"])
        self.assertTrue(names[2].startswith("train_"))
        self.assertLess(sum(task.emissions_data.emissions for task in tracker._tasks.values()), total)
        rows = self.rows("emissions_exp_%s.csv" % tracker.run_id)
        self.assertEqual([row["task_name"] for row in rows], names)
        self.assertEqual(float(rows[0]["energy_consumed"]), tracker._tasks["load"].emissions_data.energy_consumed)
        (record,) = self.records()
        self.assertTrue({"load", "train"} <= set(record["energy"]["stages"]))

    def test_tasks_alone_leave_out_the_time_between(self):
        tracker = self.offline(output_methods=[])
        costs = []
        for _ in range(2):
            tracker.start_task()
            burn(0.1)
            costs.append(tracker.stop_task())
            time.sleep(0.3)
        total = tracker.stop()
        self.assertAlmostEqual(total, sum(cost.emissions for cost in costs), delta=total * 0.01)
        self.assertAlmostEqual(tracker.final_emissions_data.duration, sum(cost.duration for cost in costs), delta=0.05)

    def test_a_second_task_at_once_is_refused_and_stop_ends_the_first(self):
        tracker = self.offline(output_methods=[])
        tracker.start()
        tracker.start_task("a")
        tracker.start_task("b")
        self.assertIsNone(tracker.stop_task("b"))
        tracker.stop()
        self.assertEqual(list(tracker._tasks), ["a"])
        self.assertGreater(tracker._tasks["a"].emissions_data.duration, 0)
        self.assertIsNone(tracker.stop_task())

    def test_decorator_and_context_manager(self):
        tracker = self.offline(output_methods=[])

        @track_task_emissions(tracker=tracker, task_name="step")
        def step():
            return 42

        self.assertEqual(step(), 42)
        with TaskEmissionsTracker("block", tracker=tracker):
            burn(0.05)
        tracker.stop()
        self.assertEqual(list(tracker._tasks), ["step", "block"])


class Outputs(WithAgent):
    def test_outputs_hear_totals_and_what_is_new(self):
        kept = Kept()
        tracker = self.offline(output_methods=[], output_handlers=[Failing(), kept], api_call_interval=-1)
        tracker.start()
        burn(0.1)
        tracker.flush()
        burn(0.1)
        emissions = tracker.stop()
        (first, first_delta), (total, delta) = kept.outs
        self.assertEqual((first_delta.emissions, total.emissions), (first.emissions, emissions))
        self.assertAlmostEqual(delta.emissions, total.emissions - first.emissions, places=15)
        self.assertEqual(kept.exits, 1)

    def test_live_outputs_come_every_so_many_readings(self):
        kept = Kept()
        tracker = self.offline(output_methods=[], output_handlers=[kept], measure_power_secs=0.1, api_call_interval=2)
        tracker.start()
        time.sleep(0.75)
        tracker.stop()
        self.assertGreaterEqual(len(kept.lives), 2)
        energies = [total.energy_consumed for total, _ in kept.lives]
        self.assertEqual(energies, sorted(energies))
        self.assertAlmostEqual(sum(delta.energy_consumed for _, delta in kept.lives), energies[-1], places=12)

    def test_never_live_where_the_interval_is_minus_one(self):
        kept = Kept()
        tracker = self.offline(output_methods=[], output_handlers=[kept], measure_power_secs=0.05, api_call_interval=-1)
        tracker.start()
        time.sleep(0.2)
        tracker.stop()
        self.assertEqual((kept.lives, len(kept.outs)), ([], 1))

    def test_what_is_new_adds_up_whoever_asks(self):
        kept = Kept()
        tracker = self.offline(output_methods=[], output_handlers=[kept], measure_power_secs=0.05, api_call_interval=1)
        tracker.start()
        threads = [threading.Thread(target=lambda: [tracker.flush() for _ in range(10)]) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tracker.stop()
        new = [delta.energy_consumed for _, delta in kept.lives + kept.outs]
        self.assertGreaterEqual(min(new), 0)
        self.assertAlmostEqual(sum(new), tracker.final_emissions_data.energy_consumed, places=15)

    def test_boamps_and_csv_together(self):
        tracker = self.offline(output_methods=[OutputMethod.CSV, OutputMethod.BOAMPS], metadata={"quality": "high"})
        with self.assertWarns(UserWarning):
            tracker.start()
            tracker.stop()
        with open("boamps_report_%s.json" % tracker.run_id, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["quality"], "high")
        self.assertEqual(len(self.rows()), 1)


class Ends(WithAgent):
    START = "t = OfflineEmissionsTracker(country_iso_code='FRA', project_name='lost', measure_power_secs=.1); t.start(); burn(.4)\n"

    def check(self, state, **fields):
        (row,) = self.wait_for_row()
        self.assertEqual((row["project_name"], row["country_iso_code"], row["pue"]), ("lost", "FRA", "1.0"), row)
        self.assertGreater(float(row["energy_consumed"]), 0)
        deadline = time.monotonic() + 20
        while not self.records() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual([record["state"] for record in self.records()], [state])

    def test_a_program_that_forgets_to_stop(self):
        self.script(self.START)
        self.check("ok")

    def test_an_exception_that_ends_the_program(self):
        self.script(self.START + "raise SystemExit(3)", check=False)
        self.assertEqual(len(self.rows()), 1)

    def test_a_killed_program_has_its_row_up_to_then(self):
        done = self.script(self.START + "os.kill(os.getpid(), 9)", check=False)
        self.assertEqual(done.returncode, -signal.SIGKILL)
        (row,) = self.wait_for_row()
        self.assertEqual((row["project_name"], row["country_iso_code"], float(row["pue"])), ("lost", "FRA", 1.0))
        self.assertEqual(len(row), 38)
        self.assertGreater(float(row["energy_consumed"]), 0)

    def test_os_exit(self):
        self.script(self.START + "os._exit(0)")
        self.assertEqual(len(self.wait_for_row()), 1)

    def test_a_forked_child_leaves_its_parents_run_alone(self):
        self.script(
            self.START + "pid = os.fork()\n"
            "if pid == 0:\n  assert t.stop() is None; assert t.flush() is None; sys.exit(0)\n"
            "assert os.waitpid(pid, 0)[1] == 0\nassert t.stop() > 0\n"
        )
        self.check("ok")

    def test_an_agent_that_dies_does_not_end_the_training(self):
        done = self.script(
            "import subprocess\n" + self.START + "t.flush()\n"
            "os.kill(t._meter._run.agent._process.pid, 9)\ntime.sleep(.1)\nburn(.1)\nprint(t.stop() > 0)\nprint('on')",
        )
        self.assertEqual(done.stdout, "True\non\n")

    def test_the_ranks_of_a_job_on_a_machine_have_one_row(self):
        program = HEAD + BURN + "t = OfflineEmissionsTracker(country_iso_code='FRA', measure_power_secs=.2); t.start()\n"
        program += "time.sleep(1.5); t.stop()"
        job = {"WORLD_SIZE": "3", "LOCAL_WORLD_SIZE": "3", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29511", "TORCHELASTIC_RUN_ID": "j"}
        ranks = [
            subprocess.Popen([sys.executable, "-c", program], env=dict(os.environ, RANK=str(n), LOCAL_RANK=str(n), **job))
            for n in range(3)
        ]
        self.assertEqual([rank.wait(60) for rank in ranks], [0, 0, 0])
        self.assertEqual(len(self.rows()), 1)


class Command(WithAgent):
    def codecarbon(self, *arguments, **options):
        return subprocess.Popen(
            [sys.executable, "-m", "joulebook.codecarbon.cli.main", *arguments], env=dict(os.environ, PYTHONPATH=PACKAGE),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, **options,
        )

    def said(self, *arguments):
        done = self.codecarbon(*arguments)
        out, err = done.communicate(timeout=60)
        return done.returncode, out, without_steal(err)

    def test_a_command_keeps_its_status_and_has_its_row(self):
        status, out, err = self.said("monitor", "--offline", "--country-iso-code", "FRA", "--", "sh", "-c", "echo hi; exit 3")
        self.assertEqual((status, err), (3, ""))
        self.assertIn("hi\n", out)
        (row,) = self.rows()
        self.assertEqual((row["tracking_mode"], row["country_iso_code"]), ("process", "FRA"))
        self.assertEqual(self.said("monitor", "--", "no-such-command")[0], 127)
        self.assertEqual(self.said("monitor", "--", "sh", "-c", "kill -TERM $$")[0], 143)

    def test_a_machine_until_it_is_told_to_stop(self):
        monitor = self.codecarbon("monitor", "--no-api")
        monitor.stdout.readline()
        time.sleep(0.5)
        monitor.terminate()
        monitor.communicate(timeout=30)
        self.assertEqual(monitor.returncode, 0)
        self.assertEqual([row["tracking_mode"] for row in self.rows()], ["machine"])

    def test_nothing_is_sent_and_the_rest_is_said(self):
        self.assertEqual(self.said("--version")[1][:2], "3.")
        self.assertIn("CPU model", self.said("detect")[1])
        self.assertIn("monitor", self.said()[1])
        self.assertIn("--country-iso-code", self.said("monitor", "--help")[1])
        status, _, err = self.said("monitor", "--experiment", "x", "--", "true")  # no command of that name is run
        self.assertEqual((status, "unknown: --experiment x" in err, os.path.exists("emissions.csv")), (2, True, False))
        status, _, err = self.said("login")
        self.assertEqual((status, "not part of joulebook" in err), (2, True))


if __name__ == "__main__":
    unittest.main()
