"""The metrics that monitoring systems get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass
class MetricDocumentation:
    """Name and meaning of a metric."""

    name: str
    description: str
    unit: Optional[str] = None


#: Field of :class:`EmissionsData` by metric. Values are those since the last reading.
GAUGES = {
    "duration": MetricDocumentation("codecarbon_duration", "Duration from last measure (s)"),
    "emissions": MetricDocumentation("codecarbon_emissions", "Emissions as CO2-equivalents since last reading (kg)"),
    "emissions_rate": MetricDocumentation("codecarbon_emissions_rate", "Emissions divided per duration (kg/s)"),
    "cpu_power": MetricDocumentation("codecarbon_cpu_power", "CPU power (W)"),
    "gpu_power": MetricDocumentation("codecarbon_gpu_power", "GPU power (W)"),
    "ram_power": MetricDocumentation("codecarbon_ram_power", "RAM power (W)"),
    "cpu_energy": MetricDocumentation("codecarbon_cpu_energy", "Energy of the CPU since last reading (kWh)"),
    "gpu_energy": MetricDocumentation("codecarbon_gpu_energy", "Energy of the GPUs since last reading (kWh)"),
    "ram_energy": MetricDocumentation("codecarbon_ram_energy", "Energy of the RAM since last reading (kWh)"),
    "energy_consumed": MetricDocumentation("codecarbon_energy_consumed", "Sum of the three energies (kWh)"),
}
TOTAL = MetricDocumentation("codecarbon_energy_total", "Sum of the three energies since the start of the run (kWh)")
