"""Calls a function for trial after trial."""

from __future__ import annotations

import threading
from time import monotonic

from ._trouble import JoulebookError, TrialStopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from logging import Logger
    from typing import Callable, Optional, Sequence

    from ._study import Study
    from ._study_values import Values
    from ._trial import Fate, Trial

    Function = Callable[[Trial], Values]
    Callbacks = Sequence[Callable[[Study, Trial], None]]

#: How often the main thread looks up from waiting for others, s: a Ctrl-C is taken between two looks.
_LOOK_S = 0.2


def optimize(
    study: Study,
    function: Function,
    n_trials: Optional[int],
    timeout: Optional[float],
    n_jobs: int,
    callbacks: Callbacks,
) -> None:
    """Until the study is over, or one of the limits of this call is reached."""
    work = _Work(study, function, n_trials, timeout, callbacks)
    if n_jobs <= 1:
        work.run(is_alone=True)
    else:
        _in_threads(work, n_jobs)
    if work.failing is not None:
        raise JoulebookError(
            "joulebook: the search ends: %s\n  why: a mistake in the function would spend the whole budget on nothing\n"
            "  fix: mend it: it is to report or return %s; the same program goes on with the study"
            % (work.failing, " and ".join(study.metrics))
        ) from work.last_error


class _Work:
    """What the threads of one call share."""

    def __init__(
        self, study: Study, function: Function, n_trials: Optional[int], timeout: Optional[float], callbacks: Callbacks
    ):
        self.study = study
        self.function = function
        self.callbacks = callbacks
        self.failing: Optional[str] = None
        self.last_error: Optional[BaseException] = None
        #: Of a thread, to be raised by the one that waits.
        self.error: Optional[BaseException] = None
        self._n_trials = n_trials
        self._until = None if timeout is None else monotonic() + timeout
        self._begun: set[int] = set()
        self._asking = 0
        self._lock = threading.Lock()

    def run(self, is_alone: bool) -> None:
        while self._may_ask():
            try:
                trial = self.study.ask()
            finally:
                with self._lock:
                    self._asking -= 1
            if trial is None:
                return
            with self._lock:
                self._begun.add(trial.number)
            # Several at once have one environment: what they start is part of the run around them.
            if is_alone:
                trial._enter()
            try:
                fate = self._try(trial)
            finally:
                trial._leave()
            if fate.failing is not None:
                self.failing = fate.failing
            _log(self.study, trial, fate)
            for callback in self.callbacks:
                callback(self.study, trial)

    def _may_ask(self) -> bool:
        with self._lock:
            if self.failing is not None or self.error is not None or self.study._is_ending or self.study._is_stopped:
                return False
            if self._until is not None and monotonic() >= self._until:
                return False
            # A trial that goes on after a pause is none more.
            if self._n_trials is not None and len(self._begun) + self._asking >= self._n_trials:
                return False
            self._asking += 1
            return True

    def _try(self, trial: Trial) -> Fate:
        try:
            return trial.tell(self.function(trial))
        except JoulebookError:
            raise  # the study itself is in trouble, or is misread: no failure of the trial
        except TrialStopped as stopped:
            return trial.stop(str(stopped))
        except Exception as error:
            self.last_error = error
            fate = trial.fail(_text(error))
            if fate.state != "stopped":
                _logger().warning("trial %d of %s failed", trial.number, self.study.name, exc_info=error)
            return fate
        except BaseException:
            if not trial.is_over:
                trial.lose()  # Ctrl-C, or the program ends: no fault of the trial's
            raise


def _in_threads(work: _Work, count: int) -> None:
    def run() -> None:
        try:
            work.run(is_alone=False)
        except BaseException as error:
            work.error = work.error or error

    threads = [threading.Thread(target=run, name="joulebook-%d" % i, daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    try:
        while any(thread.is_alive() for thread in threads):
            for thread in threads:
                thread.join(_LOOK_S)
    except BaseException:
        # Functions cannot be ended from outside: their trials are lost, and given out again the next time.
        work.study.close("interrupted")
        raise
    if work.error is not None:
        raise work.error


def _text(error: Exception) -> str:
    try:
        return ("%s: %s" % (type(error).__name__, error))[:2000]
    except Exception:  # an exception whose __str__ fails
        return type(error).__name__


def _log(study: Study, trial: Trial, fate: Fate) -> None:
    logger = _logger()
    if not logger.isEnabledFor(20):  # INFO
        return
    values = ", ".join("%s %.6g" % (name, value) for name, value in zip(study.metrics, fate.values) if value is not None)
    why = "" if fate.why is None else " (%s)" % fate.why
    logger.info("trial %d: %s%s, %s, %.4g J, %r", trial.number, fate.state, why, values or "no value", fate.joules, trial.params)


def _logger() -> Logger:
    from logging import getLogger

    return getLogger("joulebook")
