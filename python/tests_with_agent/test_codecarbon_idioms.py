"""How public code uses CodeCarbon, private parts included: each program runs as it would with the real one."""

import os
import subprocess
import sys
import textwrap

from tests_with_agent.support import without_steal
from tests_with_agent.test_codecarbon import PACKAGE, WithAgent


class Idioms(WithAgent):
    def runs(self, program, said=""):
        env = dict(os.environ, PYTHONPATH=os.path.join(PACKAGE, "as_codecarbon"), CODECARBON_LOG_LEVEL="error")
        done = subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", textwrap.dedent(program)], env=env, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, universal_newlines=True, timeout=60,
        )
        self.assertEqual((done.returncode, without_steal(done.stderr), done.stdout), (0, "", said))

    def test_energy_around_a_step_by_private_sums(self):
        self.runs(
            """
            from codecarbon import EmissionsTracker
            tracker = EmissionsTracker(save_to_file=False, measure_power_secs=1, allow_multiple_runs=True)
            tracker.start()
            energies = []
            for _ in range(3):
                tracker._measure_power_and_energy()
                before = tracker._total_energy.kWh
                sum(i * i for i in range(10**6))
                tracker._measure_power_and_energy()
                energies.append(tracker._total_energy.kWh - before)
            tracker.stop()
            assert all(energy > 0 for energy in energies), energies
            assert sum(energies) <= tracker._total_energy.kWh
            assert tracker._total_energy.kWh == float(tracker._total_energy)
            assert tracker._total_cpu_energy.kWh + tracker._total_ram_energy.kWh <= tracker._total_energy.kWh * 1.000001
            """.replace("save_to_file=False", "output_methods=[]")
        )

    def test_an_output_that_keeps_the_figures(self):
        self.runs(
            """
            import logging
            from codecarbon import OfflineEmissionsTracker
            from codecarbon.emissions_tracker import BaseEmissionsTracker
            from codecarbon.output import EmissionsData, LoggerOutput

            class Interceptor(LoggerOutput):
                def __init__(self):
                    super().__init__(logging.getLogger("kept"))
                    self.data = None
                def out(self, total: EmissionsData, delta: EmissionsData):
                    self.data = total
                    super().out(total, delta)

            kept = Interceptor()
            tracker = OfflineEmissionsTracker(country_iso_code="POL", logging_logger=kept, output_methods=["csv", "logger"])
            assert isinstance(tracker, BaseEmissionsTracker)
            tracker.start()
            tracker.stop()
            assert kept.data.country_iso_code == "POL" and kept.data == tracker.final_emissions_data
            """
        )

    def test_a_file_output_of_ones_own(self):
        self.runs(
            """
            import csv, os
            from codecarbon import OfflineEmissionsTracker
            from codecarbon.core.util import backup
            from codecarbon.external.logger import logger
            from codecarbon.output_methods.base_output import BaseOutput
            from codecarbon.output_methods.emissions_data import EmissionsData, TaskEmissionsData

            class TasksToFile(BaseOutput):
                def out(self, total: EmissionsData, delta: EmissionsData):
                    pass
                def task_out(self, data, experiment_name):
                    with open("tasks.csv", "w", newline="") as file:
                        writer = csv.DictWriter(file, fieldnames=data[0].values.keys())
                        writer.writeheader()
                        writer.writerows(task.values for task in data)

            tracker = OfflineEmissionsTracker(country_iso_code="CAN", region="quebec", output_methods=[], output_handlers=[TasksToFile()])
            for step in range(2):
                tracker.start_task("Step #%d" % step)
                sum(range(10**6))
                tracker.stop_task()
            tracker.stop()
            rows = list(csv.DictReader(open("tasks.csv")))
            print([row["task_name"] for row in rows], all(float(row["energy_consumed"]) > 0 for row in rows))
            """,
            "['Step #0', 'Step #1'] True\n",
        )

    def test_a_callback_that_flushes_without_writing(self):
        self.runs(
            """
            import codecarbon

            class Callback:
                def __init__(self):
                    self.tracker = codecarbon.EmissionsTracker(output_dir=".", project_name="model card")
                def on_train_begin(self):
                    self.tracker.start()
                def on_epoch_end(self):
                    self.tracker._measure_power_and_energy()
                    parts = self.tracker._prepare_emissions_data(True), self.tracker._prepare_emissions_data(delta=True)
                    return (*parts, self.tracker._prepare_emissions_data())
                def on_train_end(self):
                    self.tracker.stop()

            callback = Callback()
            callback.on_train_begin()
            new, newer, whole = callback.on_epoch_end()
            assert new.duration > 0 and newer.duration > 0
            assert new.duration + newer.duration <= whole.duration + 0.001, (new.duration, newer.duration, whole.duration)
            callback.on_train_end()
            data = callback.tracker._prepare_emissions_data()  # sentence-transformers asks afterwards, for its model card
            card = {
                "emissions": float(data.emissions) * 1000, "source": "codecarbon", "on_cloud": data.on_cloud == "Y",
                "cpu_model": data.cpu_model, "ram_total_size": data.ram_total_size, "hours_used": round(data.duration / 3600, 3),
                "hardware_used": data.gpu_model or None,
            }
            assert card["emissions"] > 0 and card["ram_total_size"] > 0, card
            """
        )

    def test_a_name_of_ones_own_and_persisting_by_hand(self):
        self.runs(
            """
            import csv
            from codecarbon import EmissionsTracker
            tracker = EmissionsTracker(tracking_mode="process")
            tracker.run_id = "trial_00001"
            tracker.start()
            tracker._persist_data(tracker._prepare_emissions_data())
            tracker.stop()
            rows = list(csv.DictReader(open("emissions.csv")))
            print([row["run_id"] for row in rows])
            """,
            "['trial_00001', 'trial_00001']\n",
        )

    def test_a_budget_that_ends_a_search(self):
        self.runs(
            """
            from dataclasses import dataclass
            from codecarbon import EmissionsTracker

            @dataclass
            class StopWhenEnergyReached:
                limit: float
                tracker: EmissionsTracker
                def __call__(self):
                    self.tracker._measure_power_and_energy()
                    return self.tracker._prepare_emissions_data().energy_consumed > self.limit

            tracker = EmissionsTracker(measure_power_secs=1e6, output_methods=[])
            tracker.start()
            stop = StopWhenEnergyReached(1e-9, tracker)
            trials = 0
            while not stop():
                trials += 1
                sum(range(10**6))
            tracker.stop()
            print(trials < 10**4)
            """,
            "True\n",
        )

    def test_patching_what_codecarbon_is_made_of_harms_nothing(self):
        self.runs(
            """
            import codecarbon, codecarbon.core.cpu, codecarbon.core.powermetrics
            codecarbon.core.cpu.is_psutil_available = lambda: False
            codecarbon.core.powermetrics.is_powermetrics_available = lambda: False
            assert codecarbon.core.cpu.is_rapl_available() in (True, False)
            from codecarbon.core.gpu import get_gpu_details, is_gpu_details_available
            assert is_gpu_details_available() == bool(get_gpu_details())
            with codecarbon.OfflineEmissionsTracker(country_iso_code="USA", force_mode_cpu_load=True, output_methods=[]) as tracker:
                assert list(tracker._hardware) == [] or tracker._hardware
            from codecarbon.external.hardware import CPU
            cpu = next(hardware for hardware in tracker._hardware if isinstance(hardware, CPU))
            assert cpu.get_model() == tracker._conf["cpu_model"] and tracker._geo.country_iso_code == "USA"
            """
        )

    def test_sums_that_a_script_sets_to_zero_between_two_phases(self):
        self.runs(
            """
            import time
            from codecarbon import EmissionsTracker
            from codecarbon.core.units import Energy, Power
            tracker = EmissionsTracker(output_methods=[], measure_power_secs=1)
            tracker.start()
            time.sleep(0.3)
            first, cpu = tracker._total_energy.kWh, tracker._total_cpu_energy.kWh
            tracker._total_energy = Energy.from_energy(kWh=0)
            tracker._cpu_power = Power.from_watts(0)
            tracker._total_emissions = 1.0
            second = tracker._total_energy.kWh
            tracker.stop()
            assert 0 <= second < first, (second, first)
            assert tracker._total_cpu_energy.kWh >= cpu > 0
            assert tracker.final_emissions >= 1
            """
        )

    def test_a_name_that_is_given_later(self):
        self.runs(
            """
            import csv
            from codecarbon import EmissionsTracker
            tracker = EmissionsTracker(project_name="before")
            tracker.start()
            tracker._project_name = "after"
            tracker.stop()
            print([row["project_name"] for row in csv.DictReader(open("emissions.csv"))])
            """,
            "['after']\n",
        )

    def test_a_tracker_of_ones_own_that_says_where_it_is(self):
        self.runs(
            """
            from codecarbon.emissions_tracker import BaseEmissionsTracker
            from codecarbon.external.geography import CloudMetadata, GeoMetadata
            class Here(BaseEmissionsTracker):
                def _get_geo_metadata(self):
                    return GeoMetadata(country_iso_code="ISL", country_name="Iceland", region=None)
                def _get_cloud_metadata(self):
                    return CloudMetadata(provider=None, region=None)
            with Here(output_methods=[]) as tracker:
                sum(range(10**6))
            data = tracker.final_emissions_data
            assert data.emissions / data.energy_consumed * 1000 < 60, data  # g/kWh: not the world's average
            print(data.country_name, tracker._country_name)
            """,
            "Iceland Iceland\n",
        )

    def test_what_is_measured_left_out_by_a_patch_and_an_argument_of_codecarbon_2(self):
        self.runs(
            """
            import time
            import codecarbon.core.resource_tracker as setup
            setup.ResourceTracker.set_GPU_tracking = lambda self: None
            from codecarbon import OfflineEmissionsTracker, track_emissions
            from codecarbon.core.gpu import AllGPUDevices, get_gpu_details
            assert AllGPUDevices().device_count == len(get_gpu_details()) == len(AllGPUDevices().get_gpu_static_info())
            tracker = OfflineEmissionsTracker(country_iso_code="FRA", default_cpu_power=120, output_methods=[])
            assert tracker._force_cpu_power == 120
            tracker.start()
            time.sleep(0.1)
            powers = {type(part).__name__: part.total_power().W for part in tracker._hardware}
            assert 0 < powers["CPU"] <= 120 * (1 + 1e-9) and powers["RAM"] > 0, powers  # all its CPUs busy: 120, by a division
            power, energy = tracker._hardware[0].measure_power_and_energy(last_duration=3.6)
            assert abs(energy.kWh - power.kW * 1e-3) < 1e-9
            tracker.stop()
            """
        )

    def test_trackers_in_threads(self):
        self.runs(
            """
            import csv, threading
            from codecarbon import OfflineEmissionsTracker
            def work():
                tracker = OfflineEmissionsTracker(country_iso_code="FRA", measure_power_secs=30)
                tracker.start()
                sum(range(10**6))
                tracker.stop()
            threads = [threading.Thread(target=work) for _ in range(3)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            print(len(list(csv.DictReader(open("emissions.csv")))))
            """,
            "3\n",
        )

    def test_one_of_many_processes_where_only_one_may_run(self):
        self.runs(
            """
            import csv, multiprocessing, os, time
            from codecarbon import OfflineEmissionsTracker
            def worker(barrier):
                tracker = OfflineEmissionsTracker(country_iso_code="FRA", allow_multiple_runs=False, log_level="critical")
                tracker.start()
                barrier.wait()
                tracker.stop()
            if __name__ == "__main__":
                context = multiprocessing.get_context("fork")
                barrier = context.Barrier(4)
                processes = [context.Process(target=worker, args=(barrier,)) for _ in range(4)]
                for process in processes: process.start()
                for process in processes: process.join()
                print(len(list(csv.DictReader(open("emissions.csv")))), os.path.exists(os.path.join(os.environ["TMPDIR"], ".codecarbon.lock")))
            """,
            "1 False\n",
        )

    def setUp(self):
        super().setUp()
        os.environ["TMPDIR"] = self.folder
