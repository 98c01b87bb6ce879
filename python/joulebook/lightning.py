"""Lightning (``lightning`` or ``pytorch_lightning``): ``Trainer(callbacks=[JoulebookCallback()])``.

>>> from joulebook.lightning import JoulebookCallback
>>> measured = JoulebookCallback("digits", params={"lr": 1e-3})
>>> Trainer(max_epochs=5, callbacks=[measured]).fit(model, data)
>>> print(measured.energy)
"""

from __future__ import annotations

import sys

from ._callback import MeasuringCallback, class_of, hook
from ._ranks import Ranks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Entry points of the trainer; where its callbacks hear of their beginning.
_CALLS = ("fit", "validate", "test", "predict")


class _Hooks(MeasuringCallback):
    """Measures ``fit``, ``validate``, ``test`` and ``predict`` of a trainer: a run each; for ``fit`` with its epochs, their metrics and, as a stage, their
    validation."""

    _steps = 0

    @hook
    def setup(self, trainer: Any, pl_module: Any, stage: Any = None) -> None:
        stage = str(getattr(stage, "value", stage) or "fit")
        known: dict[str, Any] = {}
        if stage == "fit":
            for name in ("max_epochs", "max_steps", "accumulate_grad_batches", "precision"):
                value = getattr(trainer, name, None)
                if value is not None and value != -1:
                    known[name] = value
            self._steps = int(getattr(trainer, "global_step", 0) or 0)
            hparams = getattr(pl_module, "hparams", None)
            known.update((key, value) for key, value in dict(hparams or {}).items() if isinstance(value, (bool, int, float, str)))
        name = type(pl_module).__name__
        ranks = Ranks(int(trainer.global_rank), int(trainer.local_rank), int(trainer.world_size))
        self._fit.begin(_package(trainer), _CALLS, name=name if stage == "fit" else "%s %s" % (stage, name), params=known, ranks=ranks)

    @hook
    def on_train_batch_end(self, *_: Any, **__: Any) -> None:
        self._fit.alive()

    @hook
    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        planned = getattr(trainer, "max_epochs", None)
        self._fit.done(_work_of(trainer, self._steps))
        self._steps = int(trainer.global_step)
        self._fit.epoch(trainer.current_epoch + 1, planned if planned is not None and planned > 0 else None, _metrics(trainer))
        costs = self._costs()
        if costs and trainer.logger is not None:
            for logger in trainer.loggers:
                logger.log_metrics(costs, step=trainer.global_step)

    @hook
    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:
        if str(getattr(trainer.state.fn, "value", trainer.state.fn)) == "fit":
            self._fit.enter("sanity check" if getattr(trainer, "sanity_checking", False) else "validate")

    @hook
    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        self._fit.leave()

    @hook
    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        self._fit.end(exception)

    @hook
    def teardown(self, trainer: Any, pl_module: Any, stage: Any = None) -> None:
        self._fit.log(_metrics(trainer))
        self._fit.end()


def _work_of(trainer: Any, steps_before: int) -> dict[str, float]:
    """What an epoch has worked through, on all processes; samples where the batches of the loader have one size."""
    work: dict[str, float] = {"steps": int(trainer.global_step) - steps_before}
    try:
        loader = trainer.train_dataloader
        size, batches = len(loader.dataset), int(trainer.num_training_batches)
        work["samples"] = min(size, int(loader.batch_size) * batches * int(trainer.world_size))
    except Exception:  # a stream, or several loaders: nobody but the program knows
        pass
    return work


def _metrics(trainer: Any) -> dict[str, Any]:
    return dict(getattr(trainer, "callback_metrics", None) or {})


def _package(trainer: Any) -> str:
    for kind in type(trainer).__mro__:
        package = kind.__module__.partition(".")[0]
        if package in ("lightning", "pytorch_lightning"):
            return package
    return "lightning"


if TYPE_CHECKING:

    class JoulebookCallback(_Hooks, Any):  # type: ignore[misc]
        pass


def __getattr__(name: str) -> Any:
    if name == "JoulebookCallback":
        if "lightning.pytorch" not in sys.modules and "pytorch_lightning" in sys.modules:
            from pytorch_lightning import Callback
        else:
            try:
                from lightning.pytorch import Callback
            except ImportError:
                from pytorch_lightning import Callback
        return class_of(globals(), _Hooks, Callback)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
