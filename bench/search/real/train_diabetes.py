"""Boosted trees of scikit-learn on its diabetes data: 442 patients, a third for validation; the mean square in units of its variance."""

from typing import Any, Dict, Iterator

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

from tasks import FULL

TREES_A_STEP = 20


def train(values: Dict[str, Any], seed: int) -> Iterator[float]:
    x, y = load_diabetes(return_X_y=True)
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=1 / 3, random_state=seed)
    model = GradientBoostingRegressor(
        learning_rate=values["rate"],
        max_depth=values["depth"],
        subsample=values["subsample"],
        min_samples_leaf=values["leaf"],
        max_features=values["features"],
        warm_start=True,
        random_state=seed,
    )
    for step in range(1, FULL + 1):
        model.set_params(n_estimators=step * TREES_A_STEP)
        model.fit(x_train, y_train)
        yield float(np.mean((model.predict(x_val) - y_val) ** 2) / np.var(y_val))
