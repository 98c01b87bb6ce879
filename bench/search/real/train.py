"""One trial under `joulebook search`: reports each epoch by the report file, and looks for the stop file. `train.py TASK SEED LOG`.

LOG gets a line an epoch with the CPU time of this process, and how much of that went by before the training began.
"""

import json
import os
import sys

import cpu
from tasks import task


def main(name: str, seed: int, log: str) -> None:
    values = json.loads(os.environ["JOULEBOOK_PARAMS_JSON"])
    trial = int(os.environ["JOULEBOOK_TRIAL"])
    train = task(name).train
    start = cpu.own()
    with open(os.environ["JOULEBOOK_REPORT_FILE"], "a") as reports, open(log, "a") as lines:
        for epoch, loss in enumerate(train(values, seed), 1):
            line = {"trial": trial, "pid": os.getpid(), "epoch": epoch, "loss": loss, "cpu": cpu.own(), "start": start}
            lines.write(json.dumps(line) + "\n")
            lines.flush()
            reports.write(json.dumps({"epoch": epoch, "loss": loss}) + "\n")
            reports.flush()
            if os.path.exists(os.environ["JOULEBOOK_STOP_FILE"]):
                return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
