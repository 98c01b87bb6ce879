"""Values of the normal distribution by SciPy, for test/stats/log-ndtr.test.ts: python scripts/make-log-ndtr-goldens.py > test/stats/goldens/log-ndtr.json"""
import json

import numpy as np
from scipy import special

points = np.concatenate([np.linspace(-12, 8, 161), [-1e3, -300.5, -100.1, -37.7, -20.0, -0.6629, -1e-9, 1e-9]])
below = np.concatenate([np.geomspace(1e-300, 0.5, 60), np.linspace(0.01, 0.99, 50), 1 - np.geomspace(1e-12, 0.4, 20)])
edges = [(-3, 4), (-0.1, 0.2), (1, 1.5), (-8, -7.5), (20, 21), (-40, -39.5), (-1, 0.5), (5, 30), (-30, -2), (0.25, 0.26)]


def mass(a, b):
    a, b = (-b, -a) if a > 0 else (a, b)
    if b > 0:
        return float(np.log1p(-special.ndtr(a) - special.ndtr(-b)))
    return float(special.log_ndtr(b) + np.log(-np.expm1(special.log_ndtr(a) - special.log_ndtr(b))))


print(json.dumps({
    "ndtr": [[float(x), float(special.ndtr(x))] for x in points],
    "logNdtr": [[float(x), float(special.log_ndtr(x))] for x in points],
    "quantile": [[float(p), float(special.ndtri(p))] for p in below],
    "mass": [[a, b, mass(a, b)] for a, b in edges],
}))
