"""A small network in numpy alone, two hidden layers, on scikit-learn's breast cancer data: 569 patients, a third for validation."""

import importlib.util
import pathlib
from typing import Any, Dict, Iterator

import numpy as np

from tasks import FULL

#: Passes over the data before each report.
PASSES = 4


def train(values: Dict[str, Any], seed: int) -> Iterator[float]:
    random = np.random.default_rng(seed)
    (x_train, y_train), (x_val, y_val) = _data(random)
    width, batch = values["width"], values["batch"]
    shapes = [(x_train.shape[1], width), (width, width), (width, 1)]
    weights = [random.normal(0, (2 / n) ** 0.5, (n, m)) for n, m in shapes]
    biases = [np.zeros(m) for _, m in shapes]
    moves = [np.zeros_like(p) for p in weights + biases]
    with np.errstate(all="ignore"):
        for _ in range(FULL):
            for _ in range(PASSES):
                order = random.permutation(len(x_train))
                for at in range(0, len(order), batch):
                    rows = order[at : at + batch]
                    slopes = _slopes(weights, biases, x_train[rows], y_train[rows], values, random)
                    for p, move, slope in zip(weights + biases, moves, slopes):
                        move *= values["momentum"]
                        move -= values["rate"] * slope
                        p += move
            loss = float(_loss(weights, biases, x_val, y_val))
            yield loss if np.isfinite(loss) else float("inf")


def _data(random: np.random.Generator) -> Any:
    """Read without importing scikit-learn, which takes longer than this training."""
    spec = importlib.util.find_spec("sklearn")
    assert spec is not None and spec.origin is not None
    file = pathlib.Path(spec.origin).parent / "datasets" / "data" / "breast_cancer.csv"
    table = np.loadtxt(file, delimiter=",", skiprows=1)
    table = table[random.permutation(len(table))]
    x, y = table[:, :-1], table[:, -1:]
    split = len(table) * 2 // 3
    mean, sd = x[:split].mean(0), x[:split].std(0)
    x = (x - mean) / sd
    return (x[:split], y[:split]), (x[split:], y[split:])


def _slopes(weights: Any, biases: Any, x: Any, y: Any, values: Dict[str, Any], random: Any) -> Any:
    kept = 1 - values["dropout"]
    masks = [(random.random((len(x), w.shape[1])) < kept) / kept for w in weights[:-1]]
    layers = [x]
    for w, b, mask in zip(weights, biases, masks):
        layers.append(np.maximum(layers[-1] @ w + b, 0) * mask)
    back = (_sigmoid(layers[-1] @ weights[-1] + biases[-1]) - y) / len(x)
    by_weight, by_bias = [], []
    for i in reversed(range(len(weights))):
        by_weight.insert(0, layers[i].T @ back + values["decay"] * weights[i])
        by_bias.insert(0, back.sum(0))
        if i > 0:
            back = (back @ weights[i].T) * (layers[i] > 0) * masks[i - 1]
    return by_weight + by_bias


def _loss(weights: Any, biases: Any, x: Any, y: Any) -> Any:
    for w, b in zip(weights[:-1], biases[:-1]):
        x = np.maximum(x @ w + b, 0)
    z = x @ weights[-1] + biases[-1]
    return np.mean(np.logaddexp(0, z) - y * z)


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))
