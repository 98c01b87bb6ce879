"""A run that is measured, and its figures."""

from __future__ import annotations

import dataclasses
import math
import os
import platform
import threading
import time
import uuid
from datetime import datetime
from typing import Any, Dict, List, Optional

from ._figures import growing, rates, sums_of
from ._meter import Meter, Reading
from ._opening import start_message
from ._surroundings import Surroundings
from ._version import __version__
from .core.util import count_cpus, detect_cpu_model, total_ram_gib, used_ram_gib
from .output_methods.emissions_data import EmissionsData

#: A reading this fresh serves again, s.
FRESH_S = 0.05


class Measuring(Surroundings):
    """Holds the meter and its last reading."""

    _country_iso_code: Optional[str] = None
    _region: Optional[str] = None
    _cloud_provider: Optional[str] = None
    _cloud_region: Optional[str] = None
    _country_2letter_iso_code: Optional[str] = None
    country_2letter_iso_code: Optional[str] = None
    _project_name: Any
    _experiment_id: Any
    run_id: Any

    def _initialize_runtime_state(self) -> None:
        self._pid = os.getpid()
        if not hasattr(self, "_turn"):
            self._turn = threading.RLock()
        self._meter: Optional[Meter] = None
        self._start_time: Optional[float] = None
        self._reading = None
        self._last_measured_time = time.perf_counter()
        self._previous_emissions: Optional[EmissionsData] = None
        self._ram_used: List[float] = []
        self._uncounted: Dict[str, float] = {}
        self._said = set()
        self._asked = []
        self._parts = []
        self._is_learned = False
        self.final_emissions: Optional[float] = None
        self.final_emissions_data: Optional[EmissionsData] = None
        if not hasattr(self, "run_id"):
            self.run_id = uuid.uuid4()

    @property
    def _is_running(self) -> bool:
        return self._start_time is not None and self._pid == os.getpid()  # a forked child's copy is its parent's

    def _open_meter(self) -> None:
        """Waits for the first reading and counts from there: what a short function uses must not fall before it."""
        self._pid = os.getpid()
        self._asked = self._places()
        self._meter = Meter.open(start_message(self))
        self._reading = None if self._meter is None else self._meter.read()
        if self._reading is not None:
            self._uncounted = sums_of(self._emissions_data(self._reading))
        self._last_measured_time = self._start_time = time.perf_counter()

    def _prepare_emissions_data(self, delta: bool = False) -> EmissionsData:
        """The run so far, read now; after its end, as it ended. ``delta`` is of CodeCarbon 1.x: what is new since the last time."""
        if not self._is_running:
            return dataclasses.replace(self.final_emissions_data or self._emissions_data(self._reading, 0.0))
        if self._meter is not None:
            self._reading = self._meter.read() or self._reading
            if self._reading is not None and not self._is_learned:
                self._is_learned = True
                self._learn(self._reading)
        used = used_ram_gib()
        if used is not None:
            self._ram_used.append(used)
        self._last_measured_time = time.perf_counter()
        data = self._without_pauses(self._emissions_data(self._reading))
        return self._compute_emissions_delta(data) if delta else data

    def _without_pauses(self, now: EmissionsData) -> EmissionsData:
        """What of the run counts."""
        return now

    def _compute_emissions_delta(self, total_emissions: EmissionsData) -> EmissionsData:
        """What is new since the last call."""
        before, self._previous_emissions = self._previous_emissions, total_emissions
        delta = dataclasses.replace(total_emissions)
        if before is not None:
            delta.compute_delta_emission(before)
        return delta

    def _emissions_data(self, reading: Optional[Reading], unmeasured: float = math.nan) -> EmissionsData:
        read = reading or Reading({})
        conf = self._conf
        sums = growing(reading, self._uncounted, unmeasured)
        gpus = read.row.get("gpu_count")
        geo, cloud = self._get_geo_metadata(), self._get_cloud_metadata()
        used = sum(self._ram_used) / len(self._ram_used) if self._ram_used else 0.0
        total_ram = read.row.get("ram_total_size") or total_ram_gib()
        busy = read.number("cpu_utilization_percent")
        return EmissionsData(
            timestamp=datetime.now().strftime("%Y-%m-%dT%H:%M:%S"),
            project_name=self._project_name,
            run_id=str(self.run_id),
            experiment_id=str(self._experiment_id),
            country_name=geo.country_name,
            country_iso_code=geo.country_iso_code,
            region=geo.region,
            cloud_provider="" if cloud.is_on_private_infra else cloud.provider,
            cloud_region="" if cloud.is_on_private_infra else cloud.region,
            os=platform.platform(),
            python_version=platform.python_version(),
            codecarbon_version=__version__,
            cpu_count=read.row.get("cpu_count") or count_cpus(),
            cpu_model=read.text("cpu_model") or detect_cpu_model(),
            gpu_count=gpus if gpus is not None else 0,
            gpu_model=read.text("gpu_model") or "",
            longitude=geo.longitude,
            latitude=geo.latitude,
            ram_total_size=total_ram,
            tracking_mode=conf["tracking_mode"],
            cpu_utilization_percent=0.0 if math.isnan(busy) else min(100.0, busy),
            gpu_utilization_percent=math.nan if gpus else 0,
            ram_utilization_percent=100 * used / total_ram if total_ram else 0.0,
            ram_used_gb=used,
            on_cloud="N" if cloud.is_on_private_infra else "Y",
            pue=conf["pue"],
            wue=conf["wue"],
            **sums,
            **rates(sums, conf["pue"] or 1.0),
        )
