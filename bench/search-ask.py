"""Times Optuna's proposals for bench/search-ask.mjs: ask, 10 suggestions and tell, after so many trials in memory."""
import json
import statistics
import sys
import time
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
asks, *counts = (int(a) for a in sys.argv[1:])
SPACE = {f"x{k}": optuna.distributions.FloatDistribution(0, 1) for k in range(10)}


def timed(make, objectives, count):
    study = optuna.create_study(sampler=make(), directions=["minimize"] * objectives)
    fill = optuna.samplers.RandomSampler(seed=2)
    values = [{name: fill._rng.rng.uniform() for name in SPACE} for _ in range(count)]
    losses = lambda v: [sum((x - 0.3 - 0.4 * k) ** 2 for x in v.values()) for k in range(objectives)]
    study.add_trials([
        optuna.trial.create_trial(params=v, distributions=SPACE, values=losses(v)) for v in values
    ])
    times = []
    for _ in range(asks):
        started = time.process_time()
        trial = study.ask(SPACE)
        study.tell(trial, losses(trial.params))
        times.append(1e3 * (time.process_time() - started))
    return statistics.median(times)


makers = {
    "Optuna TPE": (lambda: optuna.samplers.TPESampler(seed=1), 1),
    "Optuna TPE, two objectives": (lambda: optuna.samplers.TPESampler(seed=1), 2),
}
print(json.dumps({name: [timed(make, objectives, n) for n in counts] for name, (make, objectives) in makers.items()}))
