"""Optuna as a user's loop has it, in one process. `optuna_pass.py TASK SEED PRUNER BUDGET`: a budget of CPU-seconds of training.

Prints a line of JSON an epoch: trial, epoch, loss, CPU-seconds of all training so far, and of this whole process.
"""

import json
import sys

import optuna

import cpu
from line import finite
from suggest import suggest
from tasks import FULL, task

optuna.logging.set_verbosity(optuna.logging.ERROR)

PRUNERS = {
    "median": lambda: optuna.pruners.MedianPruner(),
    "hyperband": lambda: optuna.pruners.HyperbandPruner(1, FULL, 3),
}


def main(name: str, seed: int, pruner: str, budget: float) -> None:
    space, train = task(name)
    study = optuna.create_study(
        study_name=f"{name}-{seed}", sampler=optuna.samplers.TPESampler(seed=seed), pruner=PRUNERS[pruner]()
    )
    used = 0.0
    while used < budget:
        trial = study.ask()
        values = {key: suggest(trial, key, bounds) for key, bounds in space.items()}
        state = optuna.trial.TrialState.PRUNED
        losses = train(values, seed)
        for epoch in range(1, FULL + 1):
            began = cpu.own()
            loss = next(losses)
            used += cpu.own() - began
            line = {"trial": trial.number, "epoch": epoch, "loss": finite(loss), "training": used, "all": cpu.own()}
            print(json.dumps(line))
            trial.report(loss, epoch)
            # At its last report a trial has nothing left to save, and its value counts.
            if epoch < FULL and trial.should_prune():
                study.tell(trial, state=state)
                break
        else:
            study.tell(trial, loss)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4]))
