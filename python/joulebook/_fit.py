"""One training, as its framework's callback sees it."""

from __future__ import annotations

import os
from time import monotonic

from . import _current as current
from ._costs import Costs
from ._fit_call import FitCall
from ._flat import flat
from ._ranks import Ranks, Told, in_joblib_worker, ranks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Collection, Mapping, Optional

    from ._results import Result
    from ._reporting import Stage
    from ._tracker import Tracker

#: How long after the beginning a process that is not the first of its machine joins, s: the first is the root of them all if it comes first.
_LATER_S = 1.0

#: For each run that trainings report into, the number of its last epoch: another training within it counts on from there.
_last_epochs: dict[str, int] = {}

#: Trainings of this process that have not ended.
_open: list[Fit] = []


class Fit:
    """Where a training's reports go, from its beginning to its end.

    Inside an open tracker, or a program under ``joulebook run``, they are part of that run, unless options of a run are given. Otherwise
    the training is a run. Of a job's processes each is measured (the agents make one root of those of a machine), the first of each machine tells
    epochs, and the first of all metrics.
    """

    def __init__(self, name: Optional[str], options: Mapping[str, Any]):
        self.name = name
        self.options = dict(options)
        self.is_open = False
        self.call: Optional[FitCall] = None
        self._pid = 0
        self._target: Any = None  # a Tracker, or this package, whose functions write to the report file
        self._own: Optional[Tracker] = None
        self._measured: Any = None  # the Tracker or Window that knows what this training cost
        self._stage: Optional[Stage] = None
        self._due: Optional[float] = None
        self._ranks = Ranks(0, 0)
        self._shift: Optional[int] = None
        self._costs: Optional[Costs] = None
        self._finished: Callable[[], bool] = bool

    @property
    def result(self) -> Optional[Result]:
        """What the last training cost; ``None`` before its end, and where it was not measured by itself."""
        return None if self.is_open or self._measured is None else self._measured.result

    @property
    def run(self) -> Optional[Tracker]:
        """The tracker that the open training reports into."""
        import joulebook

        return self._target if self.is_open and isinstance(self._target, joulebook.Tracker) else None

    def begin(
        self,
        package: str,
        functions: Collection[str],
        *,
        name: Optional[str] = None,
        params: Optional[Mapping[str, Any]] = None,
        ranks: Optional[Ranks] = None,
        finished: Callable[[], bool] = bool,
    ) -> None:
        """The training begins, in a call of one of the package's ``functions``.

        ``name`` and ``params`` are what is known of it without being told; ``finished`` says, when the call has been left without a word, whether
        its work was done.
        """
        if self.is_open:
            self.left(None)
        for other in list(_open):
            if other.call is not None and other.call.is_over():
                other.left(None)
        self._target = self._own = self._measured = self._stage = self._due = self._shift = self._costs = None
        if in_joblib_worker():
            return
        ranks = ranks or ranks_of(os.environ)
        self._ranks = ranks
        outer = self._outer()
        if outer is not None and ranks.local != 0:
            return  # its work is in the run that we stand in
        self._pid = os.getpid()
        self.is_open = True
        self._finished = finished
        self.call = FitCall(package, functions, self.left)
        _open.append(self)
        if outer is not None:
            self._target = outer
            if self.run is not None:
                self._measured = outer.window(self.name or name or "fit")
        else:
            self._own = self._tracker(name, params)
            if ranks.local == 0:
                self._start()
            else:
                self._due = monotonic() + _LATER_S

    def epoch(self, n: int, of: Optional[int] = None, metrics: Optional[Mapping[str, Any]] = None) -> None:
        """Epoch ``n`` has ended."""
        if not self._is_heard():
            return
        self.log(metrics or {})
        key = os.environ.get("JOULEBOOK_RUN", "")
        if self._shift is None:  # a resumed training has its own number, another one counts on
            last = _last_epochs.get(key, 0) if self._own is None else 0
            self._shift = last if n <= last else 0
        n += self._shift
        if self._own is None:
            _last_epochs[key] = n
        self._target.epoch(n, None if of is None else of + self._shift)

    def log(self, metrics: Mapping[str, Any], step: Optional[int] = None) -> None:
        """Metrics, from the first of all processes."""
        if not self._is_heard() or self._ranks.world != 0:
            return
        kept = {name: value for name, value in flat(metrics).items() if name not in ("epoch", "step")}
        if kept:
            self._target.log(kept, step=step)

    def done(self, counts: Mapping[str, float]) -> None:
        """Work of all processes, from the first of them."""
        kept = {unit: count for unit, count in counts.items() if count > 0}
        if kept and self._is_heard() and self._ranks.world == 0:
            self._target.done(**kept)

    def params(self, values: Mapping[str, Any]) -> None:
        """Parameters that are known by now; only of a run of our own."""
        if self._is_heard() and self._own is not None:
            self._own.params(values)

    def mark(self, name: str) -> None:
        if self._is_heard():
            self._target.mark(name)

    def enter(self, stage: str) -> None:
        """A stage within the training; :meth:`leave` returns to the one before."""
        if self._is_heard() and self._stage is None:
            self._stage = self._target.stage(stage)

    def leave(self) -> None:
        stage, self._stage = self._stage, None
        if stage is not None and self._is_heard():
            stage.__exit__(None, None, None)

    def costs(self) -> dict[str, float]:
        """What the run has cost until now, as numbers for a log; empty where it is not measured from this process."""
        run = self.run if self._is_heard() else None
        if run is None:
            return {}
        if self._costs is None:
            self._costs = Costs(run.snapshot)
        return self._costs.now()

    def alive(self) -> None:
        """A step has been made: one that joins late may do so now."""
        self._is_heard()

    def end(self, exception: Optional[BaseException] = None, *, state: str = "ok", error: Optional[str] = None) -> None:
        """The training has ended, as ``exception`` or ``state`` says."""
        if not self.is_open or self._pid != os.getpid():
            return
        self.leave()
        self.is_open = False
        if self in _open:
            _open.remove(self)
        self._finished = bool
        call, self.call = self.call, None
        if call is not None:
            call.forget()
        if self._own is None:
            if self._measured is not None:
                self._measured.end()
        elif exception is not None:
            self._own.__exit__(type(exception), exception, None)
        else:
            self._own.end(state, error=error)

    def left(self, exception: Optional[BaseException]) -> None:
        """The call has been left and nobody has said so: where its work was not done, by an exception, seen or not."""
        if exception is not None or self._finished():
            self.end(exception)
        else:
            self.end(state="failed", error="an exception left the training")

    def _is_heard(self) -> bool:
        """Whether what this process says goes into a run."""
        if not self.is_open or self._pid != os.getpid():
            return False
        if self._due is not None and monotonic() >= self._due:
            self._due = None
            self._start()
            self._target = None  # measured, but silent
        return self._target is not None

    def _start(self) -> None:
        assert self._own is not None
        try:
            with Told(self._ranks):
                self._target = self._measured = self._own.start()
        except BaseException:  # asked to be strict, or a Ctrl-C in the middle: nobody will end what has not begun
            self.end(state="interrupted")
            raise

    def _tracker(self, name: Optional[str], params: Optional[Mapping[str, Any]]) -> Tracker:
        import joulebook

        options = dict(self.options)
        options["params"] = dict(params or {}, **(options.get("params") or {}))
        options.setdefault("nested", "run")
        return joulebook.track(self.name or name, **options)

    def _outer(self) -> Any:
        """What we are part of: a tracker, this package for the report file of a program further out, or ``None``."""
        import joulebook

        if not joulebook.track(self.name, **self.options).is_for_window:
            return None
        tracker = current.innermost_here()
        if tracker is None:
            # A thread: what another thread trains there is that training's, but a tracker around them both is around this one too.
            tracker = current.around()
            if tracker is not None and any(other._own is tracker for other in _open):
                return None
        if tracker is not None:
            return tracker
        file = os.environ.get("JOULEBOOK_REPORT_FILE")
        if not file or ("JOULEBOOK_RUN" in os.environ and not os.path.exists(file)):
            return None  # a run takes its file away when it ends
        return joulebook
