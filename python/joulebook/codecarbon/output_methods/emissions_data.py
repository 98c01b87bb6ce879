"""The figures of a run, in CodeCarbon's fields and units: kWh, kg, W, s, GiB. What is not known is NaN or None."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Dict, Optional


@dataclass
class _RunNames:
    timestamp: str
    project_name: str
    run_id: str
    experiment_id: str


@dataclass
class _TaskNames:
    task_name: str
    timestamp: str
    project_name: str
    run_id: str


@dataclass
class _Figures:
    """What a run and a task have alike. The names of each come before: fields of the base that is named last are the first."""

    duration: float
    emissions: float
    emissions_rate: float
    cpu_power: float
    gpu_power: float
    ram_power: float
    cpu_energy: float
    gpu_energy: float
    ram_energy: float
    energy_consumed: float
    water_consumed: float
    country_name: Optional[str]
    country_iso_code: Optional[str]
    region: Optional[str]
    cloud_provider: Optional[str]
    cloud_region: Optional[str]
    os: Optional[str]
    python_version: Optional[str]
    codecarbon_version: Optional[str]
    cpu_count: Optional[float]
    cpu_model: Optional[str]
    gpu_count: Optional[float]
    gpu_model: Optional[str]
    longitude: Optional[float]
    latitude: Optional[float]
    ram_total_size: Optional[float]
    tracking_mode: Optional[str]
    cpu_utilization_percent: float = 0.0
    gpu_utilization_percent: float = 0.0
    ram_utilization_percent: float = 0.0
    ram_used_gb: float = 0.0
    on_cloud: str = "N"

    @property
    def values(self) -> OrderedDict[str, Any]:
        """The fields by name."""
        return OrderedDict(self.__dict__.items())


@dataclass
class EmissionsData(_Figures, _RunNames):
    """A run, or what is new of it; the fields are the columns of ``emissions.csv`` in their order."""

    pue: float = 1
    wue: float = 0

    def compute_delta_emission(self, previous_emission: EmissionsData) -> None:
        """Makes it what is new since ``previous_emission``. Powers become those of the time between."""
        earlier, pue = previous_emission, self.pue or 1
        seconds = self.duration - earlier.duration
        for name in ("duration", "emissions", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "water_consumed"):
            setattr(self, name, getattr(self, name) - getattr(earlier, name))
        self.emissions_rate = self.emissions / seconds if seconds > 0 else 0
        for part in ("cpu", "gpu", "ram"):
            if seconds > 0:
                setattr(self, part + "_power", getattr(self, part + "_energy") / pue * _J_PER_KWH / seconds)

    def toJSON(self) -> str:
        """As JSON, sorted by name."""
        return json.dumps(as_json(self), sort_keys=True, indent=4)


@dataclass
class TaskEmissionsData(_Figures, _TaskNames):
    """A task; the fields are the columns of the task file in their order."""


def as_json(figures: EmissionsData) -> Dict[str, Any]:
    """The fields as JSON can say them: what is not known is null, for NaN is no JSON."""
    return {name: None if value != value else value for name, value in figures.values.items()}


#: By definition.
_J_PER_KWH = 3.6e6
