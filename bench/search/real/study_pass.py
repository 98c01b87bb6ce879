"""`study()` of joulebook's Python client with its default engine: trials in one process, as in Optuna's loop. `study_pass.py TASK SEED BUDGET
JOULES FOLDER BIN`.

BUDGET is of CPU-seconds of training; JOULES is the study's own budget, of all that this program and joulebook use while a trial is in
flight. Where that was too small it is raised and the study goes on. Prints lines as `optuna_pass.py` does; `all` has the CPU time of
this process, imports included, and of joulebook's. `spent`: the part of its first budget that joulebook takes for spent.
"""

import json
import os
import pathlib
import sys

import cpu
from line import finite
from suggest import written
from tasks import FULL, SPACES, task

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "python"))
import joulebook  # noqa: E402


def main(name: str, seed: int, budget: float, joules: float, folder: str, program: str) -> None:
    os.environ["JOULEBOOK_BIN"] = program
    os.environ["JOULEBOOK_DIR"] = str(pathlib.Path(folder, "book"))
    train = task(name).train
    used = charged = 0.0

    def trained(trial: joulebook.Trial) -> None:
        nonlocal used
        losses = train(trial.params, seed)
        for epoch in range(1, FULL + 1):
            began = cpu.own()
            loss = next(losses)
            used += cpu.own() - began
            line = {"trial": trial.number, "epoch": epoch, "loss": finite(loss), "training": used, "all": cpu.own() + cpu.living()}
            print(json.dumps({**line, "spent": charged / joules}))
            if used >= budget:
                study.stop()
            if trial.report(epoch, loss=loss).should_stop:
                return

    def count(_: joulebook.Study, trial: joulebook.Trial) -> None:
        nonlocal charged
        assert trial.fate is not None
        charged += trial.fate.joules

    with joulebook.study(
        name=f"{name}-{seed}",
        objective={"metric": "loss", "goal": "minimize", "resource": "epoch", "max_resource": FULL},
        budget=f"{joules:.1f} J",
        parameters={key: written(bounds) for key, bounds in SPACES[name].items()},
        search={"seed": seed},
    ) as study:
        allowed = joules
        while used < budget:
            study.optimize(trained, budget=f"{allowed:.1f} J", callbacks=[count])
            allowed *= min(2.0, max(1.05, budget / max(used, 1e-9)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5], sys.argv[6])
