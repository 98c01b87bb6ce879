"""What the callbacks for all frameworks have in common."""

from __future__ import annotations

import functools

from ._costed import Costed
from ._fit import Fit
from ._trouble import JoulebookError, trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, TypeVar

    from ._results import Result
    from ._tracker import Tracker

    F = TypeVar("F", bound=Callable[..., Any])


def hook(method: F) -> F:
    """A method that a framework calls: what goes wrong in it is said once and stops no training."""

    @functools.wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except JoulebookError:
            raise
        except Exception as error:
            why = "%s: %s" % (type(error).__name__, error)
            if self._fit.options.get("strict"):
                raise JoulebookError("joulebook: %s() failed\n  why: %s" % (method.__name__, why)) from error
            trouble("%s() failed" % method.__name__, why, cause=error)
            return None

    return guarded  # type: ignore[return-value]


class MeasuringCallback(Costed):
    """The part of a callback that is the same for all frameworks.

    Copies, also those that a process gets by pickle and those that scikit-learn's ``clone`` makes, have the options and nothing of the
    trainings so far.
    """

    def __init__(self, name: Optional[str] = None, *, energy_in_logs: bool = False, **options: Any):
        """
        Args:
            name: of the run; inside an open run, of the training's part of it.
            energy_in_logs: add what the run has cost until now to what the framework logs: ``energy_wh`` and ``co2e_g``.
            options: as for :func:`joulebook.track`. With ``params``, ``tags``, ``project`` or another option of a run each training is a run of its own,
                also inside another.
        """
        import joulebook

        joulebook.track(name, **options)  # a word that is no option is to be said now, not in the middle of a training
        super().__init__()
        self._options = (name, energy_in_logs, options)
        self._fit = Fit(name, options)
        self._energy_in_logs = energy_in_logs

    @property
    def run(self) -> Optional[Tracker]:
        """The tracker of the training that is going on, to log more into it; ``None`` outside of a training and where another process has it."""
        return self._fit.run

    @property
    def result(self) -> Optional[Result]:
        """What the last training cost."""
        return self._fit.result

    def _costs(self) -> dict[str, float]:
        """What the run has cost until now, as numbers for a log."""
        return self._fit.costs() if self._energy_in_logs else {}

    def __getstate__(self) -> dict[str, Any]:
        return dict(self.__dict__, _fit=None)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._fit = Fit(self._options[0], self._options[2])


def class_of(module: dict[str, Any], hooks: type, base: Optional[type]) -> type:
    """The callback class of a framework: our hooks on its base class, made when it is first asked for and kept in the module."""
    bases = (hooks,) if base is None else (hooks, base)
    made = type("JoulebookCallback", bases, {"__module__": module["__name__"], "__doc__": hooks.__doc__})
    module["JoulebookCallback"] = made
    return made
