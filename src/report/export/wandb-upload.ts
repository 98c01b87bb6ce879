/**
 * A program that gives the runs in the folders beside it to W&B by its own client, online or (WANDB_MODE=offline) into its own folder of offline runs.
 * What the client would tell of the machine that sends is not of the run, and is turned off: by the environment, whose unknown names every
 * version of the client leaves alone. A run that W&B has goes on from the row after its last one, so that sending twice adds nothing.
 */
export const UPLOAD = `"""Sends the runs beside this file to W&B with its own client: python upload.py [ENTITY]"""
import json
import os
import pathlib
import sys

for name in ("WANDB_X_DISABLE_STATS", "WANDB__DISABLE_STATS", "WANDB_X_DISABLE_META", "WANDB__DISABLE_META", "WANDB_DISABLE_GIT", "WANDB_DISABLE_CODE"):
    os.environ[name] = "true"
os.environ["WANDB_CONSOLE"] = "off"

import wandb  # noqa: E402

entity = sys.argv[1] if len(sys.argv) > 1 else None
for folder in sorted(pathlib.Path(__file__).resolve().parent.iterdir()):
    if not (folder / "run.json").is_file():
        continue

    def read(name, folder=folder):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    metadata = read("wandb-metadata.json")
    os.environ["WANDB_HOST"] = metadata["host"]
    run = wandb.init(entity=entity, resume="allow", **read("run.json"))
    run.define_metric("joulebook/elapsed_s", hidden=True)
    run.define_metric("joulebook/power/*", step_metric="joulebook/elapsed_s")
    rows = (folder / "history.jsonl").read_text(encoding="utf-8").split("\\n")[:-1]
    for row in rows[run.step :]:
        run.log(json.loads(row))
    run.summary.update({key: value for key, value in read("wandb-summary.json").items() if not key.startswith("_")})
    run.finish(exit_code=0 if metadata["state"] == "ok" else 1)
`;
