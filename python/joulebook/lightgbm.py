"""LightGBM: ``lightgbm.train(..., callbacks=[JoulebookCallback()])``, and the same for ``cv`` and the ``fit`` of its scikit-learn classes.

>>> from joulebook.lightgbm import JoulebookCallback
>>> measured = JoulebookCallback("boost", params={"num_leaves": 31})
>>> booster = lightgbm.train(params, train_set, valid_sets=[valid_set], callbacks=[measured])
>>> print(measured.energy)
"""

from __future__ import annotations

from ._callback import MeasuringCallback, hook
from ._fit_call import frame_of
from ._rounds import Rounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

#: Hyper-parameters that are worth a column beside the energy, where they are given.
_PARAMS = (
    "objective", "boosting", "boosting_type", "learning_rate", "num_leaves", "max_depth", "min_data_in_leaf", "feature_fraction",
    "bagging_fraction", "lambda_l1", "lambda_l2", "num_threads", "n_jobs", "device_type", "device", "seed",
)


#: What takes callbacks; the scikit-learn classes call ``train``.
_CALLS = ("train", "cv")


class JoulebookCallback(MeasuringCallback):
    """Measures a training: a run with the metrics of each round, and epochs of ``rounds_per_epoch`` rounds (at most a hundred epochs by default).

    LightGBM tells its callbacks neither the beginning nor the end. It asks each, when it has checked its arguments, whether it is one for before a round:
    that is the beginning. The end is when the call is left.
    """

    def __init__(self, name: Optional[str] = None, *, rounds_per_epoch: Optional[int] = None, **options: Any):
        super().__init__(name, **options)
        #: LightGBM sorts by this; early stopping, which may end the training, has 30.
        self.order = 25
        self.rounds_per_epoch = rounds_per_epoch
        self._model: Any = None
        self._rounds: Optional[Rounds] = None
        self._is_done = False

    @property
    def before_iteration(self) -> bool:
        """False: it is called after each round. LightGBM asks once, at the beginning."""
        self._asked()
        return False

    def __call__(self, env: Any) -> None:
        self._after_round(env)

    def __getstate__(self) -> dict[str, Any]:
        return dict(super().__getstate__(), _model=None, _rounds=None, _is_done=False)

    @hook
    def _asked(self) -> None:
        frame, open_call = frame_of("lightgbm", _CALLS), self._fit.call
        if frame is None or (self._fit.is_open and open_call is not None and open_call.frame == id(frame)):
            return
        variables = frame.f_locals
        params = variables.get("params")
        self._begin(params if isinstance(params, dict) else {}, variables.get("num_boost_round"))

    @hook
    def _after_round(self, env: Any) -> None:
        if not self._fit.is_open and env.iteration == env.begin_iteration:
            self._begin(env.params, env.end_iteration - env.begin_iteration)
        if self._rounds is None:
            self._rounds = Rounds(env.end_iteration, self.rounds_per_epoch)
        self._model = env.model
        self._fit.alive()
        done = env.iteration + 1
        self._fit.log(_metrics(env.evaluation_result_list), step=done)
        epoch = self._rounds.epoch_ended_by(done)
        if epoch is not None:
            self._fit.epoch(epoch, self._rounds.of)
        self._is_done = done == env.end_iteration
        if self._is_done and (self._fit.call is None or self._fit.call.frame is None):
            self._fit.end()

    def _begin(self, params: dict[str, Any], rounds: Any) -> None:
        self._model, self._rounds, self._is_done = None, None, False
        known = {name: params[name] for name in _PARAMS if params.get(name) is not None}
        if isinstance(rounds, int):
            known["rounds"] = rounds
        self._fit.begin("lightgbm", _CALLS, name="lightgbm", params=known, finished=self._has_finished)

    def _has_finished(self) -> bool:
        """All rounds are done, or stopped early; which only the model knows then."""
        return self._is_done or getattr(self._model, "best_iteration", 0) > 0


def _metrics(results: Any) -> dict[str, Any]:
    metrics: dict[str, Any] = {}
    for data, metric, value, _, *spread in results or ():
        name = metric.replace(" ", "_") if data == "cv_agg" else "%s_%s" % (data, metric)
        metrics[name] = value
        if spread and spread[0] is not None:
            metrics[name + "_std"] = spread[0]
    return metrics
