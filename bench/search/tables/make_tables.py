"""Makes tables of trainings for `npm run bench:search -- --data FOLDER`. `make_tables.py FOLDER [--rows 200] [--only SUITE]`.

Each row is a configuration that is drawn from the space (scrambled Sobol points), trained to its end, with its validation loss and the
CPU-seconds after every step. Rows are kept as they are made: ended at any moment, it goes on with the next one.
"""

import argparse
import gzip
import json
import math
import pathlib
import sys
from typing import Any, Dict, List

from scipy.stats import qmc
from trainings import SUITES, Training

# `../real`, which `trainings` has put on the path.
import cpu
from suggest import at


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--only")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for suite, trainings in SUITES.items():
        if asked.only in (None, suite):
            problems = {name: table(asked.folder / f"{suite}-{name}.jsonl", each, asked.rows) for name, each in trainings.items()}
            content = {"suite": suite, "problems": problems}
            with gzip.open(asked.folder / f"{suite}.json.gz", "wt", compresslevel=9) as file:
                json.dump(content, file, separators=(",", ":"))


def table(kept: pathlib.Path, training: Training, count: int) -> Dict[str, Any]:
    space, train = training
    lines: List[Dict[str, Any]] = [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []
    count = max(count, len(lines))  # what is made is used
    drawn = qmc.Sobol(len(space), seed=0).random_base2(math.ceil(math.log2(count)))[:count]
    rows = [[at(bounds, u) for bounds, u in zip(space.values(), point)] for point in drawn]
    print(f"{kept.stem}: {len(lines)} of {count}", file=sys.stderr)
    with open(kept, "a") as file:
        for row in rows[len(lines) :]:
            began = cpu.own()
            losses, seconds = [], []
            for loss in train(dict(zip(space, row)), 0):
                losses.append(float(f"{loss:.5g}") if math.isfinite(loss) else None)
                seconds.append(float(f"{cpu.own() - began:.4g}"))
            lines.append({"losses": losses, "seconds": seconds})
            file.write(json.dumps(lines[-1]) + "\n")
            file.flush()
    return {
        "parameters": [
            {"name": name, "low": low, "high": high, "log": log, "integer": whole} for name, (low, high, log, whole) in space.items()
        ],
        "rows": [[float(f"{value:.6g}") for value in row] for row in rows],
        "losses": [line["losses"] for line in lines],
        "seconds": [line["seconds"] for line in lines],
    }


if __name__ == "__main__":
    main()
