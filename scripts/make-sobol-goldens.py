#!/usr/bin/env python3
"""Makes test/search/goldens/sobol.json with SciPy (pip install scipy): points of the unscrambled Sobol sequence, times 2^30.

    python3 scripts/make-sobol-goldens.py > test/search/goldens/sobol.json
"""
import json

from scipy.stats import qmc

DIMENSIONS = 160
COUNT = 2000
points = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=30).random(COUNT)
rows = [*range(24), 100, 511, 512, 1023, COUNT - 1]
print(json.dumps({"rows": rows, "points": [[int(x * 2**30) for x in points[row]] for row in rows]}, separators=(",", ":")))
