"""The agent that measures for a tracker."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Optional

from .._run import Run

#: How long an answer is waited for, s.
_TIMEOUT = 5.0


class Reading:
    """What the agent says of the run so far, in CodeCarbon's columns (docs/reference/agent-protocol.md, ``emissions``)."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.row: Dict[str, Any] = answer.get("row") or {}
        self.intensity: Dict[str, Any] = answer.get("intensity") or {}
        self.missing: List[Dict[str, Any]] = answer.get("missing") or []
        self.bounded: List[Dict[str, Any]] = answer.get("bounded") or []
        self.sockets: Optional[int] = answer.get("sockets")
        self.methods: Dict[str, Dict[str, str]] = answer.get("methods") or {}
        #: The run whose figures include this rank's.
        self.follows: Optional[str] = answer.get("follows")

    def number(self, column: str) -> float:
        """A figure; NaN where it is not known."""
        value = self.row.get(column)
        return float(value) if isinstance(value, (int, float)) else math.nan

    def text(self, column: str) -> Optional[str]:
        """A word."""
        value = self.row.get(column)
        return None if value is None else str(value)


class Meter:
    """A run of the book that is open."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._tasks = 0

    @classmethod
    def open(cls, message: Mapping[str, Any]) -> Optional[Meter]:
        """Starts an agent and a run; ``None``, with one warning, where there is no joulebook."""
        run = Run.open(dict(message, kind="block"), _TIMEOUT)
        return None if run is None else cls(run)

    def read(self) -> Optional[Reading]:
        """The run so far; ``None`` where the agent is gone or does not answer."""
        answer = self._run.agent.ask({"type": "emissions"})
        return None if answer is None else Reading(answer)

    def begin_task(self, name: str) -> None:
        """Opens a window of the book."""
        self._tasks += 1
        self._run.agent.send({"type": "window", "op": "begin", "window": "task-%d" % self._tasks, "name": name})

    def end_task(self) -> None:
        """Closes the window that was opened last."""
        self._run.agent.send({"type": "window", "op": "end", "window": "task-%d" % self._tasks})

    @property
    def is_nested(self) -> bool:
        """Whether it is part of a run that is alive."""
        self._run.settle()
        return bool(self._run.started.get("nested"))

    def close(self, state: str, error: Optional[str] = None) -> None:
        """Ends the run."""
        self._run.end({"state": state} if error is None else {"state": state, "error": error})
