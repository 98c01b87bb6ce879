"""What ``track()`` returns."""

from __future__ import annotations

import functools
import os
import sys

from . import _current as current
from ._report import report
from ._results import Result
from ._trouble import JoulebookError, trouble
from ._values import metrics_of, scalars_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, Iterator, Mapping, Optional, Sequence, TypeVar

    from ._results import Carbon, Energy

    T = TypeVar("T")


def _quietly(method):
    """Keeps our own failures out of the user's program (``JOULEBOOK_STRICT=1`` lets them through)."""

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except JoulebookError:
            raise
        except Exception as error:
            trouble("%s() failed" % method.__name__, "%s: %s" % (type(error).__name__, error), cause=error)
            return None

    return guarded


class _Costed:
    """What has a result once it has ended."""

    result: Optional[Result] = None

    @property
    def energy(self) -> Optional[Energy]:
        """Attributed energy at the wall; ``None`` before the end, or where nothing was measured."""
        return None if self.result is None else self.result.energy

    @property
    def co2(self) -> Optional[Carbon]:
        """Operational carbon, g CO2e; ``None`` before the end, or where nothing was measured."""
        return None if self.result is None else self.result.co2

    @property
    def duration(self) -> Optional[float]:
        """Seconds, once ended."""
        return None if self.result is None else self.result.duration


class Window(_Costed):
    """A named part of a run. Windows may nest and overlap. Ends with :meth:`end` or at the end of its ``with`` block."""

    def __init__(self, run, name, sync=None):
        self.name = str(name)
        self._run = run
        self._sync = sync
        self._pid = os.getpid()
        self.is_open = run is not None
        self.number = None
        if run is not None:
            _synchronise(sync)
            self.number = run.begin_window(self, current.innermost_window(run))
            current.enter_window(self)

    def belongs_to(self, run) -> bool:
        return self._run is run

    @_quietly
    def end(self) -> Optional[Result]:
        """Closes the window; what it cost, or ``None`` where nothing was measured."""
        if self.is_open and os.getpid() == self._pid:
            self.is_open = False
            current.leave_window(self)
            _synchronise(self._sync)
            self.result = self._run.end_window(self.number)
        return self.result

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Stage:
    """A stage that has begun; as a context manager it returns to the stage before."""

    def __init__(self, enter, name, before):
        self._enter = enter
        self._name = name
        self._before = before

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._enter(self._before, only_from=self._name)


class Tracker(_Costed):
    """Measures a block of code as a run, or as a window where it stands inside an open tracker.

    Made by :func:`joulebook.track`; a context manager and a decorator. After the end, ``energy``, ``co2`` and ``result`` hold
    what it cost. Nothing here raises into your code unless ``JOULEBOOK_STRICT=1``.
    """

    def __init__(self, name, start: Dict[str, Any], nested, timeout, agent, sync):
        self.name = name
        self.is_open = False
        self._options = (name, start, nested, timeout, agent, sync)
        self._run = None
        self._window = None
        self._pid = os.getpid()
        self._bare_stage = None

    # ------------------------------------------------------------------ life

    @_quietly
    def start(self) -> "Tracker":
        """Begins to measure; for notebooks and classes, where a ``with`` block does not fit. See :meth:`end`."""
        if self.is_open:
            return self
        name, start, nested, timeout, agent, sync = self._options
        self.result = None
        self._pid = os.getpid()
        outer = current.innermost_here()
        as_window = nested == "window" or (nested is None and not start)
        self.is_open = True
        try:
            if outer is not None and outer._run is not None and as_window:
                self._run = outer._run
                self._window = Window(outer._run, name or "block", sync)
            else:
                message = dict(start, kind="block")
                if name:
                    message["name"] = str(name)
                from ._run import Run  # with all that talks to an agent: only once it is needed

                self._run = Run.open(message, timeout, agent)
                if self._run is not None:
                    self.name = self._run.started.get("name", name)
        finally:
            current.enter(self)
            _close_at_exit()
        return self

    @_quietly
    def end(self, state: str = "ok", *, error: Optional[str] = None, exit_code: Optional[int] = None) -> Optional[Result]:
        """Ends the run and returns what it cost. ``state``: ``ok``, ``failed``, ``interrupted`` or ``stopped``."""
        if not self.is_open or os.getpid() != self._pid:
            return self.result
        self.is_open = False
        current.leave(self)
        run, window = self._run, self._window
        if window is not None:
            self.result = window.end()
        elif run is not None:
            _synchronise(self._options[5])
            message = {"state": state}
            if error is not None:
                message["error"] = error
            if exit_code is not None:
                message["exitCode"] = exit_code
            self.result = run.end(message)
        return self.result

    def forget(self):
        """In a forked child: this tracker is the parent's."""
        self.is_open = False

    def __enter__(self) -> "Tracker":
        self.start()
        return self

    def __exit__(self, kind, error, _traceback):
        self.end(**_ending(kind, error))

    def __call__(self, function: Callable[..., T]) -> Callable[..., T]:
        """As a decorator: every call is measured on its own. Works on functions, generators and both kinds of async function."""
        from ._decorate import decorate

        return decorate(self._again, function)

    def _again(self, name):
        options = self._options
        return Tracker(options[0] or name, *options[1:])

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
            if not self._reaches_agent():
                self._write(kept, step=step, steps=steps, epoch=epoch)
                return
            run = self._run
            if epoch is not None and step is None:
                self.epoch(epoch, of=None, **kept)
                return
            message = {"type": "metric", "values": kept}
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
            trouble("log() failed", "%s: %s" % (type(error).__name__, error), cause=error)

    def stage(self, name: Optional[str]) -> Stage:
        """Enters a stage: ``run.stage("eval")``; a new stage ends the one before, ``None`` leaves it. As a context manager it
        returns to the stage before."""
        before = self._stage_now()
        self._enter_stage(name)
        return Stage(self._enter_stage, name, before)

    def epoch(self, n: int, of: Optional[int] = None, **metrics: Any) -> None:
        """Epoch ``n`` has ended, ``of`` so many. Its energy is read now. After three epochs the total can be foretold."""
        self._epoch(n, of, metrics)

    def epochs(self, iterable: Iterable[T], start: int = 1) -> Iterator[T]:
        """Goes through ``iterable``, one epoch each, and marks each at its end: ``for e in run.epochs(range(20))``.

        ``start`` is the number of the first epoch, for a training that is resumed. An epoch that is left by ``break`` or an
        exception has not ended and is not marked.
        """
        try:
            of = start - 1 + len(iterable)  # type: ignore[arg-type]
        except TypeError:
            of = None  # a generator: nobody knows
        n = start
        for item in iterable:
            if self._run is not None:
                self._run.epoch = n
            yield item
            self._epoch(n, of, {})
            n += 1

    @_quietly
    def mark(self, name: str) -> None:
        """Notes a moment, with what the run has cost until now."""
        if self._reaches_agent():
            _synchronise(self._options[5])
            self._run.agent.send({"type": "mark", "name": str(name)})
        else:
            self._write({}, mark=str(name))

    def window(self, name: str) -> Window:
        """Opens a named window: ``with run.window("forward") as w: ...`` and then ``w.energy``. Windows nest and overlap."""
        try:
            return Window(self._run if self._reaches_agent() else None, name, self._options[5])
        except JoulebookError:
            raise
        except Exception as error:
            trouble("window() failed", "%s: %s" % (type(error).__name__, error), cause=error)
            return Window(None, name)

    @_quietly
    def snapshot(self) -> Optional[Result]:
        """What the run has cost until now, with the power of the last interval and, once known, a forecast; or ``None``."""
        if not self._reaches_agent():
            return None
        _synchronise(self._options[5])
        answer = self._run.agent.ask({"type": "snapshot"})
        return None if answer is None else Result(answer)

    @_quietly
    def params(self, values: Optional[Mapping[str, Any]] = None, **more: Any) -> None:
        """Adds parameters: ``run.params(lr=0.1)``."""
        if self._reaches_agent():
            values = scalars_of(dict(values or {}, **more))
            self._run.agent.send({"type": "params", "values": values})

    @_quietly
    def tag(self, *tags: str) -> None:
        """Adds tags."""
        if self._reaches_agent():
            self._run.agent.send({"type": "tag", "tags": [str(tag) for tag in tags]})

    @_quietly
    def note(self, text: str) -> None:
        """Adds a note."""
        if self._reaches_agent():
            self._run.agent.send({"type": "note", "text": str(text)})

    # --------------------------------------------------------------- within

    def _reaches_agent(self):
        run = self._run
        return self.is_open and run is not None and run.agent.pid == os.getpid()

    def _stage_now(self):
        return self._run.stage if self._reaches_agent() else self._bare_stage

    @_quietly
    def _enter_stage(self, name, only_from=False):
        if only_from is not False and self._stage_now() != only_from:
            return  # somebody has gone on to another stage since
        name = None if name is None else str(name)
        if self._reaches_agent():
            self._run.stage = name
            _synchronise(self._options[5])
            self._run.agent.send({"type": "stage", "name": name})
        else:
            self._bare_stage = name
            self._write({}, stage=name)

    @_quietly
    def _epoch(self, n, of, metrics):
        kept = metrics_of(metrics)
        if not self._reaches_agent():
            self._write(kept, epoch=n, epochs=of)
            return
        self._run.epoch = None
        _synchronise(self._options[5])
        message = {"type": "epoch", "n": n}
        if of is not None:
            message["of"] = of
        if kept:
            message["values"] = kept
        self._run.agent.send(message)

    def _write(self, kept, **reserved):
        """Without an agent of our own: to the ``joulebook run`` we stand in, if there is one and it is not the run that has ended."""
        if self._run is None or self._pid != os.getpid():
            write_report(kept, reserved)


def write_report(kept, reserved):
    """Metrics and reserved keys as one line of the report file; a stage may be null, the rest only if it is there."""
    line = {key: value for key, value in reserved.items() if value is not None or key == "stage"}
    line.update((key, value) for key, value in kept.items() if key not in _RESERVED)
    if line:
        report(line)


_RESERVED = frozenset(("step", "steps", "epoch", "epochs", "stage", "mark", "t"))


def _synchronise(sync):
    if sync is None:
        return
    try:
        sync()
    except Exception as error:
        trouble("sync() failed", "%s: %s" % (type(error).__name__, error), "check the function given as sync=", error)


def _ending(kind, error):
    """How a block ended, from its exception."""
    if kind is None or issubclass(kind, GeneratorExit):
        return {"state": "ok"}
    if issubclass(kind, SystemExit):
        code = getattr(error, "code", None)
        if code is None or code == 0:
            return {"state": "ok", "exit_code": 0}
        return {"state": "failed", "exit_code": code if isinstance(code, int) else 1}
    asyncio = sys.modules.get("asyncio")
    cancelled = asyncio is not None and issubclass(kind, asyncio.CancelledError)
    if cancelled or issubclass(kind, KeyboardInterrupt):
        return {"state": "interrupted"}
    try:
        text = "%s: %s" % (kind.__name__, error)
    except Exception:  # an exception whose __str__ fails
        text = kind.__name__
    return {"state": "failed", "error": text[:2000]}


_at_exit = None


def _close_at_exit():
    global _at_exit
    if _at_exit is None:
        import atexit

        _at_exit = atexit.register(_close_all)


def _close_all():
    kind = getattr(sys, "last_type", None)  # set where an exception has ended the program
    ending = _ending(kind, getattr(sys, "last_value", None))
    for tracker in reversed(current.all_open()):
        tracker.end(**ending)
