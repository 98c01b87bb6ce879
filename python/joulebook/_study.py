"""Studies: a search whose trials are parts of this program."""

from __future__ import annotations

import os
import sys
import threading

from . import _environment as environment
from ._study_child import StudyChild
from ._study_values import search_text
from ._trial import Trial
from ._trouble import JoulebookError, from_warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Union

    from ._results import Energy, Result
    from ._study_values import Values

    Search = Union[Mapping[str, Any], str, "os.PathLike[str]", None]


class StudyTrial:
    """A trial as the study has it.

    Attributes: ``number``, ``state``, ``params``, ``values`` (of each objective; ``None`` where it has none), ``resource`` (where its training
    came to), ``joules``, ``attempts``, ``is_control`` (it goes on whatever the stopper says), ``origin`` and ``why`` it was stopped or has failed.
    """

    __slots__ = ("number", "state", "params", "values", "resource", "joules", "attempts", "is_control", "origin", "why")

    def __init__(self, told: Mapping[str, Any]):
        self.number = int(told["number"])
        self.state = str(told["state"])
        self.params: dict[str, Any] = told["parameters"]
        self.values: list[Optional[float]] = list(told["values"])
        self.resource: Optional[float] = told["resource"]
        self.joules = float(told["joules"])
        self.attempts = int(told["attempts"])
        self.is_control = told["isControl"] is True
        self.origin = str(told["origin"])
        self.why: Optional[str] = told["why"]

    @property
    def value(self) -> Optional[float]:
        """Of the first objective."""
        return self.values[0] if self.values else None

    def __repr__(self) -> str:
        return "StudyTrial(number=%d, state=%r, values=%r, params=%r)" % (self.number, self.state, self.values, self.params)


class Study:
    """A study that this program works on; made by :func:`joulebook.study`.

    A context manager; it closes at its end. Attributes: ``name``, ``seed``, ``is_new`` (else it goes on), ``workers``, ``metrics`` (of the
    objectives), ``run`` (id of the run around all trials), ``over`` (why nothing is given out any more, once that was said).
    """

    def __init__(self, search: Search, words: Mapping[str, Any], settings: Mapping[str, Any]):
        message = _open_message(search, words, settings)
        self._child = StudyChild(_arguments(settings), settings.get("agent"))
        try:
            opened = self._child.ask(message)
        except BaseException:
            self._child.close()
            raise
        self.name = str(opened["study"])
        self.seed = int(opened["seed"])
        self.is_new = opened["isNew"] is True
        self.workers = int(opened["workers"])
        self.objectives: list[dict[str, Any]] = opened["objectives"]
        self.metrics = [str(objective["metric"]) for objective in self.objectives]
        self.run = str(opened["run"])
        self.over: Optional[str] = None
        self.result: Optional[Result] = None
        self._parameters: dict[str, Any] = {parameter["name"]: parameter for parameter in opened["parameters"]}
        self._in_flight: list[Trial] = []
        self._changed = threading.Condition()
        self._is_ending = False
        self._is_stopped = False
        for variable, value in opened["environment"].items():
            environment.set_variable(self, variable, value)
        for warning in opened.get("warnings") or ():
            from_warning(warning, False)
        _close_at_exit(self)

    # ------------------------------------------------------------------ trials

    def ask(self) -> Optional[Trial]:
        """The next trial, or ``None`` where the search is over: see ``over``. It waits where trials of other threads must end first."""
        while True:
            answer = self._ask({"type": "ask"})
            if answer["type"] == "over":
                self.over = str(answer["text"])
                return None
            if answer["type"] == "trial":
                trial = Trial(self, answer)
                with self._changed:
                    self._in_flight.append(trial)
                return trial
            self._wait_for_others()

    def tell(self, trial: Trial, values: Values = None, state: str = "complete", **metrics: Any) -> None:
        """A trial has ended: ``study.tell(trial, 0.93)``, or with ``state`` ``failed``, ``stopped`` or ``lost``."""
        if state == "complete":
            trial.tell(values, **metrics)
        elif state in ("failed", "stopped", "lost"):
            {"failed": trial.fail, "stopped": trial.stop, "lost": trial.lose}[state]()
        else:
            raise ValueError("state=%r: it is complete, failed, stopped or lost" % (state,))

    def __iter__(self) -> Iterator[Trial]:
        """Trials until the search is over: ``for trial in study``. One that is not told in the loop is complete with what it last reported."""
        while True:
            trial = self.ask()
            if trial is None:
                return
            trial._enter()
            yield trial
            if not trial.is_over:
                trial.tell()

    def enqueue(self, params: Optional[Mapping[str, Any]] = None, **more: Any) -> int:
        """Puts a configuration in the queue, to be tried next; the number of its trial."""
        return int(self._ask({"type": "enqueue", "parameters": dict(params or {}, **more)})["trial"])

    def optimize(
        self,
        function: Callable[[Trial], Values],
        n_trials: Optional[int] = None,
        timeout: Optional[float] = None,
        n_jobs: Optional[int] = None,
        *,
        budget: Union[str, Sequence[str], None] = None,
        callbacks: Sequence[Callable[[Study, Trial], None]] = (),
    ) -> Optional[StudyTrial]:
        """Calls ``function(trial)`` for trial after trial until the search is over; returns the best.

        What it returns is the value of the objective (a dict or a sequence of several); ``None``: what it last reported. An exception is a
        failed trial, which is logged, and the search goes on; ``joulebook.TrialStopped`` ends a trial early. Ctrl-C ends the search, and the
        same program goes on with it.

        Args:
            function: trains and reports: ``if trial.report(epoch, accuracy=a).should_stop: break``.
            n_trials: most trials in this call.
            timeout: no trial is started after so many seconds.
            n_jobs: threads that call the function; default: ``workers`` of the search.
            budget: of the study from now on: ``"2 kWh"``, ``"100 g"``, ``"2h"``, ``"50 trials"``, or several.
            callbacks: each is called with study and trial after each trial.
        """
        from ._optimize import optimize

        if budget is not None:
            self._ask({"type": "budget", "budgets": [budget] if isinstance(budget, str) else list(budget)})
        self._is_stopped = False
        optimize(self, function, n_trials, timeout, self.workers if n_jobs is None else n_jobs, callbacks)
        return self.best_trial

    def stop(self) -> None:
        """Ends the :meth:`optimize` that is at work once its trials have ended; for callbacks and for the function itself."""
        self._is_stopped = True

    # ------------------------------------------------------------------ findings

    @property
    def best_trials(self) -> list[StudyTrial]:
        """What is recommended: the best trial, or the Pareto front of several objectives; empty where there is nothing yet."""
        return [StudyTrial(told) for told in self._ask({"type": "best"})["best"]]

    @property
    def best_trial(self) -> Optional[StudyTrial]:
        """The best, or ``None``."""
        best = self.best_trials
        return best[0] if best else None

    @property
    def best_params(self) -> Optional[dict[str, Any]]:
        """Parameters of the best, or ``None``."""
        best = self.best_trial
        return None if best is None else best.params

    @property
    def best_value(self) -> Optional[float]:
        """Value of the best in the first objective, or ``None``."""
        best = self.best_trial
        return None if best is None else best.value

    @property
    def trials(self) -> list[StudyTrial]:
        """All trials, by number."""
        return [StudyTrial(told) for told in self._ask({"type": "trials"})["list"]]

    @property
    def summary(self) -> dict[str, Any]:
        """What ``joulebook study show --json`` has: what was spent of the budget, energy by what became of the trials, how the best came about."""
        summary: dict[str, Any] = self._ask({"type": "trials"})["summary"]
        return summary

    # ------------------------------------------------------------------ life

    def close(self, state: str = "ok") -> Optional[Result]:
        """Closes the study; trials in flight are given out again the next time. Returns what the run around it has cost."""
        if self._child.is_closed or not self._child.is_ours:
            return self.result
        from ._results import Result

        with self._changed:
            left, self._in_flight = self._in_flight, []
            self._is_ending = True
            self._changed.notify_all()
        try:
            answer = self._child.ask({"type": "close", "state": state})
            for warning in answer.get("warnings") or ():
                from_warning(warning, False)
            self.result = Result(answer)
        finally:
            for trial in left:
                trial._leave()
            environment.unset_variables(self)
            self._child.close()
        return self.result

    @property
    def energy(self) -> Optional[Energy]:
        """What the program has used while the study was open, once that is closed."""
        return None if self.result is None else self.result.energy

    def __enter__(self) -> Study:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], _: Optional[TracebackType]
    ) -> None:
        from ._ending import ending_of

        ending = ending_of(kind, error)
        try:
            if ending["state"] == "failed" and not isinstance(error, JoulebookError):
                for trial in list(self._in_flight):
                    trial.fail(ending.get("error", ""))
            self.close(ending["state"])
        except JoulebookError:
            if kind is None:  # else the program's own exception says more
                raise

    def __repr__(self) -> str:
        return "Study(%r, objectives=%r)" % (self.name, self.metrics)

    # ------------------------------------------------------------------ for trials

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        answer = self._child.ask(message)
        for warning in answer.get("warnings") or ():
            from_warning(warning, False)
        return answer

    def _landed(self, trial: Trial) -> None:
        with self._changed:
            if trial in self._in_flight:
                self._in_flight.remove(trial)
            self._changed.notify_all()

    def _wait_for_others(self) -> None:
        with self._changed:
            here = threading.get_ident()
            if all(trial._thread == here for trial in self._in_flight):
                raise JoulebookError(
                    "joulebook: trials in flight must be told first\n  why: the next one depends on them\n"
                    "  fix: tell them, or open the study with more workers"
                )
            self._changed.wait(1.0)


def _open_message(search: Search, words: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "open", "pid": os.getpid(), "command": _command(), "label": "study()"}
    if search is not None and not hasattr(search, "items"):
        if words:
            raise TypeError("a file and words of a search: %s stand in the file, or nowhere" % ", ".join(words))
        message["file"] = os.path.abspath(os.fspath(search))
    else:
        described: Any = search or {}
        message["text"] = search_text(dict(described, **words))
    for name in ("seed", "workers"):
        if settings.get(name) is not None:
            message[name] = settings[name]
    return message


_OPTIONS = ("book", "region", "intensity", "pue", "wue", "market_intensity", "price", "project")


def _arguments(settings: Mapping[str, Any]) -> list[str]:
    arguments: list[str] = []
    for name in _OPTIONS:
        if settings.get(name) is not None:
            arguments += ["--" + name.replace("_", "-"), str(settings[name])]
    if settings.get("interval") is not None:
        arguments += ["--interval", "%gs" % settings["interval"]]
    tags = settings.get("tags") or ()
    for tag in [tags] if isinstance(tags, str) else tags:
        arguments += ["--tag", str(tag)]
    return arguments


def _command() -> list[str]:
    original = getattr(sys, "orig_argv", None)  # Python 3.10
    return list(original) if original else [sys.executable or "python3"] + list(sys.argv)


_open: list[Study] = []


def _close_at_exit(study: Study) -> None:
    if not _open:
        import atexit

        atexit.register(_close_all)
    _open.append(study)


def _close_all() -> None:
    """At a normal end what is still open is closed; without this the end of our pipe would do it, as interrupted."""
    from ._ending import ending_of_program

    state = ending_of_program()["state"]
    while _open:
        try:
            _open.pop().close(state)
        except JoulebookError:
            pass  # its process is gone: there is nothing to close


