#!/usr/bin/env python3
"""Makes test/search/goldens/tpe.json with Optuna (pip install optuna==5.0.0): what its TPE sampler makes of given trials.

    python3 scripts/make-tpe-goldens.py > test/search/goldens/tpe.json

For each case: the trials, which are good, and for each group of parameters both log densities at some points. Equal coordinates are sorted stably here; Optuna leaves their order to NumPy.
"""
import json
import math
import random
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution as Cat
from optuna.distributions import FloatDistribution as Float
from optuna.distributions import IntDistribution as Int
from optuna.samplers._tpe import parzen_estimator, sampler as tpe
from optuna.trial import FrozenTrial, TrialState

assert optuna.__version__ == "5.0.0"
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
argsort = np.argsort
parzen_estimator.np.argsort = lambda a, **how: argsort(a, kind="stable")

MIXED = {
    "lr": Float(1e-5, 1e-1, log=True),
    "momentum": Float(-1, 3),
    "dropout": Float(0, 0.5, step=0.1),
    "layers": Int(1, 6),
    "units": Int(1, 512, log=True),
    "width": Int(0, 5000),
    "even": Int(2, 20, step=2),
    "opt": Cat(("adam", "sgd", "lion")),
}


def value_of(name, distribution, rng):
    if isinstance(distribution, Cat):
        return rng.choice(distribution.choices)
    if distribution.log:
        value = math.exp(rng.uniform(math.log(distribution.low), math.log(distribution.high)))
        return round(value) if isinstance(distribution, Int) else value
    if distribution.step is not None:
        steps = round((distribution.high - distribution.low) / distribution.step)
        value = distribution.low + rng.randint(0, steps) * distribution.step
        return value if isinstance(distribution, Int) else round(value, 10)
    return rng.uniform(distribution.low, distribution.high)


def trials_of(space, states, objectives, rng, constrained):
    trials = []
    for number, state in enumerate(states):
        chosen = {name: value_of(name, d, rng) for name, d in space.items()}
        if "opt" in space and chosen["opt"] != "sgd":
            chosen.pop("nesterov", None)
        losses = [rng.choice([rng.gauss(0, 1), 0.5, 1.0]) for _ in range(objectives)]
        reports = {}
        if state is TrialState.PRUNED and number % 7 != 0 and objectives == 1:
            reports = {step: rng.gauss(0, 1) for step in range(1, rng.randint(2, 9))}
            if number % 11 == 0:
                reports[max(reports)] = math.nan
        constraints = {"c": rng.gauss(-0.3, 1)} if constrained and state is not TrialState.RUNNING else {}
        trials.append(dict(number=number, state=state, params=chosen, losses=losses, reports=reports, constraints=constraints))
    return trials


def study_of(space, trials, objectives):
    study = optuna.create_study(directions=["minimize"] * objectives)
    for t in trials:
        state = t["state"]
        frozen = FrozenTrial(
            number=t["number"], trial_id=t["number"], state=state, value=None,
            values=t["losses"] if state is TrialState.COMPLETE else None,
            datetime_start=optuna.trial._frozen.datetime.datetime(2026, 1, 1),
            datetime_complete=None if state is TrialState.RUNNING else optuna.trial._frozen.datetime.datetime(2026, 1, 2),
            params=t["params"], distributions={n: d for n, d in space.items() if n in t["params"]},
            user_attrs={}, system_attrs={},
            intermediate_values=t["reports"],
        )
        for name, value in t["constraints"].items():
            frozen.set_constraint(name, value)
        study._storage.create_new_trial(study._study_id, template_trial=frozen)
    return study


def number(x):
    return None if math.isnan(x) else ("inf" if x == math.inf else "-inf" if x == -math.inf else x)


def case(name, space, states, groups, seed, objectives=1, constrained=False, multivariate=None):
    rng = random.Random(seed)
    trials = trials_of(space, states, objectives, rng, constrained)
    study = study_of(space, trials, objectives)
    s = optuna.samplers.TPESampler(seed=1, multivariate=multivariate)
    known = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED, TrialState.RUNNING))
    if constrained:
        assert any(t.constraints for t in known)
    finished = sum(t.state is not TrialState.RUNNING for t in known)
    gamma = tpe.default_gamma if objectives == 1 else tpe.default_gamma_multiobjective
    below, above = tpe._split_trials(study, known, gamma(finished))
    out_groups = []
    for names in groups:
        group = {n: space[n] for n in names}
        l = s._build_parzen_estimator(study, group, below, handle_below=True)
        g = s._build_parzen_estimator(study, group, above, handle_below=False)
        points = {n: [value_of(n, d, rng) for _ in range(12)] for n, d in group.items()}
        internal = {n: np.asarray([group[n].to_internal_repr(v) for v in vs]) for n, vs in points.items()}
        # The densities of continuous parameters are per unit of the range here, whatever it is.
        scale = sum(
            math.log(batch.adapted_high - batch.adapted_low)
            for batch in g._mixture_distribution.distributions if hasattr(batch, "mu") and batch.step == 0.0
        )
        out_groups.append(dict(
            names=names, points=points,
            weights=g._mixture_distribution.weights.tolist(),
            good=[v + scale for v in l.log_pdf(internal).tolist()],
            other=[v + scale for v in g.log_pdf(internal).tolist()],
        ))
    return dict(
        name=name, objectives=objectives,
        multivariate=multivariate if multivariate is not None else objectives == 1,
        space=[
            dict(name=n, kind="categorical", choices=list(d.choices)) if isinstance(d, Cat)
            else dict(name=n, kind="integer" if isinstance(d, Int) else "float", low=d.low, high=d.high,
                      scale="log" if d.log else "linear", **({"step": d.step} if d.step is not None and not d.log else {}))
            for n, d in space.items()
        ],
        trials=[dict(
            number=t["number"], state={"PRUNED": "stopped"}.get(t["state"].name, t["state"].name.lower()).replace("fail", "failed"),
            configuration=t["params"], losses=t["losses"],
            reports=[[step, number(loss)] for step, loss in sorted(t["reports"].items())],
            violations=list(t["constraints"].values()),
        ) for t in trials],
        below=[t.number for t in below], above=[t.number for t in above], groups=out_groups,
    )


C, P, R, F = TrialState.COMPLETE, TrialState.PRUNED, TrialState.RUNNING, TrialState.FAIL
numeric = {n: MIXED[n] for n in ("lr", "momentum", "width")}
conditional = {"opt": MIXED["opt"], "lr": MIXED["lr"], "nesterov": Float(0, 1)}


def mix(count, states, seed):
    rng = random.Random(seed)
    return [rng.choice(states) for _ in range(count)]


every = list(MIXED)
print(json.dumps([
    case("all kinds of parameters, 14 complete trials", MIXED, [C] * 14, [every], 1),
    case("numbers, 60 complete trials", numeric, [C] * 60, [list(numeric)], 2),
    case("all kinds, 180 trials, complete, stopped, running and failed", MIXED, mix(180, [C, C, P, P, R, F], 3), [every], 3),
    case("few complete trials, so that stopped ones are good", numeric, mix(90, [P, P, P, P, P, P, P, P, P, C], 4), [list(numeric)], 4),
    case("stopped ones alone", numeric, [P] * 40, [list(numeric)], 5),
    case("constraints", numeric, mix(80, [C, C, P], 6), [list(numeric)], 6, constrained=True),
    case("nearly all infeasible", numeric, mix(40, [C, P, R], 10), [list(numeric)], 10, constrained=True),
    case("each parameter on its own", MIXED, mix(50, [C, P, R], 7), [[n] for n in every], 7, multivariate=False),
    case("a conditional parameter", conditional, mix(60, [C, P], 8), [["opt", "lr"], ["nesterov"]], 8),
    case("two objectives", numeric, mix(70, [C, C, C, P, R], 9), [[n] for n in numeric], 9, objectives=2),
    case("two objectives with constraints, together", numeric, mix(70, [C, C, C, P, R], 11), [list(numeric)], 11, objectives=2, constrained=True, multivariate=True),
    case("three objectives", numeric, [C] * 80, [[n] for n in numeric], 12, objectives=3),
]))
