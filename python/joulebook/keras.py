"""Keras 3, on any backend: ``model.fit(..., callbacks=[JoulebookCallback()])``.

>>> from joulebook.keras import JoulebookCallback
>>> measured = JoulebookCallback("digits")
>>> model.fit(x, y, epochs=5, callbacks=[measured])
>>> print(measured.energy)
"""

from __future__ import annotations

from ._callback import MeasuringCallback, class_of, hook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


class _Hooks(MeasuringCallback):
    """Measures ``fit``: a run with its epochs, their metrics and, as a stage, their validation.

    An epoch has the number that ``initial_epoch`` leads to. Hooks of single batches are left alone, for they slow a step down.
    """

    _steps = 0
    # Of the framework's base class.
    params: dict[str, Any]
    model: Any

    @hook
    def on_train_begin(self, logs: Optional[dict[str, Any]] = None) -> None:
        told = self.params or {}
        model = self.model
        known = {name: told.get(name) for name in ("epochs", "steps") if told.get(name) is not None}
        optimizer = getattr(model, "optimizer", None)
        if optimizer is not None:
            known["optimizer"] = type(optimizer).__name__
        self._steps = _steps_of(model)
        self._fit.begin("keras", ("fit",), name=getattr(model, "name", None), params=known)

    @hook
    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        steps = _steps_of(self.model)
        self._fit.done({"steps": steps - self._steps})
        self._steps = steps
        self._fit.epoch(epoch + 1, (self.params or {}).get("epochs"), logs)
        if logs is not None:
            logs.update(self._costs())

    @hook
    def on_test_begin(self, logs: Optional[dict[str, Any]] = None) -> None:
        self._fit.enter("validate")

    @hook
    def on_test_end(self, logs: Optional[dict[str, Any]] = None) -> None:
        self._fit.leave()

    @hook
    def on_train_end(self, logs: Optional[dict[str, Any]] = None) -> None:
        call = self._fit.call
        self._fit.end(None if call is None else call.own_exception())  # some backends say it on the way out of an exception, too


def _steps_of(model: Any) -> int:
    """Steps of the optimizer so far; of the samples in a batch Keras tells a callback nothing."""
    iterations = getattr(getattr(model, "optimizer", None), "iterations", None)
    return 0 if iterations is None else int(iterations)


if TYPE_CHECKING:

    class JoulebookCallback(_Hooks, Any):  # type: ignore[misc]
        pass


def __getattr__(name: str) -> Any:
    if name == "JoulebookCallback":
        from keras.callbacks import Callback

        return class_of(globals(), _Hooks, Callback)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
