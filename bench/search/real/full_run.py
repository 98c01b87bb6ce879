"""What budgets are counted in. `full_run.py TASK COUNT`: JSON with the mean CPU-seconds of a full training of random configurations
(`fullRun`), and of starting a process that can train (`start`)."""

import json
import random
import sys

import cpu
from suggest import at
from tasks import task


def main(name: str, count: int) -> None:
    space, train = task(name)
    start = cpu.own()
    for _ in zip(range(2), train({key: at(bounds, 0.5) for key, bounds in space.items()}, 0)):
        pass  # what is imported or compiled on first use is no part of a training
    chance = random.Random(0)
    began = cpu.own()
    for _ in range(count):
        values = {key: at(bounds, chance.random()) for key, bounds in space.items()}
        for _loss in train(values, 0):
            pass
    print(json.dumps({"fullRun": (cpu.own() - began) / count, "start": start}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
