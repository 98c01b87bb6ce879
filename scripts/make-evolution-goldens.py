#!/usr/bin/env python3
"""Makes test/search/goldens/evolution.json with Optuna and the package cmaes (pip install optuna==5.0.0 cmaes): generations of CMA-ES and the
elite of NSGA-II.

    python3 scripts/make-evolution-goldens.py > test/search/goldens/evolution.json
"""
import json
import random
from datetime import datetime

import cmaes
import numpy as np
import optuna
from optuna.samplers.nsgaii._elite_population_selection_strategy import NSGAIIElitePopulationSelectionStrategy
from optuna.trial import FrozenTrial, TrialState


def generations(n, seed):
    rng = random.Random(seed)
    cma = cmaes.CMA(mean=np.full(n, 0.5), sigma=1 / 6, bounds=np.array([[0, 1]] * n))
    out = []
    for _ in range(12):
        points = []
        for _ in range(cma.population_size):
            x = [min(1, max(0, m + cma._sigma * rng.gauss(0, 1) * (1 + k))) for k, m in enumerate(cma._mean.tolist())]
            points.append((x, sum((v - 0.2 - 0.1 * k) ** 2 * 10**k for k, v in enumerate(x))))
        points.sort(key=lambda p: p[1])
        cma.tell([(np.array(x), y) for x, y in points])
        out.append(dict(points=[x for x, _ in points], mean=cma._mean.tolist(), step=float(cma._sigma), covariance=cma._C.tolist()))
    return dict(n=n, population=cma.population_size, weights=cma._weights.tolist(), generations=out)


def elite(size, count, objectives, constrained, seed):
    rng = random.Random(seed)
    study = optuna.create_study(directions=["minimize"] * objectives)
    population = []
    for number in range(size):
        losses = [rng.choice([rng.gauss(0, 1), 0.5, round(rng.gauss(0, 1), 1)]) for _ in range(objectives)]
        trial = FrozenTrial(
            number=number, trial_id=number, state=TrialState.COMPLETE, value=None, values=losses,
            datetime_start=datetime(2026, 1, 1), datetime_complete=datetime(2026, 1, 2), params={}, distributions={},
            user_attrs={}, system_attrs={}, intermediate_values={},
        )
        if constrained:
            trial.set_constraint("c", rng.gauss(0.3, 1))
        population.append(trial)
    chosen = NSGAIIElitePopulationSelectionStrategy(population_size=count)(study, list(population))
    return dict(
        count=count,
        population=[
            dict(number=t.number, losses=t.values, violation=sum(v for v in t.constraints.values() if v > 0)) for t in population
        ],
        elite=[t.number for t in chosen],
    )


optuna.logging.set_verbosity(optuna.logging.ERROR)
print(json.dumps(dict(
    cma=[generations(n, seed) for n, seed in ((1, 1), (2, 2), (5, 3))],
    nsga2=[
        elite(60, 30, 2, False, 1), elite(60, 50, 2, True, 2), elite(40, 20, 3, False, 3), elite(40, 10, 3, True, 4), elite(30, 10, 1, False, 5),
    ],
)))
