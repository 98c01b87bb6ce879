"""The real trainings: what is searched, and how a configuration is trained. Every data set comes with scikit-learn."""

import importlib
from typing import Any, Callable, Dict, Iterator, NamedTuple, Tuple

#: Epochs of a full training, or steps of twenty trees.
FULL = 27

#: Lowest and highest value, whether it is searched in its logarithm, whether it is whole.
Range = Tuple[float, float, bool, bool]


class Task(NamedTuple):
    space: Dict[str, Range]
    #: Yields the validation loss after every epoch.
    train: Callable[[Dict[str, Any], int], Iterator[float]]


SPACES: Dict[str, Dict[str, Range]] = {
    "digits": {
        "rate": (1e-4, 1e-1, True, False),
        "decay": (1e-6, 1.0, True, False),
        "batch": (16, 256, True, True),
        "hidden": (8, 256, True, True),
        "momentum": (0.5, 0.99, False, False),
    },
    "diabetes": {
        "rate": (1e-3, 0.5, True, False),
        "depth": (1, 8, False, True),
        "subsample": (0.3, 1.0, False, False),
        "leaf": (1, 64, True, True),
        "features": (0.1, 1.0, False, False),
    },
    "network": {
        "rate": (1e-3, 1.0, True, False),
        "momentum": (0.0, 0.99, False, False),
        "decay": (1e-6, 1e-1, True, False),
        "batch": (4, 64, True, True),
        "width": (4, 128, True, True),
        "dropout": (0.0, 0.7, False, False),
    },
}


def task(name: str) -> Task:
    # Each in a module of its own: the small network must not pay for importing scikit-learn.
    return Task(SPACES[name], importlib.import_module(f"train_{name}").train)
