"""scikit-learn: estimators whose ``fit`` is measured.

>>> from joulebook.sklearn import measure
>>> model = measure(RandomForestClassifier(n_estimators=200))
>>> model.fit(x, y)
>>> print(model.measurement_.energy)

A search is measured as a whole, with its worker processes: ``measure(GridSearchCV(...)).fit(x, y)``. As a context manager, with the
estimator's parameters recorded: ``with track_fit(model) as run: model.fit(x, y)``.
"""

from __future__ import annotations

import copy
import functools

from ._fit import Fit
from ._trouble import JoulebookError, trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Mapping, Optional, TypeVar

    from ._results import Result
    from ._tracker import Tracker

    E = TypeVar("E")

__all__ = ["measure", "track_fit"]

#: What we keep in an estimator beside its own: no name ends in "_", by which scikit-learn knows what is fitted.
_FITTING = "_joulebook_fitting"
_RESULT = "_joulebook_result"

#: What trains an estimator; each is measured where an estimator has it, and not once more inside another.
_TRAINERS = ("fit", "fit_transform", "fit_predict")

#: Scores that a fitted estimator knows of itself.
_SCORES = ("best_score_", "oob_score_", "train_score_", "loss_", "best_loss_", "best_validation_score_", "inertia_", "lower_bound_", "n_iter_")


def measure(estimator: E, name: Optional[str] = None, **options: Any) -> E:
    """An estimator like this one whose ``fit``, ``fit_transform`` and ``fit_predict`` are measured; also a decorator for estimator classes.

    It is of a subclass that looks like the class itself: ``clone``, ``get_params``, pipelines and searches work as ever, and its clones are measured in this
    process. Pickled, also for the worker processes of a search, it is the plain estimator, so a stored model does not need joulebook.
    After a fit, ``measurement_`` is its :class:`joulebook.Result` (``None`` where nothing was measured).

    Args:
        estimator: an instance, which stays as it is, or a class.
        name: of the run; default: the class's name.
        options: as for :func:`joulebook.track`.
    """
    import joulebook

    joulebook.track(name, **options)  # a word that is no option is to be said now
    if isinstance(estimator, type):
        return _measured_class(estimator, name, options)  # type: ignore[return-value]
    plain = getattr(type(estimator), "_joulebook_plain", type(estimator))
    twin = copy.copy(estimator)
    twin.__class__ = _measured_class(plain, name, options, {
        "_joulebook_plain": plain, "__reduce_ex__": _reduced, "__copy__": _copied, "__deepcopy__": _deeply_copied,
    })
    return twin


def track_fit(estimator: Any, name: Optional[str] = None, *, params: Optional[Mapping[str, Any]] = None, **options: Any) -> Tracker:
    """A tracker for fitting this estimator: named after its class, with its parameters. A context manager, as :func:`joulebook.track` is."""
    import joulebook

    known = dict(_params_of(estimator), **(params or {}))
    return joulebook.track(name or type(estimator).__name__, params=known, **options)


def _measured_class(plain: type, name: Optional[str], options: Mapping[str, Any], more: Optional[Mapping[str, Any]] = None) -> type:
    """A subclass with the face of ``plain``."""
    face = {"__module__": plain.__module__, "__qualname__": plain.__qualname__, "__doc__": plain.__doc__}
    cost = property(lambda self: self.__dict__.get(_RESULT), doc="What the last fit cost.")
    made = type(plain)(plain.__name__, (plain,), dict(face, measurement_=cost, **(more or {})))
    for trainer in _TRAINERS:
        if hasattr(plain, trainer):  # only now: scikit-learn wraps what it finds in the body of a class
            setattr(made, trainer, _Trainer(plain, made, trainer, name, options))
    return made


class _Trainer:
    """A training method. What ``available_if`` hides stays hidden, and the class shows the method as it was written."""

    def __init__(self, plain: type, made: type, method: str, name: Optional[str], options: Mapping[str, Any]):
        self._plain = plain
        self._made = made
        self._method = method
        self._name = name
        self._options = options

    def __get__(self, estimator: Any, owner: type) -> Any:
        if estimator is None:
            return getattr(self._plain, self._method)
        method = getattr(super(self._made, estimator), self._method)

        @functools.wraps(method)
        def measured(*args: Any, **kwargs: Any) -> Any:
            if _FITTING in estimator.__dict__:
                return method(*args, **kwargs)
            return _measured(estimator, method, args, kwargs, Fit(self._name, self._options))

        return measured


def _measured(estimator: Any, method: Callable[..., Any], args: Any, kwargs: Any, fit: Fit) -> Any:
    state = estimator.__dict__
    state[_FITTING] = True
    _quietly(fit, lambda: fit.begin("sklearn", (), name=type(estimator).__name__, params=_params_of(estimator)))
    try:
        value = method(*args, **kwargs)
    except BaseException as error:
        exception: BaseException = error
        _quietly(fit, lambda: fit.end(exception))
        raise
    else:
        _quietly(fit, lambda: _close(fit, estimator))
        return value
    finally:
        state.pop(_FITTING, None)
        state[_RESULT] = fit.result


def _close(fit: Fit, estimator: Any) -> None:
    found = {name: getattr(estimator, name, None) for name in _SCORES if name in vars(estimator)}
    fit.log({name.rstrip("_"): value for name, value in found.items() if isinstance(value, (int, float)) or getattr(value, "ndim", 1) == 0})
    best = vars(estimator).get("best_params_")
    if isinstance(best, dict):
        fit.params({"best.%s" % key: value for key, value in best.items()})
    fit.end()


def _quietly(fit: Fit, action: Callable[[], object]) -> None:
    try:
        action()
    except JoulebookError:
        raise
    except Exception as error:
        why = "%s: %s" % (type(error).__name__, error)
        if fit.options.get("strict"):
            raise JoulebookError("joulebook: a fit could not be recorded\n  why: " + why) from error
        trouble("a fit could not be recorded", why, cause=error)


def _params_of(estimator: Any) -> dict[str, Any]:
    """Parameters that are values, those of parts included."""
    try:
        params = estimator.get_params(deep=True)
    except Exception:  # no parameters, no columns; the fit itself may do well without
        return {}
    return {name: value for name, value in params.items() if isinstance(value, (bool, int, float, str))}


def _own_state(estimator: Any) -> dict[str, Any]:
    return {name: value for name, value in estimator.__dict__.items() if name not in (_FITTING, _RESULT)}


def _reduced(estimator: Any, _protocol: Any) -> Any:
    """For pickle: the plain estimator, by the old protocol's function, for the new one's may make nothing but the object's own class."""
    plain = estimator._joulebook_plain
    twin = plain.__new__(plain)
    twin.__dict__.update(_own_state(estimator))
    return twin.__reduce_ex__(1)


def _copied(estimator: Any) -> Any:
    twin = estimator.__class__.__new__(estimator.__class__)
    twin.__dict__.update(_own_state(estimator))
    return twin


def _deeply_copied(estimator: Any, memo: dict[int, Any]) -> Any:
    twin = estimator.__class__.__new__(estimator.__class__)
    memo[id(estimator)] = twin
    twin.__dict__.update(copy.deepcopy(_own_state(estimator), memo))
    return twin
