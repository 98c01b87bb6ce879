"""What ``track()`` returns."""

from __future__ import annotations

import os
import sys

from . import _current as current
from ._at_exit import close_at_exit
from ._ending import ending_of
from ._guard import quietly, synchronise
from ._reporting import Reporting
from ._run_id import run_id
from ._time import boot_seconds
from ._trouble import JoulebookError
from ._window import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable, Optional, Sequence, TypeVar

    from ._results import Carbon, Energy, Result
    from ._run import Run

    F = TypeVar("F", bound=Callable[..., Any])

#: Longest wait for the agent's answer at the end of a run, s.
TIMEOUT_S = 5.0


class Tracker(Reporting):
    """Measures a block of code as a run, or as a window where it stands inside an open tracker.

    Made by :func:`joulebook.track`; a context manager and a decorator. ``energy``, ``co2`` and ``result`` hold what it cost.
    Nothing here raises into your code unless ``strict=True`` or ``JOULEBOOK_STRICT=1``.
    """

    def __init__(
        self,
        name: Optional[str],
        start: dict[str, Any],
        nested: Optional[str] = None,
        timeout: float = TIMEOUT_S,
        agent: Optional[Sequence[str]] = None,
        sync: Optional[Callable[[], Any]] = None,
        strict: Optional[bool] = None,
        wait: bool = False,
    ):
        self.name = name
        self.strict = strict
        self.is_open = False
        self.thread: Optional[int] = None
        self.number: Optional[str] = None
        self._given_name = name
        self._start = start
        self._nested = nested
        self._timeout = timeout if isinstance(timeout, (int, float)) else TIMEOUT_S
        self._agent = agent
        self._sync = sync
        self._wait = wait
        self._run: Optional[Run] = None
        self._window: Optional[Window] = None
        self._result: Optional[Result] = None
        self._pid = os.getpid()

    # ------------------------------------------------------------------ life

    @property
    def is_for_window(self) -> bool:
        """Whether it is a window where it stands inside an open tracker, as nothing is given that only a run has."""
        return self._nested == "window" or (self._nested is None and not self._start)

    def start(self) -> Tracker:
        """Begins to measure; for notebooks and classes, where a ``with`` block does not fit. See :meth:`end`."""
        if not self.is_open:
            self._begin()
        return self

    @quietly
    def _begin(self) -> None:
        began = boot_seconds()
        if sys.is_finalizing():
            return  # from here on no process can be started, and nothing can be said
        self._run = self._window = self._result = None
        self._pid = os.getpid()
        outer = current.innermost_here()
        self.number = run_id()  # from the first moment on, for runs that others begin in it
        self.is_open = True
        around = current.enter(self)
        # A thread has runs of its own unless it is told otherwise, or what many tell of themselves would be mixed.
        if self._nested == "window":
            outer = around
        try:
            close_at_exit()
            if outer is not None and outer._run is not None and self.is_for_window:
                self._run, self.number = outer._run, outer.number
                self._window = Window(outer._run, self._given_name or "block", self._sync, self.strict)
            else:
                self._open_run(began, None if around is None else around.number)
        except BaseException as error:
            if isinstance(error, JoulebookError) or not isinstance(error, Exception):
                self.is_open = False  # it goes on to the user, and nobody will end what has not begun
                current.leave(self)
            raise

    def _open_run(self, began: float, parent: Optional[str]) -> None:
        message = dict(self._start, kind="block", run=self.number)
        if self._given_name:
            message["name"] = str(self._given_name)
        from ._run import Run  # with all that talks to an agent: only once it is needed

        self._run = Run.open(message, self._timeout, self._agent, self.strict, began, parent, self._wait)
        self.number = None if self._run is None else self._run.number

    @quietly
    def end(self, state: str = "ok", *, error: Optional[str] = None, exit_code: Optional[int] = None) -> Optional[Result]:
        """Ends the run and returns what it cost. ``state``: ``ok``, ``failed``, ``interrupted`` or ``stopped``."""
        self._end(state, error, exit_code)
        return self.result

    @quietly
    def _end(self, state: str, error: Optional[str] = None, exit_code: Optional[int] = None) -> None:
        if not self.is_open or os.getpid() != self._pid:
            return
        self._flush_done()
        self.is_open = False
        current.leave(self)
        run, window = self._run, self._window
        if window is not None:
            window.close()
        elif run is not None:
            synchronise(self._sync, self.strict)
            message: dict[str, Any] = {"state": state}
            if error is not None:
                message["error"] = error
            if exit_code is not None:
                message["exitCode"] = exit_code
            self._result = run.end(message)
            self.name = run.started.get("name", self.name)

    def forget(self) -> None:
        """In a forked child: this tracker is the parent's."""
        self.is_open = False

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy, in another process say, reports into the same run through its report file."""
        return Tracker, (self.name, self._start, self._nested, self._timeout, self._agent, None, self.strict)

    def __enter__(self) -> Tracker:
        return self.start()

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], _: Optional[TracebackType]
    ) -> None:
        ending = ending_of(kind, error)
        try:
            self._end(ending["state"], ending.get("error"), ending.get("exit_code"))
        except JoulebookError:
            if kind is None:  # else the program's own exception says more
                raise

    def __call__(self, function: F) -> F:
        """As a decorator: every call is measured on its own. Works on functions, generators and both kinds of async function."""
        from ._decorate import decorate

        return decorate(self._again, function)

    def _again(self, name: str) -> Tracker:
        """A fresh tracker with the same options."""
        return Tracker(
            self._given_name or name, self._start, self._nested, self._timeout, self._agent, self._sync, self.strict, self._wait
        )

    # ------------------------------------------------------------------ cost

    @property
    def result(self) -> Optional[Result]:
        """What it cost; ``None`` before the end, or where nothing was measured."""
        window = self._window
        return self._result if window is None else window.result

    @property
    def energy(self) -> Optional[Energy]:
        """Attributed energy at the wall: until now, or in all once ended. ``None`` where nothing was measured."""
        result = self.snapshot() if self.is_open and self._window is None else self.result
        return None if result is None else result.energy

    @property
    def co2(self) -> Optional[Carbon]:
        """Operational carbon, g CO2e: until now, or in all once ended. ``None`` where nothing was measured."""
        result = self.snapshot() if self.is_open and self._window is None else self.result
        return None if result is None else result.co2

    @quietly
    def snapshot(self) -> Optional[Result]:
        """What the run has cost until now, with the power of the last interval and, once known, a forecast; or ``None``."""
        run = self._live()
        if run is None:
            return None
        synchronise(self._sync, self.strict)
        return run.snapshot()
