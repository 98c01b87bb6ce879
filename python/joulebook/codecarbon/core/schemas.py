"""What CodeCarbon's server is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass
class EmissionCreate:
    """What a run has used since the last time."""

    timestamp: str
    run_id: str
    duration: int
    emissions_sum: float
    emissions_rate: float
    cpu_power: float
    gpu_power: float
    ram_power: float
    cpu_energy: float
    gpu_energy: float
    ram_energy: float
    energy_consumed: float
    cpu_utilization_percent: Optional[float] = None
    gpu_utilization_percent: Optional[float] = None
    ram_utilization_percent: Optional[float] = None
    wue: Optional[float] = 0


@dataclass
class RunCreate:
    """A run."""

    timestamp: str
    experiment_id: str
    os: Optional[str] = None
    python_version: Optional[str] = None
    codecarbon_version: Optional[str] = None
    cpu_count: Optional[int] = None
    cpu_model: Optional[str] = None
    gpu_count: Optional[int] = None
    gpu_model: Optional[str] = None
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    region: Optional[str] = None
    provider: Optional[str] = None
    ram_total_size: Optional[float] = None
    tracking_mode: Optional[str] = None
