"""A named part of a run."""

from __future__ import annotations

import dataclasses
import time
from typing import Optional
from uuid import uuid4

from ..output_methods.emissions_data import EmissionsData, TaskEmissionsData


class Task:
    """A task that is or was measured."""

    def __init__(self, task_name: str) -> None:
        self.task_id = task_name + str(uuid4())
        self.task_name = task_name
        self.start_time = time.perf_counter()
        self.is_active = True
        self.emissions_data: Optional[EmissionsData] = None

    def out(self) -> TaskEmissionsData:
        """Its row of the task file."""
        if self.emissions_data is None:
            raise ValueError("task %r has not ended" % self.task_name)
        known = {field.name for field in dataclasses.fields(TaskEmissionsData)}
        values = {name: value for name, value in self.emissions_data.values.items() if name in known}
        values["gpu_utilization_percent"] = float(values["gpu_utilization_percent"])  # as CodeCarbon's task files have it
        return TaskEmissionsData(task_name=self.task_name, **values)
