"""A perceptron of scikit-learn on its digits: 1,797 pictures, a third for validation."""

import warnings
from typing import Any, Dict, Iterator

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from tasks import FULL

# Diverging is a result here, and numpy need not tell of every overflow.
warnings.filterwarnings("ignore")


def train(values: Dict[str, Any], seed: int) -> Iterator[float]:
    x, y = load_digits(return_X_y=True)
    x_train, x_val, y_train, y_val = train_test_split(x / 16, y, test_size=1 / 3, random_state=seed, stratify=y)
    classes = np.arange(10)
    model = MLPClassifier(
        (values["hidden"],),
        solver="sgd",
        alpha=values["decay"],
        batch_size=values["batch"],
        learning_rate_init=values["rate"],
        momentum=values["momentum"],
        random_state=seed,
    )
    for _ in range(FULL):
        try:
            model.partial_fit(x_train, y_train, classes=classes)
            yield float(log_loss(y_val, model.predict_proba(x_val), labels=classes))
        except ValueError as problem:
            if "non-finite" not in str(problem):
                raise
            yield float("inf")  # it has diverged
