#!/usr/bin/env python3
"""Makes test/stats/goldens/quantiles.json with SciPy (pip install scipy).

    python3 scripts/make-quantile-goldens.py > test/stats/goldens/quantiles.json
"""
import json
import sys

import scipy
from scipy import stats

P = [1e-10, 1e-6, 1e-4, 0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999, 0.9999]
DF = [0.5, 1, 1.5, 2, 3, 4, 5, 10, 29.5, 30, 100, 1000]
json.dump(
    {
        "scipy": scipy.__version__,
        "normal": [[p, stats.norm.ppf(p)] for p in P],
        "normalCdf": [[x, stats.norm.cdf(x)] for x in (-30, -8, -3, -1.5, -0.1, 0, 0.1, 1, 1.7, 1.8, 2.5, 6)],
        "studentT": [[p, df, stats.t.ppf(p, df)] for df in DF for p in P if p >= 1e-6],
        "studentTCdf": [[t, df, stats.t.cdf(t, df)] for df in DF for t in (-50, -4, -1, -0.2, 0, 0.3, 2, 12)],
    },
    sys.stdout,
    indent=0,
)
sys.stdout.write("\n")
