"""Hugging Face transformers: ``Trainer(..., callbacks=[JoulebookCallback()])``.

>>> from joulebook.huggingface import JoulebookCallback
>>> measured = JoulebookCallback(tags=["baseline"])
>>> trainer = Trainer(model=model, args=args, train_dataset=data, callbacks=[measured])
>>> trainer.train()
>>> print(measured.energy, measured.co2)
"""

from __future__ import annotations

import os
from math import ceil

from ._callback import MeasuringCallback, class_of, hook
from ._ranks import Ranks, ranks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional

#: Arguments of a training that are worth a column beside its energy.
_PARAMS = (
    "learning_rate", "per_device_train_batch_size", "gradient_accumulation_steps", "num_train_epochs", "max_steps", "weight_decay",
    "warmup_steps", "lr_scheduler_type", "optim", "seed", "bf16", "fp16", "gradient_checkpointing",
)

#: More planned epochs than this stand for a data set without a length.
_COUNTLESS = 1_000_000


class _Hooks(MeasuringCallback):
    """Measures ``Trainer.train``: a run with its epochs, everything that the trainer logs, its evaluations as a stage, and a mark for each checkpoint.

    ``energy_in_logs`` (on here) adds the run's energy and carbon until now to what is logged and to the trainer's history. Evaluation and prediction
    outside of ``train`` are not seen by callbacks at their beginning: put :func:`joulebook.track` around them.
    """

    def __init__(self, name: Optional[str] = None, *, energy_in_logs: bool = True, **options: Any):
        super().__init__(name, energy_in_logs=energy_in_logs, **options)
        self._told: Mapping[str, float] = {}

    @hook
    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        known = {name: getattr(args, name) for name in _PARAMS if getattr(args, name, None) is not None}
        known = {name: getattr(value, "value", value) for name, value in known.items()}  # enumerations by their value
        path = getattr(getattr(kwargs.get("model"), "config", None), "_name_or_path", None)
        if path:
            known["model"] = path
        name = getattr(args, "run_name", None)
        if name == getattr(args, "output_dir", None):  # what older versions put there when nobody names the run
            name = None
        self._told = _work_of(args, state, kwargs.get("train_dataloader"))
        self._fit.begin("transformers", ("train",), name=name, params=known, ranks=_ranks(args, state))

    @hook
    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._fit.leave()  # where an evaluation that was due was not made after all

    @hook
    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._fit.alive()
        self._meet_evaluation(control)

    @hook
    def on_epoch_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        planned = getattr(state, "num_train_epochs", None)
        of = int(planned) if planned and planned < _COUNTLESS else None
        self._tell_work(args, state, kwargs)
        self._fit.epoch(max(1, ceil((state.epoch or 0) - 1e-6)), of)
        self._meet_evaluation(control)

    def _meet_evaluation(self, control: Any) -> None:
        """Nobody is told of an evaluation's beginning; that it is due is known, for the trainer's own callback comes before ours."""
        if getattr(control, "should_evaluate", False):
            self._fit.enter("validate")

    @hook
    def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._fit.leave()

    @hook
    def on_log(self, args: Any, state: Any, control: Any, logs: Optional[dict[str, Any]] = None, **kwargs: Any) -> None:
        if not logs:
            return
        self._tell_work(args, state, kwargs)
        self._fit.log(logs, step=state.global_step)
        costs = self._costs()
        logs.update(costs)
        history = getattr(state, "log_history", None)
        if history and history[-1].get("step") == state.global_step:  # a copy of the logs, made before we were asked
            history[-1].update(costs)

    def _tell_work(self, args: Any, state: Any, known: Mapping[str, Any]) -> None:
        """Samples, steps and, where the trainer counts them, tokens since the last time."""
        now = _work_of(args, state, known.get("train_dataloader"))
        self._fit.done({unit: count - self._told.get(unit, 0) for unit, count in now.items()})
        self._told = now

    @hook
    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._fit.mark("checkpoint-%d" % state.global_step)

    @hook
    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self._tell_work(args, state, kwargs)
        call = self._fit.call
        self._fit.end(None if call is None else call.own_exception())


def _work_of(args: Any, state: Any, loader: Any) -> dict[str, float]:
    """What all processes have worked through, as the trainer's state tells: of a data set whose length is known the part that the epochs so far are."""
    steps = int(getattr(state, "global_step", 0) or 0)
    work: dict[str, float] = {"steps": steps}
    tokens = int(getattr(state, "num_input_tokens_seen", 0) or 0)
    if tokens > 0:
        work["tokens"] = tokens
    batch = int(getattr(args, "train_batch_size", 0) or 0) * int(getattr(args, "world_size", 1) or 1)
    try:
        size = len(loader.dataset)
    except Exception:  # a stream has no length: whole batches then
        if batch > 0:
            work["samples"] = steps * batch * int(getattr(args, "gradient_accumulation_steps", 1) or 1)
        return work
    if batch > 0 and getattr(args, "dataloader_drop_last", False):
        size -= size % batch
    work["samples"] = round(float(getattr(state, "epoch", 0) or 0) * size)
    return work


def _ranks(args: Any, state: Any) -> Ranks:
    """As the trainer knows them; a launcher's variables where it says nothing."""
    world, local = getattr(args, "process_index", None), getattr(args, "local_process_index", None)
    if isinstance(world, int) and isinstance(local, int):
        size = getattr(args, "world_size", None)
        return Ranks(world, local, size if isinstance(size, int) else None)
    return ranks_of(os.environ)


if TYPE_CHECKING:

    class JoulebookCallback(_Hooks, Any):  # type: ignore[misc]
        pass


def __getattr__(name: str) -> Any:
    if name == "JoulebookCallback":
        from transformers import TrainerCallback

        return class_of(globals(), _Hooks, TrainerCallback)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
