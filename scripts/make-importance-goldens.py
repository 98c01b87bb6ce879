"""Writes test/search/importance/goldens.json: parameter importance as Optuna 5.0.0 has it (pip install optuna==5.0.0)."""

import json
import random
import sys

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

optuna.logging.set_verbosity(optuna.logging.ERROR)


def distributions(conditional):
    space = {
        "lr": FloatDistribution(1e-5, 1e-1, log=True),
        "momentum": FloatDistribution(0, 0.99),
        "dropout": FloatDistribution(0, 0.5, step=0.1),
        "layers": IntDistribution(1, 4),
        "units": IntDistribution(8, 512, log=True),
        "opt": CategoricalDistribution(["adam", "sgd", "lion"]),
    }
    return space


def case(seed, n, direction, conditional):
    rng = random.Random(seed)
    study = optuna.create_study(direction=direction)
    trials = []
    for _ in range(n):
        params = {
            "lr": 10 ** rng.uniform(-5, -1),
            "momentum": rng.uniform(0, 0.99),
            "dropout": round(rng.randrange(6) * 0.1, 1),
            "layers": rng.randint(1, 4),
            "units": int(8 * (512 / 8) ** rng.random()),
            "opt": rng.choice(["adam", "sgd", "lion"]),
        }
        if conditional and params["opt"] != "sgd":
            del params["momentum"]
        import math

        value = (math.log10(params["lr"]) + 3) ** 2 + params["dropout"] + 0.3 * params["layers"]
        value += {"adam": 0, "sgd": 1, "lion": 2}[params["opt"]] + rng.random()
        if direction == "maximize":
            value = -value
        space = distributions(conditional)
        study.add_trial(
            optuna.trial.create_trial(
                params=params,
                distributions={k: space[k] for k in params},
                value=value,
            )
        )
        trials.append({"params": params, "value": value})
    importances = get_param_importances(study, evaluator=PedAnovaImportanceEvaluator())
    return {
        "direction": direction,
        "conditional": conditional,
        "trials": trials,
        "importances": dict(importances),
    }


cases = [
    case(1, 30, "minimize", False),
    case(2, 200, "maximize", False),
    case(3, 120, "minimize", True),
    case(4, 11, "minimize", False),
]
json.dump({"optuna": optuna.__version__, "cases": cases}, sys.stdout)
