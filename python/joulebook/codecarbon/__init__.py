"""CodeCarbon's interface over joulebook's measurement.

>>> from joulebook.codecarbon import EmissionsTracker
>>> with EmissionsTracker(project_name="digits") as tracker:
...     train()
>>> tracker.final_emissions  # kg CO2e

Every argument, attribute, file and variable of CodeCarbon 3.x means here what it means there; docs/guide/codecarbon.md says where
the figures differ and why. ``joulebook run --as codecarbon -- python train.py`` gives it to code that imports ``codecarbon``.
"""

from __future__ import annotations

from ._version import __version__
from .emissions_tracker import (
    EmissionsTracker,
    OfflineEmissionsTracker,
    TaskEmissionsTracker,
    track_emissions,
    track_task_emissions,
)
from .output_methods.base_output import OutputMethod

__all__ = [
    "EmissionsTracker",
    "OfflineEmissionsTracker",
    "OutputMethod",
    "TaskEmissionsTracker",
    "track_emissions",
    "track_task_emissions",
]
__app_name__ = "codecarbon"
