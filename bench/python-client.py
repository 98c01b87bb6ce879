"""What bench/python-client.mjs has measured inside a Python of its own. Prints one JSON object.

    python bench/python-client.py import MODULE | block | codecarbon | calls | idle SECONDS | train with|without
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "python"))


def import_time(module):
    began = time.perf_counter()
    __import__(module)
    return {"ms": (time.perf_counter() - began) * 1e3}


def block():
    """Enter, half a second of nothing, exit; the gap is the record's own."""
    import joulebook

    tracker = joulebook.track("block")
    began = time.perf_counter()
    with tracker as run:
        entered = time.perf_counter()
        time.sleep(0.5)
        leaving = time.perf_counter()
    left = time.perf_counter()
    with open(run.result.record) as file:
        gaps = json.load(file)["gaps"]
    return {
        "enterMs": (entered - began) * 1e3,
        "exitMs": (left - leaving) * 1e3,
        "firstReadingMs": gaps[0]["durationS"] * 1e3,
        "recordsGap": len(gaps) == 1 and gaps[0]["atS"] < 1e-6,
    }


def codecarbon():
    """The same with CodeCarbon, offline: constructing and starting it, and stopping it."""
    from codecarbon import OfflineEmissionsTracker

    began = time.perf_counter()
    tracker = OfflineEmissionsTracker(country_iso_code="FRA", log_level="error", save_to_file=False)
    tracker.start()
    entered = time.perf_counter()
    time.sleep(0.5)
    leaving = time.perf_counter()
    tracker.stop()
    return {"enterMs": (entered - began) * 1e3, "exitMs": (time.perf_counter() - leaving) * 1e3}


def calls():
    """CPU time of this process for each call, µs: the median of rounds, each of so many calls."""
    import joulebook

    with joulebook.track("calls") as run:
        run.snapshot()

        def window(_):
            with run.window("w"):
                pass

        kinds = {
            "log of two metrics": (lambda i: run.log(step=i, loss=0.25, accuracy=0.5), 200, 1),
            "mark": (lambda i: run.mark("m"), 40, 1),
            "epoch": (lambda i: run.epoch(i, of=10_000, loss=0.25), 40, 1),
            "stage": (lambda i: run.stage("ab"[i % 2]), 40, 1),
            "each end of a window": (window, 20, 2),
        }
        return {name: per_call(*kind) for name, kind in kinds.items()}


def per_call(call, count, ends):
    rounds = []
    for _ in range(25):
        began = time.process_time()
        for i in range(count):
            call(i)
        rounds.append((time.process_time() - began) / count / ends * 1e6)
        time.sleep(0.02)  # the agent keeps up, as it would in a training
    return sorted(rounds)[len(rounds) // 2]


def idle(seconds):
    """CPU time of this process and of its agent while nothing is said to it, in parts of one core."""
    import joulebook

    with joulebook.track("idle", interval=1) as run:
        run.snapshot()
        pid = run._run.agent._process.pid
        time.sleep(15)  # V8 has compiled what it will
        theirs, began, ours = cpu_of(pid), time.monotonic(), time.process_time()
        time.sleep(seconds)
        process, elapsed = time.process_time() - ours, time.monotonic() - began
        return {"process": process / elapsed, "tracker": (cpu_of(pid) - theirs) / elapsed}


def cpu_of(pid):
    with open("/proc/%d/stat" % pid) as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def train(which):
    """A logistic regression of 16 features, always the same work: 20 epochs of 40 steps, every tenth logged."""
    began, cpu = time.perf_counter(), time.process_time()
    loss = tracked() if which == "with" else plain(range(EPOCHS), lambda **_: None)
    return {"ms": (time.perf_counter() - began) * 1e3, "cpuMs": (time.process_time() - cpu) * 1e3, "loss": loss}


EPOCHS, STEPS, BATCH, FEATURES = 20, 40, 2800, 16


def tracked():
    import joulebook

    with joulebook.track("train", params={"lr": 0.1}) as run:
        return plain(run.epochs(range(EPOCHS)), run.log)


def plain(epochs, log):
    from math import exp, log as ln
    from random import Random

    random = Random(1)
    data = [([random.gauss(0, 1) for _ in range(FEATURES)], random.random() < 0.5) for _ in range(BATCH)]
    weights = [0.0] * FEATURES
    loss = 0.0
    for _ in epochs:
        for step in range(STEPS):
            slope = [0.0] * FEATURES
            loss = 0.0
            for x, y in data:
                p = 1 / (1 + exp(-sum(w * v for w, v in zip(weights, x))))
                loss -= ln(p if y else 1 - p) / BATCH
                for i, v in enumerate(x):
                    slope[i] += (p - y) * v / BATCH
            for i in range(FEATURES):
                weights[i] -= 0.1 * slope[i]
            if step % 10 == 0:
                log(step=step, loss=loss)
    return loss


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    kinds = {"import": import_time, "block": block, "codecarbon": codecarbon, "calls": calls, "train": train}
    result = idle(float(rest[0])) if what == "idle" else kinds[what](*rest)
    print(json.dumps(result))
