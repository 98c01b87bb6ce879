"""Settings, outputs and the small parts of the CodeCarbon interface, without an agent."""

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
from unittest import mock

from .codecarbon_support import Server, data, hush, logged

import joulebook._trouble
from joulebook.codecarbon import EmissionsTracker, OfflineEmissionsTracker, OutputMethod, track_emissions
from joulebook.codecarbon.core.config import get_hierarchical_config, normalize_gpu_ids
from joulebook.codecarbon.core.emissions import Emissions
from joulebook.codecarbon.core.units import Energy, Power, Time
from joulebook.codecarbon.external.scheduler import PeriodicScheduler
from joulebook.codecarbon.external.geography import GeoMetadata
from joulebook.codecarbon.external.hardware import CPU  # noqa: E402
from joulebook.codecarbon.input import DataSource
from joulebook.codecarbon.lock import Lock
from joulebook.codecarbon.output import BoAmpsOutput, CodeCarbonAPIOutput, HTTPOutput, LoggerOutput, PrometheusOutput

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Folder(unittest.TestCase):
    """A home and a working folder of its own, no CodeCarbon variables, no joulebook."""

    def setUp(self):
        hush(self)
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="joulebook-"))
        before, here = dict(os.environ), os.getcwd()
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before), os.chdir(here)))
        for name in list(os.environ):
            if name.lower().startswith(("codecarbon_", "joulebook_", "slurm", "cuda_", "rocr_")):
                del os.environ[name]
        os.mkdir(os.path.join(self.folder, "home"))
        os.environ["HOME"] = os.path.join(self.folder, "home")
        os.environ["JOULEBOOK_BIN"] = os.path.join(self.folder, "no-such-joulebook")
        os.chdir(self.folder)
        joulebook._trouble._said.clear()

    def config(self, text, place="."):
        with open(os.path.join(self.folder, place, ".codecarbon.config"), "w", encoding="utf-8") as file:
            file.write("[codecarbon]\n" + text)


class Settings(Folder):
    def test_the_later_source_wins(self):
        self.config("project_name = home\nexperiment_name = home\npue = 1.1\nwue = 1\n", "home")
        self.config("experiment_name = here\npue = 1.2\nwue = 2\n")
        os.environ["CODECARBON_PUE"] = "1.3"
        os.environ["codecarbon_wue"] = "3"
        tracker = EmissionsTracker(wue=4.0)
        self.assertEqual(
            [tracker._project_name, tracker._experiment_name, tracker._pue, tracker._wue], ["home", "here", 1.3, 4.0]
        )

    def test_texts_become_what_the_parameter_is(self):
        self.config(
            "measure_power_secs = 5\nsave_to_file = false\nforce_cpu_power = 12.5\ngpu_ids = 1, 3\noutput_methods = csv, boamps\n"
            "tracking_mode = process\nallow_multiple_runs = yes\n"
        )
        tracker = EmissionsTracker()
        self.assertEqual(tracker._measure_power_secs, 5.0)
        self.assertEqual(tracker._force_cpu_power, 12.5)
        self.assertEqual(tracker._gpu_ids, ["1", "3"])
        self.assertEqual(tracker._output_methods, [OutputMethod.CSV, OutputMethod.BOAMPS])
        self.assertEqual((tracker._tracking_mode, tracker._allow_multiple_runs), ("process", True))

    def test_a_value_that_is_none_is_said_and_left_out(self):
        self.config("measure_power_secs = often\n")
        with logged() as lines:
            tracker = EmissionsTracker()
        self.assertIsNone(tracker._measure_power_secs)
        self.assertIn("measure_power_secs", lines[0])

    def test_a_file_that_is_no_configuration_does_not_end_a_training(self):
        with open(".codecarbon.config", "wb") as file:
            file.write(b"\xff\xfe no section\n")
        with logged() as lines:
            self.assertEqual(get_hierarchical_config(), {})
        self.assertIn(".codecarbon.config", lines[0])

    def test_a_file_that_begins_with_the_mark_of_windows_editors(self):
        with open(".codecarbon.config", "wb") as file:
            file.write("\ufeff[codecarbon]\r\nproject_name = zwölf\r\n".encode("utf-8"))
        self.assertEqual(get_hierarchical_config(), {"project_name": "zwölf"})

    def test_a_mock_with_its_specification(self):
        mocked = mock.create_autospec(EmissionsTracker, instance=True)
        mocked.stop.return_value = 0.1
        self.assertEqual((mocked.stop(), mocked.flush.called), (0.1, False))
        for name in ("_total_energy", "_cpu_power", "_hardware", "_prepare_emissions_data", "start_task"):
            self.assertTrue(hasattr(mocked, name), name)

    def test_a_percent_sign_is_one(self):
        self.config("api_key = 50%off\n")
        self.assertEqual(EmissionsTracker()._api_key, "50%off")

    def test_values_are_never_logged(self):
        self.config("api_key = hidden-secret\n")
        with logged("DEBUG") as lines:
            EmissionsTracker()
        self.assertFalse([line for line in lines if "hidden-secret" in line])

    def test_none_of_the_constructor_counts(self):
        self.config("emissions_endpoint = http://somewhere\n")
        self.assertIsNone(EmissionsTracker(emissions_endpoint=None)._emissions_endpoint)

    def test_visible_devices_are_the_gpus_where_none_are_named(self):
        os.environ["ROCR_VISIBLE_DEVICES"] = "4"
        os.environ["CUDA_VISIBLE_DEVICES"] = "GPU-aa,2"
        self.assertEqual(EmissionsTracker()._gpu_ids, ["GPU-aa", "2"])
        self.assertEqual(EmissionsTracker(gpu_ids=[1])._gpu_ids, [1])

    def test_gpu_ids(self):
        for given, expected in (("1, 3", ["1", "3"]), ([1, "GPU-a,2"], [1, "GPU-a", "2"]), (None, None), (7, None), ((1,), [1])):
            self.assertEqual(normalize_gpu_ids(given), expected)

    def test_a_number_of_another_library_is_a_gpus(self):
        class Index:
            def __index__(self):
                return 2

        self.assertEqual(normalize_gpu_ids([Index(), True]), [2, 1])

    def test_what_no_power_or_factor_can_be_is_said_and_left_out(self):
        with logged("ERROR") as lines:
            tracker = EmissionsTracker(
                pue=math.nan, wue=-1, force_cpu_power=math.inf, force_ram_power=-5, measure_power_secs=-1, log_level="error"
            )
        conf = tracker._conf
        self.assertEqual([conf[name] for name in ("pue", "wue", "force_cpu_power", "force_ram_power", "measure_power_secs")],
                         [1.0, 0.0, None, None, None])
        self.assertEqual(len(lines), 5)
        json.dumps(conf["pue"], allow_nan=False)

    def test_flags_and_methods(self):
        with self.assertWarns(DeprecationWarning):
            tracker = EmissionsTracker(save_to_file=False, save_to_logger=False)
        self.assertEqual((tracker._output_methods, tracker._output_handlers), ([], []))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tracker = EmissionsTracker(output_methods=[OutputMethod.CSV])
        self.assertTrue(tracker._save_to_file and not tracker._save_to_api)

    def test_a_folder_that_is_missing(self):
        with self.assertRaises(OSError):
            EmissionsTracker(output_dir="missing")
        with logged() as lines:
            tracker = OfflineEmissionsTracker(country_iso_code="FRA", output_dir="missing")
            self.assertIsNone(tracker.start())
            self.assertIsNone(tracker.stop())
        self.assertIn("measures nothing", lines[0])

    def test_an_argument_that_codecarbon_does_not_have_is_an_error(self):
        for tracker in (EmissionsTracker, OfflineEmissionsTracker):
            with self.assertRaises(TypeError):
                tracker(no_such_argument=1)

    def test_a_negative_intensity_is_refused_and_said(self):
        for value in (-1, "much"):
            with logged() as lines:
                self.assertIsNone(EmissionsTracker(force_carbon_intensity_g_co2e_kwh=value)._force_carbon_intensity_g_co2e_kwh)
            self.assertIn("Invalid value", lines[0])

    def test_one_list_of_outputs_for_two_trackers(self):
        shared = [LoggerOutput(None)]
        first, second = (EmissionsTracker(output_handlers=shared) for _ in range(2))
        self.assertEqual([len(first._output_handlers), len(second._output_handlers), len(shared)], [2, 2, 1])


class WithoutJoulebook(Folder):
    def setUp(self):
        super().setUp()
        del os.environ["JOULEBOOK_BIN"]
        os.environ["PATH"] = self.folder
        # Its own checkout would be found: the package is looked at from where it is none.
        shutil.copytree(os.path.join(PACKAGE, "joulebook"), os.path.join(self.folder, "lib", "joulebook"))

    def script(self, source):
        head = "import sys; sys.path.insert(0, %r)\nfrom joulebook.codecarbon import *\n" % os.path.join(self.folder, "lib")
        return subprocess.run(
            [sys.executable, "-c", head + source], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
            timeout=60,
        )

    def test_one_message_and_the_training_goes_on(self):
        done = self.script(
            "for _ in range(3):\n"
            "  tracker = EmissionsTracker(log_level='error')\n"
            "  tracker.start(); tracker.start_task('a'); print(tracker.stop_task() is None); tracker.flush()\n"
            "  print(f'{tracker.stop():.3f}', tracker.final_emissions, tracker._total_energy.kWh, tracker._prepare_emissions_data().emissions)\n"
            "  print(tracker.final_emissions_data.cpu_power, tracker.final_emissions_data.emissions_rate)\n"
            "print(track_emissions(lambda: 42)())\n"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        # What is not known is NaN, never zero, nor something that the script's own print of it would fail on.
        self.assertEqual(done.stdout.split("\n")[0:3], ["False", "nan nan nan nan", "nan nan"])
        self.assertTrue(done.stdout.endswith("42\n"))
        self.assertEqual(done.stderr.count("no joulebook was found"), 1)
        self.assertFalse(os.path.exists("emissions.csv"))

    def test_strict_raises(self):
        os.environ["JOULEBOOK_STRICT"] = "1"
        done = self.script("EmissionsTracker().start()")
        self.assertIn("JoulebookError", done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_the_exception_of_the_training_is_its_own(self):
        done = self.script("with EmissionsTracker() as t:\n  raise ValueError('mine')")
        self.assertIn("ValueError: mine", done.stderr)


class Outputs(Folder):
    def setUp(self):
        super().setUp()
        self.server = Server()
        self.addCleanup(self.server.close)

    def test_prometheus_gets_labels_what_is_new_and_the_whole(self):
        self.server.answers = [(202, "")]
        os.environ.update(PROMETHEUS_USERNAME="me", PROMETHEUS_PASSWORD="öpen")
        output = PrometheusOutput(self.server.address, "my job/1")
        output.out(data(), data(energy_consumed=0.5, project_name='a "b"\nc\\'))
        output.exit()
        (method, path, headers, body), (_, _, _, last) = self.server.requests
        self.assertEqual((method, path), ("PUT", "/metrics/job/my%20job%2F1"))
        self.assertTrue(headers["authorization"].startswith("Basic "))
        self.assertIn('project_name="a \\"b\\"\\nc\\\\"', body)
        self.assertIn('country_iso_code="FRA"', body)
        lines = [line for line in body.splitlines() if not line.startswith("#")]
        values = {line.split("{")[0]: float(line.rsplit(" ", 1)[1]) for line in lines}
        self.assertEqual(len(values), 11)
        self.assertEqual(values["codecarbon_energy_consumed"], 0.5)
        self.assertEqual(values["codecarbon_energy_total"], data().energy_consumed)
        self.assertEqual(values["codecarbon_cpu_power"], 20.0)
        self.assertRegex(last, r'codecarbon_cpu_power\{[^\n]*\} 0\.0')  # a run that is over draws nothing
        self.assertIn("codecarbon_energy_total{", last)

    def test_a_gateway_that_fails_is_logged(self):
        self.server.answers = [(500, "broken")]
        with logged() as lines:
            PrometheusOutput("http://" + self.server.address).out(data(), data())
            PrometheusOutput("127.0.0.1:1").out(data(), data())
        self.assertEqual([("500" in line, "Prometheus" in line) for line in lines], [(True, True), (False, True)])

    def test_http_posts_the_figures_with_the_user(self):
        self.server.answers = [(201, "")]
        HTTPOutput("http://%s/x" % self.server.address).out(data(), None)
        method, path, _, body = self.server.requests[0]
        self.assertEqual((method, path), ("POST", "/x"))
        self.assertEqual(json.loads(body)["energy_consumed"], data().energy_consumed)
        self.assertIn("user", json.loads(body))

    def test_what_did_not_reach_the_api_goes_with_the_next(self):
        self.server.answers = [(201, '{"id": "r1"}'), (500, "down"), (201, "{}")]
        output = CodeCarbonAPIOutput("http://" + self.server.address, "exp", "key", {"os": "Linux"})
        with logged():
            output.live_out(data(duration=5.0, energy_consumed=1.0), None)
        output.out(data(duration=10.0, energy_consumed=3.0), None)
        output.out(data(duration=12.0, energy_consumed=4.0), None)
        sent = [json.loads(body) for _, path, _, body in self.server.requests if path == "/emissions"]
        self.assertEqual([(e["duration"], e["energy_consumed"]) for e in sent], [(5, 1.0), (10, 3.0), (2, 1.0)])
        self.assertEqual(self.server.requests[0][2]["x-api-token"], "key")
        self.assertEqual((output.run_id, sent[0]["run_id"]), ("r1", "r1"))

    def test_nothing_is_sent_unless_asked_for(self):
        tracker = EmissionsTracker(api_endpoint="http://" + self.server.address, api_key="k", experiment_id="e")
        self.assertEqual([type(handler).__name__ for handler in tracker._output_handlers], ["FileOutput"])

    def test_boamps(self):
        output = BoAmpsOutput.from_dict(
            {"task": {"taskStage": "training", "algorithms": [{"algorithmType": "llm"}]}, "quality": "high",
             "infrastructure": {"components": [{"componentType": "cpu", "manufacturer": "ACME"}]}}, self.folder,
        )
        output.out(data(cpu_utilization_percent=50.0))
        with open(os.path.join(self.folder, "boamps_report_run-1.json"), encoding="utf-8") as file:
            report = json.load(file)
        self.assertEqual(report["measures"][0]["powerConsumption"], data().energy_consumed)
        self.assertEqual(report["measures"][0]["averageUtilizationCpu"], 0.5)
        self.assertEqual(report["task"]["algorithms"], [{"algorithmType": "llm"}])
        self.assertEqual(
            report["infrastructure"]["components"][0],
            {"componentType": "cpu", "manufacturer": "ACME", "componentName": "A CPU", "nbComponent": 2},
        )
        self.assertNotIn("latitude", report["environment"])


class Parts(Folder):
    def test_a_delta_has_the_power_of_its_own_time(self):
        later = data(duration=20.0, energy_consumed=5e-4 / 3.6, cpu_energy=6e-4 / 3.6, emissions=8e-5)
        later.compute_delta_emission(data())
        self.assertAlmostEqual(later.cpu_power, 40.0)
        self.assertAlmostEqual(later.emissions_rate, 6e-6)
        self.assertEqual(later.duration, 10.0)

    def test_what_is_not_known_is_null_in_json(self):
        lines = []
        logger = type("Logger", (), {"log": lambda self, level, msg: lines.append(msg)})()
        LoggerOutput(logger).out(data(gpu_energy=math.nan), None)
        figures = json.loads(lines[0], parse_constant=lambda name: self.fail(name + " is no JSON"))
        self.assertIsNone(figures["gpu_energy"])
        self.assertEqual(json.loads(data(gpu_energy=math.nan).toJSON()), figures)

    def test_units_are_exact(self):
        self.assertAlmostEqual(Energy.from_millijoules(3.6e9).kWh, 1.0, places=14)
        self.assertEqual(Energy.from_power_and_time(power=Power.from_watts(1000), time=Time.from_seconds(3600)).kWh, 1.0)
        self.assertEqual((Energy(1) + Energy(2)) / 3, Energy(1))
        self.assertLess(Energy(1), Energy(2))

    def test_a_scheduler_is_never_in_itself_and_ends(self):
        inside, most, calls = [], [], []

        def slow():
            inside.append(1)
            most.append(len(inside))
            calls.append(1)
            time.sleep(0.05)
            inside.pop()

        scheduler = PeriodicScheduler(0.01, slow)
        scheduler.start()
        scheduler.start()
        deadline = time.monotonic() + 20
        while len(calls) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        scheduler.stop()
        while inside and time.monotonic() < deadline:  # a call that is under way goes on to its end
            time.sleep(0.01)
        done = len(calls)
        time.sleep(0.2)
        self.assertEqual((max(most), len(calls) - done), (1, 0))
        self.assertGreaterEqual(done, 3)
        self.assertTrue(scheduler._stopped)

    def test_a_tracker_has_no_thread_unless_an_output_listens(self):
        before = threading.active_count()
        tracker = EmissionsTracker(output_methods=[OutputMethod.CSV])
        tracker._scheduler.start()
        self.assertEqual(threading.active_count(), before)
        tracker._scheduler.stop()
        tracker = EmissionsTracker(output_methods=[], output_handlers=[LoggerOutput(None)])
        tracker._scheduler.start()
        self.assertEqual(threading.active_count(), before + 1)
        tracker._scheduler.stop()

    def test_only_one_at_a_time_where_asked_and_a_killed_one_does_not_count(self):
        program = "import sys, time; sys.path.insert(0, %r)\nfrom joulebook.codecarbon.lock import Lock\n" % PACKAGE
        program += "lock = Lock(); lock.acquire(); print('held', flush=True); time.sleep(60)"
        env = dict(os.environ, TMPDIR=self.folder)
        holder = subprocess.Popen([sys.executable, "-S", "-c", program], stdout=subprocess.PIPE, env=env)
        self.addCleanup(holder.stdout.close)
        holder.stdout.readline()
        mine = Lock()
        mine.lockfile_path = os.path.join(self.folder, ".codecarbon.lock")
        with self.assertRaises(FileExistsError):
            mine.acquire()
        holder.kill()
        holder.wait()
        mine.acquire()
        mine.release()
        self.assertFalse(os.path.exists(mine.lockfile_path))

    def test_what_another_user_has_left_behind_ends_nothing(self):
        lock = Lock()
        lock.lockfile_path = os.path.join(self.folder, "others.lock")
        for mode, expected in ((0o444, "taken"), (0o000, "held")):
            with open(lock.lockfile_path, "w"):
                pass
            os.chmod(lock.lockfile_path, mode)
            os.chmod(self.folder, 0o1777)  # as /tmp is
            child = os.fork()
            if child == 0:
                if os.getuid() == 0:
                    os.setuid(65534)  # nobody
                try:
                    lock.acquire()
                    lock.release()
                    os._exit(0)
                except FileExistsError:
                    os._exit(3)
                except BaseException:
                    os._exit(1)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            self.assertEqual({0: "taken", 3: "held"}.get(status, "an exception"), expected)
            if os.path.exists(lock.lockfile_path):
                os.unlink(lock.lockfile_path)

    def test_signal_handlers_are_the_users(self):
        before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
        lock = Lock()
        lock.lockfile_path = os.path.join(self.folder, "l")
        lock.acquire()
        self.assertEqual((signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)), before)
        lock.release()

    def test_offline_decorator_needs_a_place(self):
        with self.assertRaises(Exception) as raised:
            track_emissions(offline=True)(lambda: 1)()
        self.assertIn("ISO Code", str(raised.exception))

    def test_hardware_is_told_before_the_start(self):
        found = EmissionsTracker().get_detected_hardware()
        self.assertGreaterEqual(found["cpu_count"], 1)
        self.assertGreater(found["ram_total_size"], 0)
        self.assertEqual(set(found), {
            "ram_total_size", "cpu_count", "cpu_physical_count", "cpu_model", "gpu_count", "gpu_model", "gpu_ids",
        })

    def test_importing_it_loads_nothing_heavy(self):
        program = "import sys; sys.path.insert(0, %r)\nimport joulebook.codecarbon\n" % PACKAGE
        program += "print([m for m in ('pandas', 'requests', 'psutil', 'prometheus_client', 'urllib.request') if m in sys.modules])"
        done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True)
        self.assertEqual(done.stdout.strip(), "[]")

    def test_energy_is_reckoned_to_carbon_by_the_table_of_the_checkout(self):
        mix = DataSource().get_global_energy_mix_data()
        reckon = Emissions(DataSource(), electricitymaps_api_token=None)
        france = reckon.get_country_emissions(Energy(2), GeoMetadata("fra"))
        self.assertAlmostEqual(france, 2 * mix["FRA"]["carbon_intensity"] / 1000)
        with logged() as lines:
            self.assertGreater(reckon.get_private_infra_emissions(Energy(2), GeoMetadata("XYZ")), france)
        self.assertIn("XYZ", lines[0])
        self.assertEqual(EmissionsTracker(force_carbon_intensity_g_co2e_kwh=7)._emissions.get_country_emissions(
            Energy(1), GeoMetadata("FRA")), 0.007)

    def test_an_agent_that_ends_at_once_ends_nothing_else(self):
        path = os.path.join(self.folder, "joulebook")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nexit 7\n")
        os.chmod(path, 0o755)
        os.environ["JOULEBOOK_BIN"] = path
        tracker = EmissionsTracker()
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            tracker.start()
            time.sleep(0.2)
            self.assertTrue(math.isnan(tracker.flush()))
            self.assertTrue(math.isnan(tracker.stop()))
        self.assertIn("status 7", "".join(str(warning.message) for warning in said))
        self.assertTrue(math.isnan(tracker.final_emissions_data.energy_consumed))
        self.assertFalse(os.path.exists("emissions.csv"))

    def test_a_tracker_that_measures_nothing_can_still_be_asked(self):
        with logged("CRITICAL"):
            first = EmissionsTracker(allow_multiple_runs=False)
            self.addCleanup(first._lock.release)
            for tracker in (EmissionsTracker(allow_multiple_runs=False), OfflineEmissionsTracker(output_dir="no such folder")):
                self.assertIsNone(tracker.start())
                self.assertEqual(tracker._prepare_emissions_data().energy_consumed, 0.0)
                self.assertEqual((tracker.stop(), tracker.final_emissions_data), (None, None))
                self.assertEqual(len(str(tracker.run_id)), 36)

    def test_the_hardware_can_be_asked_for_before_the_start(self):
        tracker = EmissionsTracker(output_methods=[])
        cpu = next(part for part in tracker._hardware if isinstance(part, CPU))
        self.assertEqual((cpu.get_model(), cpu.count), (tracker.get_detected_hardware()["cpu_model"], os.cpu_count()))
        self.assertEqual(cpu.total_power().W, 0.0)
        self.assertEqual(cpu.measure_power_and_energy(10)[1].kWh, 0.0)
        tracker._hardware = []  # some leave a part out
        tracker._hardware.append(cpu)

    def test_nothing_measured_yet_is_nothing_used(self):
        figures = EmissionsTracker()._prepare_emissions_data()
        self.assertEqual((figures.energy_consumed, figures.duration), (0.0, 0.0))
        self.assertFalse(math.isnan(figures.emissions))


if __name__ == "__main__":
    unittest.main()
