"""Optuna behind a pipe: one JSON request a line on stdin, one JSON answer a line on stdout.

The simulator owns the problem and the clock; this only asks, reports, decides and tells, as a user's loop would.
"""

import json
import sys
import time
from typing import Any

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def pruner_of(spec: "list[Any]") -> optuna.pruners.BasePruner:
    kind, *settings = spec
    if kind == "none":
        return optuna.pruners.NopPruner()
    if kind == "median":
        return optuna.pruners.MedianPruner(n_warmup_steps=settings[0])
    if kind == "hyperband":
        return optuna.pruners.HyperbandPruner(settings[0], settings[1], 3)
    if kind == "halving":
        return optuna.pruners.SuccessiveHalvingPruner(min_resource=settings[0], reduction_factor=3)
    raise ValueError(kind)


class Peer:
    def __init__(self, request: "dict[str, Any]") -> None:
        seed = request["seed"]
        sampler: optuna.samplers.BaseSampler
        if request["sampler"] == "random":
            sampler = optuna.samplers.RandomSampler(seed=seed)
        else:
            sampler = optuna.samplers.TPESampler(seed=seed)
        self.study = optuna.create_study(
            study_name=request["name"], sampler=sampler, pruner=pruner_of(request["pruner"])
        )
        self.parameters = request["parameters"]
        self.trials: "dict[int, optuna.Trial]" = {}

    def ask(self) -> "dict[str, Any]":
        trial = self.study.ask()
        self.trials[trial.number] = trial
        for p in self.parameters:
            log = p["scale"] == "log"
            if p["kind"] == "integer":
                trial.suggest_int(p["name"], int(p["low"]), int(p["high"]), log=log)
            else:
                trial.suggest_float(p["name"], p["low"], p["high"], log=log)
        return {"trial": trial.number, "params": trial.params}

    def report(self, number: int, step: int, value: "float | None") -> bool:
        trial = self.trials[number]
        trial.report(float("inf") if value is None else value, step)
        return bool(trial.should_prune())

    def tell(self, number: int, pruned: bool, value: "float | None") -> None:
        trial = self.trials.pop(number)
        if pruned:
            self.study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else:
            self.study.tell(trial, float("inf") if value is None else value)

    def run(self, number: int, values: "list[float | None]") -> "int | None":
        """A whole trial; the step at which it is pruned, if it is."""
        for step, value in enumerate(values, 1):
            if self.report(number, step, value):
                # At its last report a trial has nothing left to save, and its value counts.
                if step < len(values):
                    self.tell(number, True, value)
                    return step
        self.tell(number, False, values[-1])
        return None


def main() -> None:
    peer: "Peer | None" = None
    for line in sys.stdin:
        request = json.loads(line)
        began = time.process_time()
        answer: "dict[str, Any]" = {}
        op = request["op"]
        if op == "new":
            peer = Peer(request)
            answer["version"] = optuna.__version__
        elif peer is None:
            raise ValueError("no study yet")
        elif op == "ask":
            answer = peer.ask()
        elif op == "run":
            answer["stopped"] = peer.run(request["trial"], request["values"])
        elif op == "report":
            answer["prune"] = peer.report(request["trial"], request["step"], request["value"])
        elif op == "tell":
            peer.tell(request["trial"], request["pruned"], request["value"])
        answer["cpu"] = time.process_time() - began
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
