"""How well early losses foretell the end in tables of `make_tables.py`. `foretell.py FOLDER`: Markdown.

Spearman's correlation with the loss at full length, over all rows and over the better third, of the best loss up to a step and of the loss at it.
"""

import gzip
import json
import pathlib
import sys
from typing import Any

import numpy as np
from scipy.stats import spearmanr

STEPS = (1, 3, 9, 14)
#: What has diverged is worse than anything.
DIVERGED = 1e9


def main(folder: str) -> None:
    print("| suite | training | loss | " + " | ".join(f"step {step}: all, better third" for step in STEPS) + " |")
    print("|---|---|---|" + "--:|" * len(STEPS))
    for file in sorted(pathlib.Path(folder).glob("*.json.gz")):
        table = json.loads(gzip.decompress(file.read_bytes()))
        for name, problem in table["problems"].items():
            losses = np.array([[DIVERGED if loss is None else loss for loss in row] for row in problem["losses"]])
            for kind in ("best", "at it"):
                cells = " | ".join(cell(losses, step, kind) for step in STEPS)
                print(f"| {table['suite']} | {name} | {kind} | {cells} |")


def cell(losses: Any, step: int, kind: str) -> str:
    end = losses[:, -1]
    seen = losses[:, :step].min(1) if kind == "best" else losses[:, step - 1]
    better = np.argsort(end)[: len(end) // 3]
    return f"{spearmanr(seen, end)[0]:.2f}, {spearmanr(seen[better], end[better])[0]:.2f}"


if __name__ == "__main__":
    main(sys.argv[1])
