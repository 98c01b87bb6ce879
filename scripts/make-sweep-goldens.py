"""Makes test/search/file/goldens/sweeps.json: what W&B's own packages make of sweeps.

    python3 -m venv .cache/sweeps && .cache/sweeps/bin/pip install sweeps==0.3.0 wandb==0.31.0
    .cache/sweeps/bin/python scripts/make-sweep-goldens.py

- values: for each parameter, the value at each of some parts of its distribution.
- refused: parameters that their schema refuses.
- words: what the agent starts for a command and the arguments of a run.
"""

import json
import pathlib

import numpy as np
from sweeps.config import SweepConfig
from sweeps.params import HyperParameter
from wandb.sdk.launch.sweeps.utils import create_sweep_command, create_sweep_command_args

FILE = pathlib.Path(__file__).parent.parent / "test" / "search" / "file" / "goldens" / "sweeps.json"

# Away from 0 and 1, where unbounded distributions end, and from the edges of cells, where rounding decides.
PARTS = [0.0137, 0.0911, 0.2373, 0.3517, 0.4999, 0.6283, 0.7717, 0.9189, 0.9873]

PARAMETERS = [
    {"value": 5},
    {"values": [16, 32, 64]},
    {"values": ["adam", "sgd", None, True, 0.5]},
    {"values": ["adam", "sgd"], "probabilities": [0.7, 0.3]},
    {"values": [1, 2, 3], "probabilities": [0.2, 0.5, 0.3], "distribution": "categorical_w_probabilities"},
    {"values": ["a", "b"], "distribution": "categorical"},
    {"value": "x", "distribution": "constant"},
    {"min": 1, "max": 10},
    {"min": 0.0, "max": 0.5},
    {"min": 0, "max": 0.5},
    {"min": 1, "max": 10, "distribution": "int_uniform"},
    {"min": 1, "max": 10, "distribution": "uniform"},
    {"min": 0, "max": 10, "q": 2, "distribution": "q_uniform"},
    {"min": 0, "max": 10, "distribution": "q_uniform"},
    {"min": 0.0, "max": 1.0, "q": 0.25, "distribution": "q_uniform"},
    {"min": -9.2, "max": -2.3, "distribution": "log_uniform"},
    {"min": 1e-5, "max": 0.1, "distribution": "log_uniform_values"},
    {"min": 1, "max": 6, "q": 2, "distribution": "q_log_uniform"},
    {"min": 8, "max": 512, "q": 8, "distribution": "q_log_uniform_values"},
    {"min": 0.1, "max": 10, "q": 0.1, "distribution": "q_log_uniform_values"},
    {"min": 1, "max": 5, "distribution": "inv_log_uniform"},
    {"min": 1e-5, "max": 0.1, "distribution": "inv_log_uniform_values"},
    {"distribution": "normal"},
    {"mu": 3, "sigma": 0.5, "distribution": "normal"},
    {"mu": 100, "sigma": 30, "q": 10, "distribution": "q_normal"},
    {"mu": 0, "sigma": 2, "q": 0.5, "distribution": "q_normal"},
    {"distribution": "log_normal"},
    {"mu": -3, "sigma": 1.5, "distribution": "log_normal"},
    {"mu": 3, "sigma": 1, "q": 5, "distribution": "q_log_normal"},
    {"distribution": "beta"},
    {"a": 2, "b": 5, "distribution": "beta"},
    {"a": 0.5, "b": 0.5, "distribution": "beta"},
    {"a": 2, "b": 2, "q": 0.1, "distribution": "q_beta"},
]

REFUSED = [
    {"min": 10, "max": 1},
    {"min": 1},
    {"max": 1, "distribution": "uniform"},
    {"values": []},
    {"values": 3},
    {"values": [1, 2], "probabilities": [0.5]},
    {"values": [1, 2], "probabilities": [0.5, 0.6]},
    {"values": [1, 2], "probabilities": [-0.5, 1.5]},
    {"min": 1, "max": 2, "distribution": "gaussian"},
    {"min": 1, "max": 2, "distribution": "normal"},
    {"min": 0.5, "max": 2, "distribution": "int_uniform"},
    {"min": 0, "max": 2, "distribution": "log_uniform_values"},
    {"min": 1, "max": 2, "q": 0, "distribution": "q_uniform"},
    {"mu": 1, "sigma": -1, "distribution": "normal"},
    {"a": -1, "distribution": "beta"},
    {"min": "a", "max": 2},
    {"minimum": 1, "max": 2},
    {"value": 1, "values": [1, 2]},
    {},
]

ARGUMENTS = {
    "lr": 0.25,
    "layers": 3,
    "opt": "adam w",
    "flag": True,
    "off": False,
    "nothing": None,
    "shape": [1, "a'b", None],
    "model": {"dropout": 0.5, "act": "relu"},
}

COMMANDS = [
    None,
    ["${env}", "${interpreter}", "${program}", "${args_no_boolean_flags}"],
    ["python", "${program}", "--fixed", "7", "${args_no_hyphens}"],
    ["./run", "${args_json}"],
    ["python", "${program}", "${args_append_hydra}"],
    ["python", "${program}", "${args_override_hydra}"],
    ["echo", "${envvar:WHERE}/x-${envvar:WHERE}", "${args_no_equals}"],
]


def plain(value):
    if isinstance(value, np.generic):
        value = value.item()
    return [plain(one) for one in value] if isinstance(value, (list, np.ndarray)) else value


def is_refused(parameter):
    try:
        SweepConfig({"method": "random", "parameters": {"x": parameter}})
    except Exception:
        return True
    return False


def words(command):
    given = create_sweep_command_args({"args": {name: {"value": value} for name, value in ARGUMENTS.items()}})
    given.update({"interpreter": ["python"], "program": ["train.py"], "env": ["/usr/bin/env"]})
    out = []
    for word in create_sweep_command(None if command is None else list(command)):
        out += given.get(word[2:-1]) or [] if word.startswith("${") and word.endswith("}") else [word]
    return out


def main():
    import os

    os.environ["WHERE"] = "here"
    values = []
    for parameter in PARAMETERS:
        made = HyperParameter("x", dict(parameter))
        values.append({"parameter": parameter, "values": [plain(made.ppf(part)) for part in PARTS]})
    for parameter in REFUSED:
        assert is_refused(parameter), parameter
    FILE.write_text(
        json.dumps(
            {
                "parts": PARTS,
                "values": values,
                "refused": REFUSED,
                "arguments": ARGUMENTS,
                "words": [{"command": command, "words": words(command)} for command in COMMANDS],
            },
            indent=1,
        )
        + "\n"
    )


main()
