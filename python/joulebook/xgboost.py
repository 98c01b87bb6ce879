"""XGBoost: ``xgboost.train(..., callbacks=[JoulebookCallback()])``, ``cv``, and ``XGBClassifier(callbacks=[JoulebookCallback()])``.

>>> from joulebook.xgboost import JoulebookCallback
>>> measured = JoulebookCallback("boost", params={"max_depth": 6})
>>> booster = xgboost.train(params, data, 200, evals=[(valid, "valid")], callbacks=[measured])
>>> print(measured.energy)
"""

from __future__ import annotations

from ._callback import MeasuringCallback, class_of, hook
from ._fit_call import frame_of
from ._ranks import Ranks, ranks_of
from ._rounds import Rounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

#: Hyper-parameters that are worth a column beside the energy, where they are given.
_PARAMS = (
    "objective", "booster", "eta", "learning_rate", "max_depth", "max_leaves", "subsample", "colsample_bytree", "min_child_weight",
    "reg_alpha", "reg_lambda", "alpha", "lambda", "tree_method", "device", "nthread", "n_jobs", "seed", "random_state",
)


#: What takes callbacks; the scikit-learn classes call ``train``.
_CALLS = ("train", "cv")


class _Hooks(MeasuringCallback):
    """Measures a training: a run with the metrics of each round, and epochs of ``rounds_per_epoch`` rounds (at most a hundred epochs by default)."""

    def __init__(self, name: Optional[str] = None, *, rounds_per_epoch: Optional[int] = None, **options: Any):
        super().__init__(name, **options)
        self.rounds_per_epoch = rounds_per_epoch
        self._rounds = Rounds(None)

    def before_training(self, model: Any) -> Any:
        self._begin()
        return model

    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        self._after_round(epoch, evals_log)
        return False

    def after_training(self, model: Any) -> Any:
        self._end()
        return model

    @hook
    def _begin(self) -> None:
        frame = frame_of("xgboost", _CALLS)
        variables = {} if frame is None else frame.f_locals
        params = variables.get("params")
        params = params if isinstance(params, dict) else {}
        planned = variables.get("num_boost_round")
        planned = planned if isinstance(planned, int) else None
        self._rounds = Rounds(planned, self.rounds_per_epoch)
        known = {name: params[name] for name in _PARAMS if params.get(name) is not None}
        if planned is not None:
            known["rounds"] = planned
        self._fit.begin("xgboost", _CALLS, name="xgboost", params=known, ranks=_ranks())

    @hook
    def _after_round(self, epoch: int, evals_log: Any) -> None:
        metrics: dict[str, Any] = {}
        for data, scores in (evals_log or {}).items():
            for metric, values in scores.items():
                last = values[-1]
                name = "%s_%s" % (data, metric)
                if isinstance(last, tuple):  # cross-validation: mean and spread
                    metrics[name], metrics[name + "_std"] = last
                else:
                    metrics[name] = last
        self._fit.log(metrics, step=epoch + 1)
        ended = self._rounds.epoch_ended_by(epoch + 1)
        if ended is not None:
            self._fit.epoch(ended, self._rounds.of)

    @hook
    def _end(self) -> None:
        self._fit.end()


def _ranks() -> Ranks:
    """A worker of XGBoost's own collective (Dask, Spark) knows its number in all, and no launcher's variables."""
    import os

    from xgboost import collective

    told = ranks_of(os.environ)
    try:
        world = int(collective.get_rank()) if collective.is_distributed() else 0
    except Exception:  # a version that has no collective
        return told
    return Ranks(world or told.world, told.local)


if TYPE_CHECKING:

    class JoulebookCallback(_Hooks, Any):  # type: ignore[misc]
        pass


def __getattr__(name: str) -> Any:
    if name == "JoulebookCallback":
        from xgboost.callback import TrainingCallback

        return class_of(globals(), _Hooks, TrainingCallback)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
