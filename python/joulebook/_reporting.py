"""What a program tells of its run: metrics, stages, epochs, marks, windows."""

from __future__ import annotations

import os

from ._at_exit import close_at_exit
from ._costed import Costed
from ._guard import quietly, say_failed, synchronise
from ._report import write_report
from ._trouble import JoulebookError, trouble
from ._values import count_of, metrics_of, scalars_of
from ._window import Window
from ._work import UNITS, Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, SupportsIndex, TypeVar, Union

    from ._run import Run

    T = TypeVar("T")
    #: NumPy's integers too.
    Count = Union[float, SupportsIndex]


class Stage:
    """A stage that has begun; as a context manager it returns to the stage before."""

    def __init__(self, tracker: Reporting, name: Optional[str], before: Optional[str]):
        self._tracker = tracker
        self._name = name
        self._before = before

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._tracker._leave_stage(self._name, self._before)


class Reporting(Costed):
    """The part of a tracker that reports into its run, or into the report file of the run that the program stands in."""

    strict: Optional[bool]
    is_open: bool
    _run: Optional[Run]
    _pid: int
    _sync: Optional[Callable[[], Any]]
    _bare_stage: Optional[str] = None
    _work: Optional[Work] = None

    def log(
        self,
        values: Optional[Mapping[str, Any]] = None,
        *,
        step: Optional[Count] = None,
        steps: Optional[Count] = None,
        epoch: Optional[Count] = None,
        **metrics: Any,
    ) -> None:
        """Records metrics: ``run.log(loss=0.3, step=12)``. What is no finite number is left out. Costs microseconds.

        ``epoch`` with ``step`` says where the step stands; ``epoch`` alone says that the epoch has ended, as in the report file.
        """
        try:
            kept = metrics_of(metrics if values is None else dict(values, **metrics))
            at, in_epoch = self._count("step", step), self._count("epoch", epoch)
            run = self._live()
            if run is None:
                self._write(kept, step=at, steps=self._count("steps", steps), epoch=in_epoch)
                return
            if in_epoch is not None and at is None:
                self._epoch(in_epoch, None, kept)
                return
            message: dict[str, Any] = {"type": "metric", "values": kept}
            if at is not None:
                message["step"] = at
            if in_epoch is None:
                in_epoch = run.epoch
            if in_epoch is not None:
                message["epoch"] = in_epoch
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

    def epoch(self, n: Count, of: Optional[Count] = None, **metrics: Any) -> None:
        """Epoch ``n`` has ended, ``of`` so many. Its energy is read now. After three epochs the total can be foretold."""
        self._epoch(n, of, metrics)

    def epochs(self, iterable: Iterable[T], start: Count = 1) -> Iterator[T]:
        """Goes through ``iterable``, one epoch each, and marks each at its end: ``for e in run.epochs(range(20))``.

        ``start`` is the number of the first epoch, for a training that is resumed. An epoch that is left by ``break`` or an
        exception has not ended and is not marked.
        """
        n = self._count("start", start)
        n = 1 if n is None else n
        try:
            of: Optional[float] = n - 1 + len(iterable)  # type: ignore[arg-type, operator, unused-ignore]
        except Exception:  # a generator: nobody knows; or whatever a foreign __len__ raises
            of = None
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
    def done(self, **counts: Any) -> None:
        """So much work has been done since the last call: ``run.done(samples=64)``, ``run.done(tokens=2048, steps=1)``.

        The record has the sum and the energy for each thousand. Units: ``samples`` (of data), ``tokens``, ``requests``, ``steps``. Told no more than
        once a second, so that it costs a batch next to nothing.
        """
        kept = metrics_of(counts)
        for unit, count in counts.items():
            if unit not in UNITS or not kept.get(unit, -1) >= 0:
                trouble("%s=%.80r is left out" % (unit, count), "it is no count of work", "count in " + ", ".join(UNITS), strict=self.strict)
                kept.pop(unit, None)
        if self._work is None:
            self._work = Work()
        close_at_exit()
        self._tell_done(self._work.add(kept))

    def _flush_done(self) -> None:
        """Work that was not told yet belongs before what comes now."""
        if self._work is not None:
            self._tell_done(self._work.take())

    def _tell_done(self, counts: Mapping[str, float]) -> None:
        if not counts:
            return
        run = self._live()
        if run is not None:
            run.agent.send({"type": "done", "values": counts})
        else:
            self._write({}, done=counts)

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
        self._flush_done()
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
    def _epoch(self, n: Count, of: Optional[Count], metrics: Mapping[str, Any]) -> None:
        kept = metrics_of(metrics)
        self._flush_done()
        ended, planned = self._count("epoch", n), self._count("of", of)
        run = self._live()
        if run is None:
            self._write(kept, epoch=ended, epochs=planned)
            return
        run.epoch = None
        if ended is None:
            run.agent.send({"type": "metric", "values": kept}, True)
            return
        synchronise(self._sync, self.strict)
        message: dict[str, Any] = {"type": "epoch", "n": ended}
        if planned is not None:
            message["of"] = planned
        if kept:
            message["values"] = kept
        run.agent.send(message)

    @quietly
    def _count(self, name: str, value: Optional[Count]) -> Optional[float]:
        count = count_of(value)
        if count is None and value is not None:
            trouble("%s=%.80r is left out" % (name, value), "it is no finite number", "give a number", strict=self.strict)
        return count

    def _write(self, kept: Mapping[str, float], **reserved: Any) -> None:
        """Without an agent of our own, or without one any more: into the report file of the run that we stand in, if there is one and it
        is not the one that has ended."""
        if self._run is None or self._pid != os.getpid() or (self.is_open and self._run.agent.dead):
            write_report(kept, reserved, self.strict)
