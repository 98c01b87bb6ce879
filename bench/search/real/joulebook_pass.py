"""`joulebook search` with its default engine, each trial a process. `joulebook_pass.py TASK SEED BUDGET JOULES FOLDER BIN`.

BUDGET is of CPU-seconds of training; JOULES is the search's own budget, of all that it uses. Where that was too small it is raised and
the same command goes on. Prints lines as `optuna_pass.py` does. `all` has the start of each trial's process, and an even part of what is
left of the CPU time of everything that ran: joulebook's own, and trainings that were killed within an epoch. `late`: after the decision.
"""

import json
import os
import pathlib
import subprocess
import sys
from typing import Any, Dict, List

import cpu
from line import finite
from suggest import written
from tasks import FULL, SPACES

HERE = pathlib.Path(__file__).parent


def main(name: str, seed: int, budget: float, joules: float, folder: str, joulebook: str) -> None:
    log = pathlib.Path(folder, "epochs.jsonl")
    before, trained = cpu.children(), 0.0
    while trained < budget:
        search(name, seed, joules, folder, joulebook, log)
        lines = timeline([json.loads(line) for line in log.read_text().splitlines()], cpu.children() - before)
        trained = lines[-1]["training"]
        joules *= min(2.0, max(1.05, budget / trained))
    stopped = decisions(pathlib.Path(folder, "book", "studies", f"{name}-{seed}", "journal.jsonl"))
    for line in lines:
        line["late"] = line["epoch"] > stopped.get(line["trial"], FULL)
        print(json.dumps({**line, "loss": finite(line["loss"])}))


def search(name: str, seed: int, joules: float, folder: str, joulebook: str, log: pathlib.Path) -> None:
    """Runs the search to the end of its budget."""
    content = {
        "version": 1,
        "name": f"{name}-{seed}",
        "command": [sys.executable, str(HERE / "train.py"), name, str(seed), str(log)],
        "objective": {"metric": "loss", "goal": "minimize", "resource": "epoch", "max_resource": FULL},
        "budget": {"energy": f"{joules:.1f} J"},
        "parameters": {key: written(bounds) for key, bounds in SPACES[name].items()},
        "search": {"seed": seed},
    }
    file = pathlib.Path(folder, "search.yaml")
    file.write_text(json.dumps(content, indent=1))
    env = {**os.environ, "JOULEBOOK_DIR": str(pathlib.Path(folder, "book"))}
    with open(pathlib.Path(folder, "search.log"), "a") as said:
        ended = subprocess.run([joulebook, "search", str(file)], cwd=folder, env=env, stdout=said, stderr=said)
    if ended.returncode != 0:
        raise SystemExit(f"joulebook search ended with {ended.returncode}:\n{pathlib.Path(said.name).read_text()}")


def timeline(epochs: List[Dict[str, Any]], everything: float) -> List[Dict[str, Any]]:
    """Puts the CPU times of processes that ran one after the other onto one axis."""
    last = {line["pid"]: line for line in epochs}
    starts = sum(line["start"] for line in last.values())
    training = sum(line["cpu"] - line["start"] for line in last.values())
    own = (everything - starts - training) / len(last)
    lines: List[Dict[str, Any]] = []
    trained = rest = counted = 0.0
    seen = None
    for line in epochs:
        if line["pid"] != seen:
            seen, counted = line["pid"], line["start"]
            rest += line["start"] + own
        trained += line["cpu"] - counted
        counted = line["cpu"]
        known = {key: line[key] for key in ("trial", "epoch", "loss", "start")}
        lines.append({**known, "training": trained, "all": trained + rest, "own": own})
    return lines


def decisions(journal: pathlib.Path) -> Dict[int, int]:
    """The epoch at which each trial was told to stop."""
    events = [json.loads(line) for line in journal.read_text().splitlines()]
    stops = [event for event in events if event.get("k") == "decision" and event["action"] == "stop"]
    return {event["n"]: event["reason"]["resource"] for event in stops}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5], sys.argv[6])
