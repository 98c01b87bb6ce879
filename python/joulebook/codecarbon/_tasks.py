"""Parts of a run that have a name."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Dict, List, Optional

from ._figures import GROWING
from ._guarded import guarded
from ._telling import Telling
from .external.logger import logger
from .external.task import Task
from .output_methods.emissions_data import EmissionsData, TaskEmissionsData


class Tasks(Telling):
    """Measures tasks, in a run or without one around them."""

    def _initialize_runtime_state(self) -> None:
        super()._initialize_runtime_state()
        self._tasks: Dict[str, Task] = {}
        self._active_task: Optional[str] = None
        self._active_task_emissions_at_start: Optional[EmissionsData] = None
        self._tasks_only = False
        self._last_task_end: Optional[EmissionsData] = None

    @guarded()
    def start_task(self, task_name: Optional[str] = None) -> None:
        """Begins a task. Without :meth:`start` before, only tasks are counted."""
        if self._is_refused():
            return
        if self._active_task is not None:
            logger.warning("A task is already under measure")
            return
        if not self._is_running:
            self._begin()
            self._tasks_only = True  # nobody has asked for the time outside of tasks
        task_name = str(task_name) if task_name else str(uuid.uuid4())
        if task_name in self._tasks:
            task_name += "_" + str(uuid.uuid4())
        self._active_task_emissions_at_start = self._prepare_emissions_data()
        self._tasks[task_name] = Task(task_name)
        self._active_task = task_name
        if self._meter is not None:
            self._meter.begin_task(task_name)

    @guarded()
    def stop_task(self, task_name: Optional[str] = None) -> Optional[EmissionsData]:
        """Ends a task and returns what it cost."""
        name = task_name if task_name else self._active_task
        task = self._tasks.get(name) if name is not None else None
        begun = self._active_task_emissions_at_start
        if task is None or not task.is_active or begun is None or not self._is_running:
            logger.warning("stop_task : No active task to stop.")
            return None
        now = self._measured()
        if self._meter is not None:
            self._meter.end_task()
        cost = dataclasses.replace(now)
        cost.compute_delta_emission(begun)
        task.emissions_data = cost
        task.is_active = False
        self._active_task = None
        self._active_task_emissions_at_start = None
        self._last_task_end = now
        return cost

    def _end_active_task(self) -> None:
        if self._active_task is not None:
            self.stop_task(self._active_task)

    def _ended_tasks(self) -> List[TaskEmissionsData]:
        return [task.out() for task in self._tasks.values() if task.emissions_data is not None]

    def _without_pauses(self, now: EmissionsData) -> EmissionsData:
        """Where only tasks count: the time between two of them does not."""
        if not self._tasks_only or self._active_task is not None:
            return now
        for name in GROWING:
            earlier = 0.0 if self._last_task_end is None else getattr(self._last_task_end, name)
            self._uncounted[name] = self._uncounted.get(name, 0.0) + getattr(now, name) - earlier
        self._last_task_end = self._emissions_data(self._reading)
        return self._last_task_end

    def _begin(self) -> None:
        """Opens the run."""
        raise NotImplementedError

    def _is_refused(self) -> bool:
        """Whether this tracker measures nothing."""
        raise NotImplementedError
