"""Makes test/search/stoppers/goldens/*.json: what the real Optuna, Ray Tune and W&B's controller decide on made-up learning curves.

    python3 -m venv .cache/stoppers && .cache/stoppers/bin/pip install optuna==5.0.0 "ray[tune]==2.60.0" sweeps==0.2.0
    .cache/stoppers/bin/python scripts/make-stopper-goldens.py

Each case is one study of several trials side by side. A row is [trial, step, value, stopped]; a row [trial] is its end by itself.
"""

import json
import math
import pathlib
import random
import sys
import warnings

import optuna

FOLDER = pathlib.Path(__file__).parent.parent / "test" / "search" / "stoppers" / "goldens"
TRIALS = 30
WORKERS = 3


def curve(rng, steps, maximize):
    """Losses that fall, cross and are rounded so that some are equal; a few stay away, one in twenty is no number at some point."""
    end, height, speed = rng.random(), 1 + rng.random(), 0.3 + rng.random()
    values = [round(end + height * (step + 1) ** -speed + 0.05 * rng.gauss(0, 1), 2) for step in range(steps)]
    if rng.random() < 0.05:
        values[rng.randrange(steps)] = math.nan
    return [round(1 - value, 2) for value in values] if maximize else values


def steps_of(rng, steps, skipping):
    if not skipping:
        return list(range(1, steps + 1))
    return sorted(rng.sample(range(1, steps + 1), max(3, steps // 2)))


def run(seed, maximize, skipping, steps, begin, decide, end):
    """Trials side by side in a random order of their reports; `decide` says whether one stops."""
    rng = random.Random(seed)
    rows, live, number = [], [], 0
    while number < TRIALS or live:
        while len(live) < WORKERS and number < TRIALS:
            at = steps_of(rng, steps, skipping)
            live.append((begin(number), number, iter(list(zip(at, curve(rng, len(at), maximize))))))
            number += 1
        chosen = rng.choice(live)
        trial, which, points = chosen
        point = next(points, None)
        if point is None:
            end(trial, False)
            rows.append([which])
            live.remove(chosen)
            continue
        step, value = point
        stopped = int(bool(decide(trial, step, value)))
        rows.append([which, step, None if math.isnan(value) else value, stopped])
        if stopped:
            end(trial, True)
            live.remove(chosen)
    return rows


def with_optuna(pruner, seed, maximize=False, skipping=False, steps=27):
    study = optuna.create_study(
        study_name=f"golden{seed}",
        direction="maximize" if maximize else "minimize",
        pruner=pruner,
        sampler=optuna.samplers.RandomSampler(seed=seed),
    )

    def decide(trial, step, value):
        trial.report(value, step)
        # A number that is none ends a trial here whatever the rule, as it does in ours.
        return trial.should_prune() or math.isnan(value)

    def end(trial, stopped):
        if stopped:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else:
            values = [value for value in study.trials[trial.number].intermediate_values.values() if not math.isnan(value)]
            study.tell(trial, values[-1])

    rows = run(seed, maximize, skipping, steps, lambda _: study.ask(), decide, end)
    case = {"maximize": maximize, "rows": rows}
    if isinstance(pruner, optuna.pruners.HyperbandPruner):
        case["brackets"] = [pruner._get_bracket_id(study, trial) for trial in study.trials]
    return case


def optuna_cases():
    p = optuna.pruners
    plans = [
        ("median", {}, lambda: p.MedianPruner()),
        ("median", {"startup": 3, "warmup": 5, "interval": 4, "minTrials": 2}, lambda: p.MedianPruner(3, 5, 4, n_min_trials=2)),
        ("percentile", {"percentile": 25, "startup": 4}, lambda: p.PercentilePruner(25.0, 4)),
        ("percentile", {"percentile": 80, "startup": 0, "warmup": 3}, lambda: p.PercentilePruner(80.0, 0, 3)),
        ("halving", {"firstRung": 1, "eta": 4}, lambda: p.SuccessiveHalvingPruner(1, 4)),
        ("halving", {"firstRung": 3, "eta": 3}, lambda: p.SuccessiveHalvingPruner(3, 3)),
        ("halving", {"firstRung": 1, "eta": 2, "skip": 2}, lambda: p.SuccessiveHalvingPruner(1, 2, 2)),
        ("halving", {"firstRung": 2, "eta": 3, "bootstrap": 4}, lambda: p.SuccessiveHalvingPruner(2, 3, 0, 4)),
        ("hyperband", {"minResource": 1, "maxResource": 27, "eta": 3}, lambda: p.HyperbandPruner(1, 27, 3)),
        ("patience", {"patience": 2, "minDelta": 0.02}, lambda: p.PatientPruner(None, 2, 0.02)),
        ("patience", {"patience": 3, "wraps": "median"}, lambda: p.PatientPruner(p.MedianPruner(3), 3)),
        ("threshold", {"lower": 0.1, "upper": 1.4, "warmup": 4, "interval": 3}, lambda: p.ThresholdPruner(0.1, 1.4, 4, 3)),
    ]
    cases = []
    for index, (rule, settings, make) in enumerate(plans):
        for variant, (maximize, skipping) in enumerate([(False, False), (True, False), (False, True)]):
            case = with_optuna(make(), 100 * index + variant, maximize, skipping)
            cases.append({"rule": rule, "settings": settings, **case})
    return cases


def ray_cases():
    from ray.tune.schedulers.async_hyperband import _Bracket

    class Named:
        def __init__(self, name):
            self.trial_id = name

    cases = []
    for index, (first, eta) in enumerate([(1, 4), (3, 3), (2, 2.5)]):
        bracket = _Bracket(first, 1000, eta, 0)
        decide = lambda trial, step, value: math.isnan(value) or bracket.on_result(trial, step, -value) == "STOP"
        rows = run(7000 + index, False, False, 27, Named, decide, lambda trial, stopped: None)
        cases.append({"rule": "quantile", "settings": {"firstRung": first, "eta": eta}, "maximize": False, "rows": rows})
    return cases


def sweep_cases():
    from sweeps.hyperband_stopping import hyperband_stop_runs
    from sweeps.run import RunState, SweepRun

    cases = []
    for index, settings in enumerate([{"min_iter": 3}, {"min_iter": 1, "eta": 2}, {"max_iter": 27, "s": 2}, {"max_iter": 20, "s": 9, "eta": 1.7}]):
        for maximize in (False, True):
            goal = "maximize" if maximize else "minimize"
            config = {
                "method": "random",
                "metric": {"name": "m", "goal": goal},
                "parameters": {"a": {"values": [1]}},
                "early_terminate": {"type": "hyperband", **settings},
            }
            runs = []

            def begin(number):
                # Its bands count from the second value on; a first one that is worse than all makes them count iterations as its documentation does.
                sweep_run = SweepRun(name=str(number), state=RunState.running)
                sweep_run.history.append({"m": -1e9 if maximize else 1e9})
                runs.append(sweep_run)
                return sweep_run

            def decide(sweep_run, step, value):
                if math.isnan(value):
                    return True
                sweep_run.history.append({"m": value})
                return any(each is sweep_run or each.name == sweep_run.name for each in hyperband_stop_runs(runs, config))

            def end(sweep_run, stopped):
                sweep_run.state = RunState.killed if stopped else RunState.finished

            rows = run(8000 + 2 * index + maximize, maximize, False, 27, begin, decide, end)
            ours = {{"min_iter": "minIter", "max_iter": "maxIter"}.get(key, key): value for key, value in settings.items()}
            cases.append({"rule": "sweep", "settings": ours, "maximize": maximize, "rows": rows})
    return cases


def write(name, made_with, cases):
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (FOLDER / name).write_text(f'{{"madeWith":{json.dumps(made_with)},"cases":[\n{rows}\n]}}\n')
    stopped = sum(len(row) == 4 and row[3] == 1 for case in cases for row in case["rows"])
    print(f"{name}: {len(cases)} cases, {stopped} stops", file=sys.stderr)


def main():
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    import ray

    write("optuna.json", f"optuna {optuna.__version__}", optuna_cases())
    write("ray.json", f"ray {ray.__version__}", ray_cases())
    write("sweeps.json", "sweeps 0.2.0", sweep_cases())


if __name__ == "__main__":
    main()
