"""What ``track()`` returns."""

from __future__ import annotations

import os
import sys

from . import _current as current
from ._ending import ending_of, ending_of_program
from ._guard import quietly, say_failed, synchronise
from ._report import report
from ._time import boot_seconds
from ._trouble import JoulebookError, is_strict
from ._values import metrics_of, scalars_of
from ._window import Costed, Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, TypeVar

    from ._results import Carbon, Energy, Result
    from ._run import Run

    T = TypeVar("T")
    F = TypeVar("F", bound=Callable[..., Any])

#: Longest wait for the agent's answer at the end of a run, s.
TIMEOUT_S = 5.0


class Stage:
    """A stage that has begun; as a context manager it returns to the stage before."""

    def __init__(self, tracker: Tracker, name: Optional[str], before: Optional[str]):
        self._tracker = tracker
        self._name = name
        self._before = before

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._tracker._leave_stage(self._name, self._before)


class Tracker(Costed):
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
        self._bare_stage: Optional[str] = None

    # ------------------------------------------------------------------ life

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
        as_window = self._nested == "window" or (self._nested is None and not self._start)
        self.is_open = True
        current.enter(self)
        try:
            _close_at_exit()
            if outer is not None and outer._run is not None and as_window:
                self._run = outer._run
                self._window = Window(outer._run, self._given_name or "block", self._sync, self.strict)
            else:
                self._open_run(began)
        except BaseException as error:
            if isinstance(error, JoulebookError) or not isinstance(error, Exception):
                self._take_back()  # it goes on to the user, a Ctrl-C say, and nobody will end what has not begun
            raise

    def _take_back(self) -> None:
        self.is_open = False
        current.leave(self)
        if self._run is not None and self._window is None:
            self._run.give_up()

    def _open_run(self, began: float) -> None:
        message = dict(self._start, kind="block")
        if self._given_name:
            message["name"] = str(self._given_name)
        from ._run import Run  # with all that talks to an agent: only once it is needed

        run = self._run = Run.open(message, self._timeout, self._agent, self.strict, began)
        if run is not None and (self._wait or is_strict(self.strict)):
            run.settle(wait=True)

    @quietly
    def end(self, state: str = "ok", *, error: Optional[str] = None, exit_code: Optional[int] = None) -> Optional[Result]:
        """Ends the run and returns what it cost. ``state``: ``ok``, ``failed``, ``interrupted`` or ``stopped``."""
        self._end(state, error, exit_code)
        return self.result

    @quietly
    def _end(self, state: str, error: Optional[str] = None, exit_code: Optional[int] = None) -> None:
        if not self.is_open or os.getpid() != self._pid:
            return
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

    # --------------------------------------------------------------- reports

    def log(
        self,
        values: Optional[Mapping[str, Any]] = None,
        *,
        step: Optional[int] = None,
        steps: Optional[int] = None,
        epoch: Optional[int] = None,
        **metrics: Any,
    ) -> None:
        """Records metrics: ``run.log(loss=0.3, step=12)``. What is no finite number is left out. Costs microseconds.

        ``epoch`` with ``step`` says where the step stands; ``epoch`` alone says that the epoch has ended, as in the report file.
        """
        try:
            kept = metrics_of(metrics if values is None else dict(values, **metrics))
            run = self._live()
            if run is None:
                self._write(kept, step=step, steps=steps, epoch=epoch)
                return
            if epoch is not None and step is None:
                self._epoch(epoch, None, kept)
                return
            message: dict[str, Any] = {"type": "metric", "values": kept}
            if step is not None:
                message["step"] = step
            if epoch is None:
                epoch = run.epoch
            if epoch is not None:
                message["epoch"] = epoch
            run.agent.send(message, True)
        except JoulebookError:
            raise
        except Exception as error:
            say_failed("log", error, self.strict)

    def stage(self, name: Optional[str]) -> Stage:
        """Enters a stage: ``run.stage("eval")``; a new stage ends the one before, ``None`` leaves it. As a context manager it
        returns to the stage before."""
        before = self._stage_now()
        self._enter_stage(name)
        return Stage(self, name, before)

    def epoch(self, n: int, of: Optional[int] = None, **metrics: Any) -> None:
        """Epoch ``n`` has ended, ``of`` so many. Its energy is read now. After three epochs the total can be foretold."""
        self._epoch(n, of, metrics)

    def epochs(self, iterable: Iterable[T], start: int = 1) -> Iterator[T]:
        """Goes through ``iterable``, one epoch each, and marks each at its end: ``for e in run.epochs(range(20))``.

        ``start`` is the number of the first epoch, for a training that is resumed. An epoch that is left by ``break`` or an
        exception has not ended and is not marked.
        """
        try:
            of: Optional[int] = start - 1 + len(iterable)  # type: ignore[arg-type]
        except TypeError:
            of = None  # a generator: nobody knows
        n = start
        for item in iterable:
            if self._run is not None:
                self._run.epoch = n
            yield item
            self._epoch(n, of, {})
            n += 1

    @quietly
    def mark(self, name: str) -> None:
        """Notes a moment, with what the run has cost until now."""
        run = self._live()
        if run is not None:
            synchronise(self._sync, self.strict)
            run.agent.send({"type": "mark", "name": str(name)})
        else:
            self._write({}, mark=str(name))

    def window(self, name: str) -> Window:
        """Opens a named window: ``with run.window("forward") as w: ...`` and then ``w.energy``. Windows nest and overlap."""
        try:
            return Window(self._live(), name, self._sync, self.strict)
        except JoulebookError:
            raise
        except Exception as error:
            say_failed("window", error, self.strict)
            return Window(None, "window")

    @quietly
    def params(self, values: Optional[Mapping[str, Any]] = None, **more: Any) -> None:
        """Adds parameters: ``run.params(lr=0.1)``."""
        run = self._live()
        if run is not None:
            run.agent.send({"type": "params", "values": scalars_of(dict(values or {}, **more))})

    @quietly
    def tag(self, *tags: str) -> None:
        """Adds tags."""
        run = self._live()
        if run is not None:
            run.agent.send({"type": "tag", "tags": [str(tag) for tag in tags]})

    @quietly
    def note(self, text: str) -> None:
        """Adds a note."""
        run = self._live()
        if run is not None:
            run.agent.send({"type": "note", "text": str(text)})

    # --------------------------------------------------------------- within

    def _live(self) -> Optional[Run]:
        """The run, where it is open, this process's own and measured."""
        run = self._run
        if run is None or not self.is_open or run.agent.pid != os.getpid():
            return None
        run.settle()
        return None if run.agent.dead else run

    @quietly
    def _stage_now(self) -> Optional[str]:
        run = self._live()
        return self._bare_stage if run is None else run.stage

    @quietly
    def _enter_stage(self, name: Optional[str]) -> None:
        name = None if name is None else str(name)
        run = self._live()
        if run is not None:
            run.stage = name
            synchronise(self._sync, self.strict)
            run.agent.send({"type": "stage", "name": name})
        else:
            self._bare_stage = name
            self._write({}, stage=name)

    def _leave_stage(self, name: Optional[str], before: Optional[str]) -> None:
        if self._stage_now() == name:  # else somebody has gone on to another stage since
            self._enter_stage(before)

    @quietly
    def _epoch(self, n: int, of: Optional[int], metrics: Mapping[str, Any]) -> None:
        kept = metrics_of(metrics)
        run = self._live()
        if run is None:
            self._write(kept, epoch=n, epochs=of)
            return
        run.epoch = None
        synchronise(self._sync, self.strict)
        message: dict[str, Any] = {"type": "epoch", "n": n}
        if of is not None:
            message["of"] = of
        if kept:
            message["values"] = kept
        run.agent.send(message)

    def _write(self, kept: Mapping[str, float], **reserved: Any) -> None:
        """Without an agent of our own, or without one any more: into the report file of the run that we stand in, if there is one and it
        is not the one that has ended."""
        if self._run is None or self._pid != os.getpid() or (self.is_open and self._run.agent.dead):
            write_report(kept, reserved, self.strict)


def write_report(kept: Mapping[str, float], reserved: Mapping[str, Any], strict: Optional[bool] = None) -> None:
    """Metrics and reserved keys as one line of the report file; a stage may be null, the rest only if it is there."""
    line = {key: value for key, value in reserved.items() if value is not None or key == "stage"}
    line.update((key, value) for key, value in kept.items() if key not in _RESERVED)
    if line:
        report(line, strict)


_RESERVED = frozenset(("step", "steps", "epoch", "epochs", "stage", "mark", "t"))

_is_awaiting_exit = False


def _close_at_exit() -> None:
    """All that is still open ends with the program. A child of multiprocessing leaves without `atexit`: it has a list of its own."""
    global _is_awaiting_exit
    if _is_awaiting_exit:
        return
    _is_awaiting_exit = True
    import atexit

    atexit.register(_close_all)
    process = sys.modules.get("multiprocessing.process")
    util = sys.modules.get("multiprocessing.util")
    if process is not None and util is not None and process.parent_process() is not None:
        util.Finalize(None, _close_all, exitpriority=10)


def _close_all() -> None:
    ending = ending_of_program()
    for tracker in reversed(current.all_open()):
        tracker.end(ending["state"], error=ending.get("error"), exit_code=ending.get("exit_code"))
    agents = sys.modules.get(__package__ + "._agent")
    if agents is not None:
        agents.let_go()


def _after_fork() -> None:
    global _is_awaiting_exit
    _is_awaiting_exit = False  # a child of multiprocessing has a list of its own


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

