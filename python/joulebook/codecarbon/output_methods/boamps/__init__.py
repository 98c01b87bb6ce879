"""BoAmps, Boavizta's format for the energy of AI tasks."""

from .mapper import map_emissions_to_boamps
from .models import (
    BoAmpsAlgorithm,
    BoAmpsDataset,
    BoAmpsEnvironment,
    BoAmpsHardware,
    BoAmpsHeader,
    BoAmpsInfrastructure,
    BoAmpsMeasure,
    BoAmpsPublisher,
    BoAmpsReport,
    BoAmpsSoftware,
    BoAmpsSystem,
    BoAmpsTask,
)
from .output import BoAmpsOutput

__all__ = [
    "BoAmpsAlgorithm", "BoAmpsDataset", "BoAmpsEnvironment", "BoAmpsHardware", "BoAmpsHeader", "BoAmpsInfrastructure",
    "BoAmpsMeasure", "BoAmpsOutput", "BoAmpsPublisher", "BoAmpsReport", "BoAmpsSoftware", "BoAmpsSystem", "BoAmpsTask",
    "map_emissions_to_boamps",
]
