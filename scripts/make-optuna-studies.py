"""Writes the studies that test/search/exchange reads, as Optuna 5.0.0 keeps them: make-optuna-studies.py FOLDER (pip install optuna==5.0.0)."""

import math
import os
import sys

import optuna
from optuna.storages import JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.ERROR)
folder = sys.argv[1]


def objective(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    dropout = trial.suggest_float("dropout", 0, 0.5, step=0.1)
    trial.suggest_int("layers", 1, 4)
    opt = trial.suggest_categorical("opt", ["adam", "sgd", None, True, 3])
    if opt == "sgd":
        trial.suggest_float("momentum", 0, 0.99)
    if trial.number == 4:
        raise ValueError
    final = (math.log10(lr) + 3) ** 2 + dropout
    for epoch in range(1, 6):
        trial.report(final + 1 / epoch, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    if trial.number == 6:
        trial.report(float("nan"), 6)
    trial.set_user_attr("gpu", "a100")
    return final


def both(trial):
    return trial.suggest_float("x", 0, 1), trial.suggest_int("k", 1, 64, log=True)


journal = JournalStorage(JournalFileBackend(os.path.join(folder, "optuna-journal.log")))
sqlite = RDBStorage("sqlite:///" + os.path.join(folder, "optuna.db"))
for storage in (journal, sqlite):
    study = optuna.create_study(
        storage=storage,
        study_name="digits",
        sampler=optuna.samplers.TPESampler(seed=1),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=2),
    )
    study.optimize(objective, n_trials=14, catch=(ValueError,))
    study.enqueue_trial({"lr": 1e-3, "dropout": 0.1, "layers": 2, "opt": "adam"})
    pair = optuna.create_study(
        storage=storage,
        study_name="pair",
        directions=["minimize", "maximize"],
        sampler=optuna.samplers.RandomSampler(seed=1),
    )
    pair.set_metric_names(["loss", "acc"])
    pair.optimize(both, n_trials=6)
